// A page of our own example package: one question, reported to SCORM 1.2, resumed where it was left.
"use strict";

(() => {
  const find = (from) => {
    for (let at = from, up = 0; at && up < 10; at = at.parent, up += 1) {
      if (at.API) return at.API;
      if (at === at.parent) return null;
    }
    return null;
  };
  const api = find(window);
  const form = document.querySelector("form");
  const why = document.querySelector("[data-why]");
  const begun = Date.now();
  const set = (name, value) => api && api.LMSSetValue(name, value);
  const said = (seconds) => new Date(seconds * 1000).toISOString().slice(11, 19);

  const show = (key) => {
    const chosen = form.querySelector(`input[value="${key}"]`);
    if (!chosen) return;
    chosen.checked = true;
    why.hidden = false;
    why.querySelector("[data-verdict]").textContent = "right" in chosen.dataset ? why.dataset.right : why.dataset.wrong;
  };
  if (api) {
    api.LMSInitialize("");
    show(api.LMSGetValue("cmi.core.lesson_location"));
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = form.querySelector("input:checked");
    if (!chosen) return;
    show(chosen.value);
    const at = Number(api ? api.LMSGetValue("cmi.interactions._count") : 0);
    const right = "right" in chosen.dataset;
    set(`cmi.interactions.${at}.id`, form.id);
    set(`cmi.interactions.${at}.type`, "choice");
    set(`cmi.interactions.${at}.student_response`, chosen.value);
    set(`cmi.interactions.${at}.result`, right ? "correct" : "wrong");
    set(`cmi.interactions.${at}.latency`, `00${said((Date.now() - begun) / 1000)}`);
    set("cmi.core.lesson_location", chosen.value);
    set("cmi.core.score.min", "0");
    set("cmi.core.score.max", "100");
    set("cmi.core.score.raw", right ? "100" : "0");
    set("cmi.core.lesson_status", "completed");
    if (api) api.LMSCommit("");
  });
  window.addEventListener("pagehide", () => {
    set("cmi.core.exit", "suspend");
    if (api) api.LMSFinish("");
  });
})();
