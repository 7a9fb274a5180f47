// The workspace: keys, marks, notes that survive a lost connection, what others add, and what was watched.
// Without it the page can be read and notes can be sent by its form.
(() => {
  "use strict";
  const root = document.querySelector("[data-workspace]");
  const clock = window.cgClock;
  const kept = window.cgKept;
  if (!root || !clock || !kept) return;
  const find = (name) => root.querySelector(`[data-${name}]`);
  const words = find("words").dataset;
  const form = find("note-form");
  const live = find("live");
  const person = root.dataset.person;
  const POLL = 15000;
  const TELL = 15000;
  const KEYS = "cg-single-keys";
  const DRAFT = `cg-draft:${person}:${root.dataset.version}`;

  const say = (text) => {
    find("status").textContent = text;
  };
  const cookie = () => (/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie) || [])[1];
  const csrf = () => cookie() || form.elements.csrfmiddlewaretoken.value;
  const post = (url, fields, more = {}) => {
    const body = new URLSearchParams(fields);
    const headers = { Accept: "application/json", "X-CSRFToken": csrf(), "X-Written-By": person };
    return fetch(url, { method: "POST", body, headers, credentials: "same-origin", ...more });
  };

  // Marks.
  const mark = (name) => {
    const time = clock.text(clock.now());
    form.elements[name].value = time;
    form.elements.line.value = "";
    say((name === "start" ? words.markedIn : words.markedOut).replace("{time}", time));
  };
  root.querySelectorAll("[data-mark]").forEach((button) => button.addEventListener("click", () => mark(button.dataset.mark)));
  ["start", "end"].forEach((name) => form.elements[name].addEventListener("input", () => (form.elements.line.value = "")));

  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-note-line]");
    if (!link) return;
    event.preventDefault();
    const line = link.closest("[data-line]");
    const selection = window.getSelection();
    const said = line.querySelector("[data-said]");
    const chosen = selection && !selection.isCollapsed && said.contains(selection.anchorNode) ? String(selection).trim() : "";
    form.elements.start.value = clock.text(Number(line.dataset.start));
    form.elements.end.value = clock.text(Number(line.dataset.end));
    form.elements.line.value = line.dataset.line;
    form.elements.quote.value = chosen;
    form.elements.claim.focus();
  });

  document.addEventListener("cg-tick", (event) => {
    root.querySelectorAll("[data-line]").forEach((line) => {
      const on = Number(line.dataset.start) <= event.detail && event.detail < Number(line.dataset.end);
      line.classList.toggle("cg-script__now", on);
    });
  });

  // Keys. A single key can be switched off (WCAG 2.1.4) and is never heard while somebody writes.
  const switchOf = find("keys-on");
  try {
    switchOf.checked = localStorage.getItem(KEYS) !== "off";
  } catch (error) {
    switchOf.checked = true;
  }
  switchOf.addEventListener("change", () => {
    try {
      localStorage.setItem(KEYS, switchOf.checked ? "on" : "off");
    } catch (error) {
      // It holds for this page alone.
    }
  });
  const writes = (node) =>
    node instanceof HTMLElement &&
    (node.isContentEditable || /^(TEXTAREA|SELECT|VIDEO|AUDIO)$/.test(node.tagName) || (node.tagName === "INPUT" && !/^(checkbox|radio|button|submit)$/.test(node.type)));
  const acts = {
    k: clock.run,
    j: () => clock.set(clock.now() - clock.step),
    l: () => clock.set(clock.now() + clock.step),
    i: () => mark("start"),
    o: () => mark("end"),
    n: () => form.elements.claim.focus(),
    "?": () => {
      const list = document.getElementById("keys");
      list.open = true;
      list.querySelector("summary").focus();
    },
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && writes(event.target)) return event.target.blur();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form.contains(event.target)) {
      event.preventDefault();
      return form.requestSubmit();
    }
    if (!switchOf.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat || writes(event.target)) return;
    const digit = /^Digit(\d)$/.exec(event.code);
    const box = digit && root.querySelector(`[data-key="${event.shiftKey ? "Shift+" : ""}${digit[1]}"]`);
    const act = box ? () => box.click() : acts[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.getElementById("keys").hidden = false; // from now on they are heard

  // What is being written outlives a reload or a crash of this tab, and nothing longer than the tab.
  const written = () => form.elements.claim.value.trim() || form.elements.suggestion.value.trim();
  const draft = () => {
    try {
      if (written()) sessionStorage.setItem(DRAFT, JSON.stringify(entryOf()));
      else sessionStorage.removeItem(DRAFT);
    } catch (error) {
      // Then the question before leaving is all there is.
    }
  };
  form.addEventListener("input", draft);
  window.addEventListener("beforeunload", (event) => written() && event.preventDefault());

  // Notes. Each is put on the device's shelf first and taken off when the server has it.
  const entryOf = () => ({
    token: form.elements.token.value,
    person,
    at: Date.now(),
    url: form.action,
    fields: [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken"),
  });
  const emptied = () => {
    form.querySelectorAll('[data-key], [name="criteria"]').forEach((box) => (box.checked = false));
    for (const name of ["start", "end", "claim", "quote", "suggestion", "line"]) form.elements[name].value = "";
    form.elements.token.value = kept.token();
    draft();
  };
  const filled = (entry) => {
    form.querySelectorAll('[name="criteria"]').forEach((box) => {
      box.checked = entry.fields.some(([name, value]) => name === "criteria" && value === box.value);
    });
    entry.fields.filter(([name]) => name !== "criteria" && name !== "visibility").forEach(([name, value]) => (form.elements[name].value = value));
  };
  const faultsOf = async (answer) => {
    const { errors } = await answer.json();
    return Object.values(errors).flat().map((one) => one.message).join(" ");
  };
  // What became of a note: "sent", "waits" (no connection, or signed out), or "refused".
  const send = async (entry) => {
    let answer;
    if (!navigator.onLine) return ["waits", words.waits];
    try {
      answer = await post(entry.url, entry.fields);
      if (answer.status === 201) return ["sent", (await answer.json()).overlaps || ""];
      if (answer.status === 400 && (answer.headers.get("Content-Type") || "").startsWith("application/json")) return ["refused", await faultsOf(answer)];
    } catch (error) {
      return ["waits", words.waits];
    }
    const away = answer.redirected || answer.status === 403 || answer.status === 409;
    return ["waits", away ? words.signedOut : words.waits];
  };

  // Once a note is on the shelf the form is free for the next one. They are sent one after the other.
  let turn = Promise.resolve();
  const inTurn = (work) => (turn = turn.then(work, work));
  let unstored = "";
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const entry = entryOf();
    if (unstored === entry.token || !form.reportValidity()) return;
    unstored = entry.token;
    const stored = await kept.add(entry).then(() => true, () => false);
    if (stored) {
      cleared();
      unstored = "";
    }
    await inTurn(() => handOver(entry, stored));
    unstored = "";
    await counted();
  });
  const cleared = () => {
    emptied();
    shown("");
    document.activeElement.blur();
  };
  const handOver = async (entry, stored) => {
    const [became, said] = await send(entry);
    if (became === "waits") return say(stored ? said : words.noStore);
    if (became === "refused" && stored && written()) return say(`${words.refused} ${said}`); // it stays on the shelf
    if (stored) await kept.remove(entry.token).catch(() => undefined);
    say(became === "sent" ? `${words.added} ${said}` : `${words.refused} ${said}`);
    if (became === "refused") {
      filled(entry);
      draft();
      return shown(`${words.refused} ${said}`);
    }
    if (!stored) cleared();
    return refresh(true);
  };

  const shown = (text) => {
    let box = form.querySelector("[data-fault]");
    if (!box) {
      box = document.createElement("p");
      box.className = "usa-error-message";
      box.dataset.fault = "";
      form.prepend(box);
    }
    box.textContent = text;
    box.hidden = !text;
  };

  const counted = async () => {
    const rows = await kept.all(person).catch(() => []);
    find("kept").hidden = rows.length === 0;
    if (rows.length) find("kept-said").textContent = rows.length === 1 ? words.keptOne : words.keptMany.replace("{n}", rows.length);
    return rows;
  };
  const sendKept = () =>
    inTurn(async () => {
      let done = 0;
      for (const entry of await kept.all(person).catch(() => [])) {
        const [became, said] = await send(entry);
        if (became === "waits") {
          if (said === words.signedOut) say(said);
          break;
        }
        if (became === "refused") {
          if (written()) break;
          if (new URL(entry.url, location.href).pathname !== new URL(form.action).pathname) {
            if (!find("status").textContent.startsWith(words.refusedElsewhere)) say(`${words.refusedElsewhere} ${said}`);
            continue; // to be corrected where it was written: this form would send it to another version
          }
          filled(entry);
          draft();
          shown(`${words.sentRefused} ${said}`);
        }
        await kept.remove(entry.token);
        done += became === "sent";
      }
      await counted();
      if (!done) return;
      say(words.sent);
      refresh(true);
    });
  find("kept-send").addEventListener("click", sendKept);
  find("kept-delete").addEventListener("click", async () => {
    if (!window.confirm(words.discard)) return;
    for (const entry of await kept.all(person)) await kept.remove(entry.token);
    counted();
  });

  // What others add. It is put in at once, unless somebody is reading there with the keyboard.
  let waiting = null;
  const put = ({ html, lines }) => {
    live.innerHTML = html; // drawn and escaped by our own server
    root.querySelectorAll("[data-line]").forEach((line) => {
      const links = line.querySelector("[data-line-notes]");
      const drawn = lines[line.dataset.line] || "";
      line.classList.toggle("cg-script__noted", Boolean(drawn));
      if (links.innerHTML !== drawn) links.innerHTML = drawn;
    });
    find("news").hidden = true;
    waiting = null;
  };
  const reading = () => live.contains(document.activeElement) || Boolean(document.activeElement.closest("[data-line-notes]"));
  const refresh = async (atOnce = false) => {
    if (!navigator.onLine) return;
    const stamp = live.querySelector("[data-stamp]").dataset.stamp;
    const url = new URL(root.dataset.notes, location.href);
    url.searchParams.set("since", stamp);
    try {
      const answer = await fetch(url, { credentials: "same-origin", headers: { "X-Written-By": person } });
      if (answer.status !== 200 || answer.redirected) return;
      waiting = await answer.json();
    } catch (error) {
      return;
    }
    if (atOnce || !reading()) put(waiting);
    else find("news").hidden = false;
  };
  find("news-show").addEventListener("click", () => {
    if (waiting) put(waiting);
    document.getElementById("notes-heading").scrollIntoView();
  });

  // What was watched while the clock or the recording ran. What cannot be told waits on the shelf like a note.
  const SEEN = `seen:${kept.token()}`;
  let untold = [];
  let shelved = false;
  const tell = async (more) => {
    untold.push(...clock.takeSpans());
    if (!untold.length || root.dataset.practising !== undefined) return;
    const telling = untold.splice(0, 200);
    const arrived = await told(root.dataset.coverage, telling, more);
    if (!arrived) untold.unshift(...telling);
    if (arrived && !shelved) return;
    shelved = untold.length > 0;
    const row = { token: SEEN, person, at: Date.now(), seen: untold, url: root.dataset.coverage };
    (shelved ? kept.add(row) : kept.remove(SEEN)).catch(() => undefined);
  };
  const told = async (url, spans, more) => {
    if (!navigator.onLine) return false;
    try {
      const answer = await post(url, [["kind", "watched"], ["spans", JSON.stringify(spans)]], more);
      return !answer.redirected && (answer.status === 204 || answer.status === 400);
    } catch (error) {
      return false;
    }
  };
  const tellKept = async () => {
    for (const row of await kept.seen(person).catch(() => [])) {
      if (row.token === SEEN) continue;
      while (row.seen.length && (await told(row.url, row.seen.slice(0, 200)))) row.seen.splice(0, 200);
      if (!row.seen.length) await kept.remove(row.token);
    }
  };

  const again = async () => {
    await tellKept();
    if ((await counted()).length) await sendKept();
  };
  window.setInterval(() => document.visibilityState === "visible" && refresh(), POLL);
  window.setInterval(() => navigator.onLine && again(), POLL);
  window.setInterval(tell, TELL);
  window.addEventListener("pagehide", () => tell({ keepalive: true }));
  window.addEventListener("online", () => again().then(() => refresh()));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());
  // What was being written, unless it is on the shelf already. It gets a token of its own: a tab may have been doubled.
  kept.all(person).catch(() => []).then((rows) => {
    try {
      const left = JSON.parse(sessionStorage.getItem(DRAFT) || "null");
      if (!left || written() || rows.some((row) => row.token === left.token)) return;
      filled(left);
      form.elements.token.value = kept.token();
    } catch (error) {
      // There is nothing to go on with.
    }
  }).then(again);
})();
