"use strict";
/* A lesson counts as read when its reader says so. */
(() => {
  const button = document.getElementById("read");
  const done = document.getElementById("done");
  const alone = document.getElementById("alone");
  const report = window.commonGround;

  const show = () => {
    button.hidden = true;
    done.hidden = false;
  };

  report.start(({ kept, connected }) => {
    alone.hidden = connected;
    button.disabled = false;
    if (kept === "1") show();
    button.addEventListener("click", () => {
      report.keep("1", "end");
      report.say({ completed: true, progress: 1 });
      report.commit();
      show();
      done.focus();
    });
  });
})();
