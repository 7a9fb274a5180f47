// Typing a transcript beside the clock: a line begins when somebody begins to write it, and ends when they send it.
(() => {
  "use strict";
  const form = document.querySelector("[data-line-form]");
  const clock = window.cgClock;
  if (!form || !clock) return;
  const { start, end, text } = form.elements;
  const LATE = 1; // seconds between hearing and writing
  const free = clock.read(start.value) || 0; // where the line before ended

  text.addEventListener("input", () => {
    if (!clock.running() || form.dataset.begun) return;
    form.dataset.begun = "yes";
    const heard = Math.max(clock.now() - LATE, 0);
    start.value = clock.text(clock.now() < free - 3 ? heard : Math.max(heard, free));
  });
  start.addEventListener("input", () => (form.dataset.begun = "yes"));
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    finish();
    form.requestSubmit();
  });
  const finish = () => {
    if (!end.value && clock.running()) end.value = clock.text(Math.max(clock.now(), (clock.read(start.value) || 0) + 1));
  };
  form.querySelector('[type="submit"]').addEventListener("click", finish);
  // Going to the fragment takes the focus away again, so it is given once the page stands.
  if (location.hash === "#line-form") window.addEventListener("load", () => window.setTimeout(() => text.focus(), 0));
})();
