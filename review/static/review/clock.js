// A clock for what is watched: the player's own time, or one that runs beside a video that plays elsewhere.
// Pages work without it; then times are written by hand.
(() => {
  "use strict";
  const root = document.querySelector("[data-clock]");
  if (!root) return;
  const find = (name) => root.querySelector(`[data-${name}]`);
  const words = document.querySelector("[data-words]").dataset;
  const player = find("player");
  const length = Number(root.dataset.length) || Infinity;
  const holder = root.closest("[data-version]");
  const KEY = `cg-clock-${holder ? holder.dataset.version : ""}`;
  const STEP = 5;
  const JUMP = 2; // seconds between two ticks of a player that mean somebody moved it
  let base = 0; // where the clock stood
  let since = null; // when it was started there (milliseconds), or null
  let began = null; // where the part being watched began
  let last = 0;
  let spans = [];
  const ASLEEP = 120000; // milliseconds without a tick, not even of a page in the background, that mean the machine slept
  let ticked = Date.now();

  const within = (seconds) => Math.min(Math.max(seconds, 0), length);
  const running = () => (player ? !player.paused && !player.ended : since !== null);
  const now = () => within(player ? player.currentTime : base + (since === null ? 0 : (Date.now() - since) / 1000));

  const text = (seconds) => {
    const whole = Math.floor(seconds);
    const hours = Math.floor(whole / 3600);
    const two = (number) => String(number).padStart(2, "0");
    const minutes = Math.floor(whole / 60) % 60;
    return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
  };

  const read = (written) => {
    const match = /^(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5})$/.exec(written.trim());
    return match ? Number(match[1] || 0) * 3600 + Number(match[2] || 0) * 60 + Number(match[3]) : null;
  };

  const close = () => {
    if (began !== null && last > began) spans.push([Math.floor(began), Math.min(Math.ceil(last), Math.floor(length))]);
    began = null;
  };

  const keep = () => {
    try {
      if (!player) sessionStorage.setItem(KEY, JSON.stringify({ base, since }));
    } catch (error) {
      // Without a store the clock starts anew on the next page.
    }
  };

  // The clock goes on while the machine sleeps, but nobody watched meanwhile: what was watched ends with the last tick.
  const wake = () => {
    if (!player && began !== null && Date.now() - ticked > ASLEEP) {
      close();
      began = now();
    }
    ticked = Date.now();
  };

  const tick = () => {
    wake();
    const at = now();
    if (!running()) {
      if (began !== null) close();
    } else if (began === null) {
      began = at;
    } else if (player && Math.abs(at - last) > JUMP) {
      close();
      began = at;
    }
    last = at;
    if (!player && running() && at >= length) stop();
    find("face").textContent = text(at);
    find("run").textContent = running() ? words.pause : words.play;
    document.dispatchEvent(new CustomEvent("cg-tick", { detail: at }));
  };

  const stop = () => {
    wake();
    last = now();
    close();
    base = last;
    since = null;
    keep();
  };

  const run = () => {
    if (player) {
      if (player.paused) player.play();
      else player.pause();
    } else if (since === null) {
      since = Date.now();
      keep();
    } else {
      stop();
    }
    tick();
  };

  const set = (seconds) => {
    if (player) {
      player.currentTime = within(seconds);
    } else {
      wake();
      last = now();
      close();
      base = within(seconds);
      since = since === null ? null : Date.now();
      keep();
    }
    tick();
  };

  const takeSpans = () => {
    wake();
    const wasOn = began !== null;
    if (wasOn) {
      last = now();
      close();
      began = last;
    }
    const taken = spans;
    spans = [];
    return taken;
  };

  try {
    const kept = player ? null : JSON.parse(sessionStorage.getItem(KEY) || "null");
    if (kept) [base, since] = [Number(kept.base) || 0, kept.since === null ? null : Number(kept.since)];
  } catch (error) {
    // Begin at nought.
  }
  document.querySelectorAll("[data-with-clock]").forEach((node) => (node.hidden = false));
  document.querySelectorAll("[data-without-clock]").forEach((node) => (node.hidden = true));
  find("run").addEventListener("click", run);
  find("back").addEventListener("click", () => set(now() - STEP));
  find("forth").addEventListener("click", () => set(now() + STEP));
  find("set").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = find("set").querySelector("input");
    const seconds = read(field.value);
    field.setAttribute("aria-invalid", String(seconds === null));
    if (seconds !== null) set(seconds);
  });
  window.setInterval(tick, 250);
  tick();
  window.cgClock = { now, run, set, text, read, running, takeSpans, step: STEP };
})();
