// The way out of a package: it is given time to keep what was done. Messages are hints only; the server is asked.
"use strict";

(() => {
  const run = document.querySelector("[data-origin]");
  const frame = run.querySelector("iframe");
  const { origin, step } = run.dataset;
  const MOST = 5000;

  const leave = () => location.assign(step);
  run.querySelector("[data-leave]").addEventListener("click", (event) => {
    event.preventDefault();
    frame.contentWindow.postMessage({ commonGround: "leave" }, origin);
    setTimeout(leave, MOST);
  });
  window.addEventListener("message", (event) => {
    if (event.origin !== origin || event.source !== frame.contentWindow) return;
    if (["left", "ended"].includes(event.data?.commonGround)) leave();
  });
  run.scrollIntoView();
})();
