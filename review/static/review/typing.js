// Typing a transcript beside the clock: a line begins when somebody begins to write it, and ends when they send it.
(() => {
  "use strict";
  const form = document.querySelector("[data-line-form]");
  const clock = window.cgClock;
  if (!form || !clock) return;
  const { start, end, text } = form.elements;
  const LATE = 1; // seconds between hearing and writing

  text.addEventListener("input", () => {
    if (!clock.running() || form.dataset.begun) return;
    form.dataset.begun = "yes";
    start.value = clock.text(Math.max(clock.now() - LATE, 0));
  });
  start.addEventListener("input", () => (form.dataset.begun = "yes"));
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    finish();
    form.requestSubmit();
  });
  const finish = () => {
    if (!end.value && clock.running()) end.value = clock.text(clock.now());
  };
  form.querySelector('[type="submit"]').addEventListener("click", finish);
  if (location.hash === "#line-form") text.focus();
})();
