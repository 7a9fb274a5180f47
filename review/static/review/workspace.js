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
  let sending = false;

  const say = (text) => {
    find("status").textContent = text;
  };
  const cookie = () => (/(?:^|; )csrftoken=([^;]+)/.exec(document.cookie) || [])[1];
  const csrf = () => cookie() || form.elements.csrfmiddlewaretoken.value;
  const post = (url, fields, more = {}) => {
    const body = new URLSearchParams(fields);
    const headers = { Accept: "application/json", "X-CSRFToken": csrf() };
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
    } catch (error) {
      return ["waits", words.waits];
    }
    if (answer.status === 201) return ["sent", (await answer.json()).overlaps || ""];
    if (answer.status === 400 && (answer.headers.get("Content-Type") || "").startsWith("application/json")) return ["refused", await faultsOf(answer)];
    return ["waits", answer.redirected || answer.status === 403 ? words.signedOut : words.waits];
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending || !form.reportValidity()) return;
    sending = true;
    const entry = entryOf();
    let stored = true;
    try {
      await kept.add(entry);
    } catch (error) {
      stored = false;
    }
    const [became, said] = await send(entry);
    if (became === "waits" && !stored) {
      say(words.noStore);
    } else {
      if (became === "refused" || became === "sent") await kept.remove(entry.token).catch(() => undefined);
      say(became === "sent" ? `${words.added} ${said}` : became === "refused" ? `${words.refused} ${said}` : said);
      shown(became === "refused" ? `${words.refused} ${said}` : "");
      if (became !== "refused") {
        emptied();
        document.activeElement.blur();
      }
    }
    sending = false;
    await counted();
    if (became === "sent") refresh(true);
  });

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
  const sendKept = async () => {
    if (sending) return;
    sending = true;
    let done = 0;
    for (const entry of await kept.all(person).catch(() => [])) {
      const [became, said] = await send(entry);
      if (became === "waits") {
        if (said === words.signedOut) say(said);
        break;
      }
      if (became === "refused") {
        if (form.elements.claim.value) break;
        filled(entry);
        shown(`${words.sentRefused} ${said}`);
      }
      await kept.remove(entry.token);
      done += became === "sent";
    }
    sending = false;
    await counted();
    if (done) {
      say(words.sent);
      refresh(true);
    }
  };
  find("kept-send").addEventListener("click", sendKept);
  find("kept-delete").addEventListener("click", async () => {
    if (!window.confirm(words.discard)) return;
    for (const entry of await kept.all(person)) await kept.remove(entry.token);
    counted();
  });

  // What others add. It is put in at once, unless somebody is reading there with the keyboard.
  let waiting = "";
  const put = (html) => {
    live.innerHTML = html; // drawn and escaped by our own server
    find("news").hidden = true;
    waiting = "";
  };
  const refresh = async (atOnce = false) => {
    if (!navigator.onLine) return;
    const stamp = live.querySelector("[data-stamp]").dataset.stamp;
    const url = new URL(root.dataset.notes, location.href);
    url.searchParams.set("since", stamp);
    try {
      const answer = await fetch(url, { credentials: "same-origin" });
      if (answer.status !== 200 || answer.redirected) return;
      waiting = (await answer.json()).html;
    } catch (error) {
      return;
    }
    if (atOnce || !live.contains(document.activeElement)) put(waiting);
    else find("news").hidden = false;
  };
  find("news-show").addEventListener("click", () => {
    put(waiting);
    document.getElementById("notes-heading").scrollIntoView();
  });

  // What was watched while the clock or the recording ran.
  let untold = [];
  const tell = async (more) => {
    untold.push(...clock.takeSpans());
    if (!untold.length || !navigator.onLine || root.dataset.practising !== undefined) return;
    const telling = untold.splice(0, 200);
    try {
      const answer = await post(root.dataset.coverage, [["kind", "watched"], ["spans", JSON.stringify(telling)]], more);
      if (answer.status !== 204 && answer.status !== 400) untold.push(...telling);
    } catch (error) {
      untold.push(...telling);
    }
  };

  window.setInterval(() => document.visibilityState === "visible" && refresh(), POLL);
  window.setInterval(tell, TELL);
  window.addEventListener("pagehide", () => tell({ keepalive: true }));
  window.addEventListener("online", sendKept);
  counted().then((rows) => rows.length && sendKept());
})();
