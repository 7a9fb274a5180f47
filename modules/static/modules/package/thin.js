"use strict";
/* A page of a few kilobytes: opens the edition on its site in a frame, keeps what it says, and reports it. */
(() => {
  const { site } = document.documentElement.dataset;
  const frame = document.getElementById("edition");
  const report = window.commonGround;
  const limit = document.documentElement.dataset.standard === "1.2" ? 4096 : 60000;
  let kept = {};
  let results = {};
  let steps = [];
  let online = false;

  const send = (message) => frame.contentWindow.postMessage({ commonGround: 1, ...message }, site);

  const read = (text) => {
    try {
      const found = JSON.parse(text);
      [kept, results] = [found.k || {}, found.r || {}];
    } catch {
      [kept, results] = [{}, {}];
    }
  };

  /* Where all of it is too long for the system, the answers of other steps go before their results do. */
  const save = (step) => {
    let text = JSON.stringify({ k: kept, r: results });
    if (text.length > limit) {
      kept = kept[step] ? { [step]: kept[step] } : {};
      text = JSON.stringify({ k: kept, r: results });
    }
    if (text.length <= limit) report.keep(text, step);
  };

  const summary = () => {
    const quizzes = steps.filter(([, quiz]) => quiz).map(([key]) => results[key]);
    const done = steps.filter(([key]) => results[key]?.c).length;
    const say = { completed: done === steps.length, progress: Math.round((100 * done) / steps.length) / 100 };
    if (quizzes.length && quizzes.every((found) => found && found.p !== undefined)) {
      say.percent = Math.floor(quizzes.reduce((sum, found) => sum + found.p, 0) / quizzes.length);
      say.passed = quizzes.every((found) => found.ok);
    }
    report.say(say);
  };

  const told = (step, say) => {
    const found = results[step] || {};
    if (say.completed === true) found.c = 1;
    if (Number.isFinite(say.percent) && say.percent >= 0 && say.percent <= 100) {
      found.p = Math.max(found.p ?? 0, Math.floor(say.percent));
      found.ok = found.ok || say.passed === true ? 1 : 0;
    }
    results[step] = found;
  };

  const open = (message) => {
    if (!Array.isArray(message.steps) || !message.steps.every((row) => Array.isArray(row) && typeof row[0] === "string")) return;
    steps = message.steps.map(([key, quiz]) => [key, Boolean(quiz)]);
    send({ type: "kept", kept: kept[message.step] || "", connected: online });
  };

  const word = (text) => typeof text === "string" && /^[A-Za-z0-9._-]{1,100}$/.test(text);
  const words = (list) => Array.isArray(list) && list.length < 40 && list.every(word);

  const answered = ({ given }) => {
    if (!given || !word(given.id) || !words(given.chosen) || !Array.isArray(given.right) || !given.right.every(words)) return;
    report.answer({ ...given, correct: given.correct === true, description: String(given.description || "") });
  };

  window.addEventListener("message", (event) => {
    if (event.origin !== site || event.source !== frame.contentWindow) return;
    const message = event.data;
    if (!message || message.commonGround !== 1 || !word(message.step)) return;
    if (message.type === "open") open(message);
    else if (message.type === "keep" && typeof message.text === "string" && message.text.length < limit) {
      kept[message.step] = message.text;
      save(message.step);
    } else if (message.type === "say" && message.say) {
      told(message.step, message.say);
      save(message.step);
      summary();
    } else if (message.type === "answer") answered(message);
    else if (message.type === "commit") report.commit();
  });

  frame.addEventListener("load", () => send({ type: "hello" }));
  report.start((found) => {
    online = found.connected;
    document.getElementById("alone").hidden = found.connected;
    read(found.kept);
    frame.src = frame.dataset.address;
  });
})();
