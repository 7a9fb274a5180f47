// The host page: opens pages of the package one after the other, and says what is kept. See docs/scorm.md.
(() => {
  const { Elements, Outbox, Session, runtime, tidy } = window.commonGround;
  delete window.commonGround;
  const one = (name) => document.querySelector(`[data-${name}]`);
  const all = (name) => [...document.querySelectorAll(`[data-${name}]`)];
  const settled = JSON.parse(document.getElementById("settled").textContent);
  const words = one("words").dataset;
  const { standard, mode } = settled;
  const elements = new Elements(settled.table);
  const frame = one("frame");
  const NOT_HEARD = 20000;
  const BY_EXIT = { "time-out": "exitAll", logout: "suspendAll" };
  let page = null;
  let session = null;
  let busy = false;
  let tooLate = false; // what waited here could not be kept any more; to be said when the page is there
  let cutOff = false; // the notice says that there is no connection, and goes when there is one

  const say = (text) => {
    one("status").textContent = text;
  };
  const notice = (title, text, { again = false, offline = false } = {}) => {
    cutOff = offline;
    one("notice").hidden = !title;
    one("notice-title").textContent = title;
    one("notice-text").textContent = text;
    one("again").hidden = !again;
  };
  const sayLate = () => {
    notice(tooLate ? words.refusedTitle : "", tooLate ? words.tooLate : "");
    tooLate = false;
  };
  const tellSite = (state) => {
    if (window.parent !== window) window.parent.postMessage({ commonGround: state }, settled.site);
  };

  const outbox = mode === "normal" ? new Outbox(settled.drawer, {
    sending: () => say(words.saving),
    saved: (told) => {
      if (outbox.queue.length <= 1) say(words.saved);
      if (cutOff) notice("", "");
      marks(told.statuses);
      if (told.allowed && page?.item) {
        Object.assign(page.allowed, told.allowed);
        controls();
      }
      tellSite("saved");
    },
    lost: () => notice(words.partTitle, words.partText),
    renumbered: (opens, seq) => {
      if (session && page?.opens === opens) session.seq = seq;
    },
    offline: () => say(words.offline),
    refused: (code) => {
      say("");
      if (code === "too-late") {
        tooLate = true;
        return;
      }
      const known = { expired: words.expired, "opened-elsewhere": words.elsewhere, review: words.over }[code];
      notice(known ? words.stoppedTitle : words.refusedTitle, known ?? words.refusedText);
    },
  }) : null;

  const marks = (statuses = {}) => {
    all("item").forEach((button) => {
      const label = { done: words.done, failed: words.failed, begun: words.begun }[statuses[button.dataset.item]] ?? "";
      button.querySelector("[data-mark]").textContent = label;
    });
  };

  // What rules hide now is not in the contents, and what they shuffled stands as they did.
  const arrange = (order) => {
    if (!order) return;
    const lines = new Map(all("item").map((button) => [button.dataset.item, button.parentElement]));
    const wanted = order.filter((name) => lines.has(name));
    lines.forEach((line, name) => {
      line.hidden = !wanted.includes(name);
    });
    const shown = [...lines.keys()].filter((name) => wanted.includes(name));
    if (shown.join() !== wanted.join()) one("contents").querySelector("ul").append(...wanted.map((name) => lines.get(name)));
  };

  const controls = () => {
    const { allowed = {}, item = "" } = page ?? {};
    const may = { continue: allowed.on, previous: allowed.back, exitAll: allowed.end };
    all("go").forEach((button) => {
      button.disabled = busy || !may[button.dataset.go];
      button.hidden = Boolean(page?.hidden?.includes(button.dataset.go));
    });
    if (one("end")) one("end").hidden = !allowed.end || Boolean(page?.hidden?.includes("exitAll"));
    arrange(allowed.order);
    all("item").forEach((button) => {
      button.disabled = busy || !allowed.choices?.[button.dataset.item];
      if (button.dataset.item === item) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
  };

  // In a trial nothing is kept: what the page reports is shown instead.
  const reported = new Map();
  const show = (path, value) => {
    if (mode !== "trial") return;
    reported.set(path, value);
    const lines = [...reported].map(([name, held]) => {
      const line = document.createElement("li");
      line.textContent = `${name} = ${held.slice(0, 200)}`;
      return line;
    });
    one("reported").replaceChildren(...lines);
  };

  const tell = {
    began: () => {
      clearTimeout(waiting);
      sayLate();
    },
    changed: (path, value) => {
      if (path === "cmi.exit") exit = value;
      session?.changed(path, value);
      show(path, value);
    },
    committed: () => (closing ? session?.flush() : session?.committed()),
    ended: (nav) => {
      session?.ended();
      if (closing || leaving) return;
      const wish = nav === "_none_" ? BY_EXIT[exit] : nav;
      if (standard === "2004" && wish) setTimeout(() => go(wish), 0);
      else pageEnded();
    },
  };
  let waiting = 0;
  let exit = "";
  let closing = false;
  let leaving = false;

  const pageEnded = () => {
    if (page.allowed.on) notice(words.pageEndedTitle, words.pageEndedText);
    else ended();
  };
  const ended = async () => {
    notice(words.endedTitle, mode === "normal" ? words.endedText : words.nothingKept);
    if (outbox) await outbox.drained(5000);
    tellSite("ended");
  };

  // The page that is open gets the time to say good-bye; what it set is taken along even when it does not.
  const leave = () => new Promise((done) => {
    if (!page) {
      done();
      return;
    }
    leaving = true;
    clearTimeout(waiting);
    const finish = () => {
      session?.flush();
      session?.stop();
      runtime.close(standard);
      leaving = false;
      done();
    };
    frame.addEventListener("load", () => setTimeout(finish, 50), { once: true });
    frame.src = "about:blank";
  });

  const ask = async (wish) => {
    const response = await fetch("open", {
      method: "POST", body: JSON.stringify({ wish, at: page?.item ?? "" }),
      headers: { "Content-Type": "application/json" }, credentials: "omit", cache: "no-store",
    });
    if (response.status === 410) throw new Error(words.expired);
    if (response.status === 409) return null;
    if (!response.ok) throw new Error(words.noAnswer);
    return response.json();
  };

  // Without a connection the page that is open stays, instead of making room for one that cannot come.
  const connected = async () => {
    if (!outbox || !page?.item) return true;
    if (!navigator.onLine) return false;
    if (!outbox.tries) return true;
    outbox.send();
    return outbox.drained(3000);
  };

  const go = async (wish) => {
    if (busy) return;
    busy = true;
    controls();
    try {
      if (!(await connected())) {
        notice(words.offlineTitle, words.offlineStay, { offline: true });
        return;
      }
      await leave();
      if (outbox && !(await outbox.drained(10000))) throw new Error(words.offlineStay);
      const next = await ask(wish);
      if (next === null) notice(words.noWayTitle, words.noWayText);
      else deliver(next);
    } catch (error) {
      notice(words.stoppedTitle, error instanceof TypeError ? words.noAnswer : error.message, { again: true });
    } finally {
      busy = false;
      controls();
    }
  };

  const deliver = (next) => {
    page = next;
    notice("", "");
    marks(page.statuses);
    if (!page.item) {
      if (page.ended) ended();
      else if (page.refused) notice(words.noWayTitle, words.noWayText);
      else notice(words.pageEndedTitle, words.chooseText);
      one("contents")?.setAttribute("open", "");
      return;
    }
    exit = "";
    outbox?.begin(page.opens);
    session = new Session({ standard, page, outbox });
    runtime.open({ standard, elements, values: page.values, allowed: page.allowed, tell });
    frame.title = page.title;
    one("title").textContent = page.title;
    say(mode === "normal" ? words.opened : words.nothingKept);
    if (!page.sco) sayLate();
    frame.addEventListener("load", () => frame.focus({ preventScroll: true }), { once: true });
    frame.src = page.address;
    if (page.sco) waiting = setTimeout(() => notice(words.silentTitle, words.silentText, { again: true }), NOT_HEARD);
  };

  const look = () => {
    if (!page?.item || leaving) return;
    let missing = false;
    try {
      missing = Boolean(frame.contentDocument?.querySelector('meta[name="missing-file"]'));
    } catch { /* a page of another kind */ }
    if (missing) {
      clearTimeout(waiting);
      notice(words.brokenTitle, words.brokenText, { again: true });
    }
  };
  frame.addEventListener("load", look);

  all("go").forEach((button) => button.addEventListener("click", () => go(button.dataset.go)));
  all("item").forEach((button) => button.addEventListener("click", () => {
    const contents = one("contents");
    if (contents && window.innerWidth < 880) contents.open = false;
    go(`{target=${button.dataset.item}}choice`);
  }));
  one("again").addEventListener("click", () => go(page?.item ? `{target=${page.item}}choice` : ""));
  window.addEventListener("online", () => {
    if (cutOff) notice("", "");
    outbox?.send();
  });
  // A telephone that puts the page away may never wake it again.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") session?.flush();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  window.addEventListener("pagehide", () => {
    closing = true;
    session?.flush();
    outbox?.lastCall();
  });
  window.addEventListener("message", async (event) => {
    if (event.origin !== settled.site || event.data?.commonGround !== "leave") return;
    await leave();
    if (outbox) await outbox.drained(4000);
    tellSite("left");
  });
  (async () => {
    await tidy(settled.owner);
    if (outbox) await outbox.restore();
    await go("");
  })();
})();
