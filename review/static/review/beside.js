// Puts each report that waits for an answer beside the passage that it is about. The list below holds them all without it.
(() => {
  "use strict";
  for (const row of document.querySelectorAll("[data-report-at]")) {
    const place = document.getElementById(row.dataset.reportAt);
    if (!place) continue;
    const note = document.createElement("div");
    note.className = "cg-callout cg-callout--caution";
    const words = document.createElement("p");
    words.append(...[...row.cloneNode(true).childNodes].filter((node) => !(node.dataset && "toPlace" in node.dataset)));
    note.append(words);
    place.append(note);
  }
})();
