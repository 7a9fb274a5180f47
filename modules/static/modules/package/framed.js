"use strict";
/* Inside a thin package: what a page reports goes to the page around it, if that is one of the licence's own. */
window.commonGround = (() => {
  const { step, steps, origins } = document.documentElement.dataset;
  const allowed = JSON.parse(origins);
  const PATIENCE = 5000;
  let around = "";

  const send = (message) => around && window.parent.postMessage({ commonGround: 1, step, ...message }, around);

  const start = (then) => {
    let begun = false;
    const begin = (found) => {
      if (begun) return;
      begun = true;
      then(found);
    };
    if (window.parent === window) return begin({ kept: "", connected: false });
    window.addEventListener("message", (event) => {
      if (event.source !== window.parent || !allowed.includes(event.origin)) return;
      const message = event.data;
      if (!message || message.commonGround !== 1) return;
      if (message.type === "hello") {
        around = event.origin;
        send({ type: "open", steps: JSON.parse(steps) });
      } else if (message.type === "kept") {
        begin({ kept: String(message.kept || ""), connected: message.connected === true });
      }
    });
    return window.setTimeout(() => begin({ kept: "", connected: false }), PATIENCE);
  };

  return {
    start,
    keep: (text) => send({ type: "keep", text }),
    say: (say) => send({ type: "say", say }),
    answer: (given) => send({ type: "answer", given }),
    commit: () => send({ type: "commit" }),
  };
})();
