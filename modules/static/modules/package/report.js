"use strict";
/* Finds the training system's API (SCORM 1.2 or 2004), and reports to it. A page that finds none can still be read. */
window.commonGround = (() => {
  const wanted = document.documentElement.dataset.standard;
  const begun = Date.now();
  let api = null;
  let old = true;
  let ended = false;
  let writable = false;
  let lastAsked = Date.now();

  const search = (start) => {
    const names = wanted === "2004" ? ["API_1484_11", "API"] : ["API", "API_1484_11"];
    for (const name of names) {
      let frame = start;
      for (let up = 0; frame && up < 50; up += 1) {
        try {
          if (frame[name]) return [frame[name], name === "API"];
        } catch {
          break;
        }
        if (frame.parent === frame) break;
        frame = frame.parent;
      }
    }
    return null;
  };

  const find = () => {
    let opener = null;
    try {
      opener = window.opener || window.top.opener;
    } catch {
      opener = null;
    }
    return search(window) || (opener && search(opener));
  };

  const call = (name, ...values) => String(api[old ? `LMS${name}` : name](...values));
  const get = (name) => call("GetValue", name);
  const set = (name, value) => api && writable && call("SetValue", name, String(value)) !== "false";
  const two = (number) => String(number).padStart(2, "0");

  const span = (milliseconds) => {
    const seconds = Math.max(0, Math.round(milliseconds / 1000));
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    return old
      ? `${String(Math.min(hours, 9999)).padStart(4, "0")}:${two(minutes)}:${two(seconds % 60)}`
      : `PT${hours}H${minutes}M${seconds % 60}S`;
  };

  const end = () => {
    if (!api || ended) return;
    set(old ? "cmi.core.session_time" : "cmi.session_time", span(Date.now() - begun));
    set(old ? "cmi.core.exit" : "cmi.exit", "suspend");
    ended = true;
    call(old ? "Finish" : "Terminate", "");
  };

  const status = (say) => {
    if (!old) {
      if (say.completed !== undefined) set("cmi.completion_status", say.completed ? "completed" : "incomplete");
      if (say.passed !== undefined) set("cmi.success_status", say.passed ? "passed" : "failed");
      return;
    }
    if (say.passed !== undefined) set("cmi.core.lesson_status", say.passed ? "passed" : "failed");
    else if (say.completed !== undefined) set("cmi.core.lesson_status", say.completed ? "completed" : "incomplete");
  };

  /* Connects, and gives what was kept: an empty text where this is new. */
  const start = (then) => {
    const found = find();
    if (found) [api, old] = found;
    if (api && call("Initialize", "") === "false") api = null;
    if (!api) return then({ kept: "", connected: false });
    writable = !["review", "browse"].includes(get(old ? "cmi.core.lesson_mode" : "cmi.mode"));
    const kept = get("cmi.suspend_data");
    const known = get(old ? "cmi.core.lesson_status" : "cmi.completion_status");
    if (!kept && !["completed", "passed", "failed"].includes(known)) status({ completed: false });
    window.addEventListener("pagehide", end);
    return then({ kept, connected: true });
  };

  const keep = (text, place) => {
    set("cmi.suspend_data", text);
    if (place !== undefined) set(old ? "cmi.core.lesson_location" : "cmi.location", place);
  };

  const say = (what) => {
    if (what.percent !== undefined) {
      const name = old ? "cmi.core.score" : "cmi.score";
      set(`${name}.min`, 0);
      set(`${name}.max`, 100);
      set(`${name}.raw`, what.percent);
      if (!old) set(`${name}.scaled`, what.percent / 100);
    }
    if (!old && what.progress !== undefined) set("cmi.progress_measure", what.progress);
    status(what);
  };

  /* One answer: identifiers are short words of letters, figures, points, dashes and underscores. */
  const answer = (given) => {
    if (!api || !writable) return;
    const number = get("cmi.interactions._count") || "0";
    const name = `cmi.interactions.${number}`;
    const now = new Date();
    const between = (words) => (old ? words.join(",") : words.join("[,]"));
    set(`${name}.id`, given.id);
    set(`${name}.type`, "choice");
    if (old) set(`${name}.time`, `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`);
    else set(`${name}.timestamp`, `${now.toISOString().slice(0, 21)}Z`); // a zone stands only after a fraction
    given.right.forEach((words, n) => set(`${name}.correct_responses.${n}.pattern`, between(words)));
    set(`${name}.${old ? "student_response" : "learner_response"}`, between(given.chosen));
    set(`${name}.result`, given.correct ? "correct" : old ? "wrong" : "incorrect");
    set(`${name}.latency`, span(Date.now() - lastAsked));
    if (!old) set(`${name}.description`, given.description.slice(0, 240));
    lastAsked = Date.now();
  };

  const commit = () => api && call("Commit", "");

  return { start, keep, say, answer, commit };
})();
