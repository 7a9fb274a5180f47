// Copies the words a reader has selected into a report. Everything works without it.
(() => {
  "use strict";
  const WIDTH = 40;

  // The selected words with a little of what stands around them, without the numbers of notes.
  const quoteIn = (root) => {
    const selection = window.getSelection();
    if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!root.contains(range.commonAncestorContainer)) return null;
    const quote = words(range);
    if (!quote || quote.length > 2000) return null;
    const before = document.createRange();
    before.setStart(root, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const after = document.createRange();
    after.setStart(range.endContainer, range.endOffset);
    after.setEnd(root, root.childNodes.length);
    return { quote, before: words(before).slice(-WIDTH), after: words(after).slice(0, WIDTH) };
  };

  const words = (range) => {
    const part = range.cloneContents();
    part.querySelectorAll("sup.cg-cite, .cg-report-link").forEach((node) => node.remove());
    part.querySelectorAll("p, li, td, th, h2, h3, h4, dt, dd, br, div").forEach((node) => node.append(" "));
    return part.textContent.replace(/\s+/g, " ").trim();
  };

  // On the report form: selecting in the passage fills the field.
  const passage = document.querySelector("[data-flag-passage]");
  if (passage) {
    document.addEventListener("selectionchange", () => {
      const quote = quoteIn(passage);
      if (!quote) return;
      for (const [name, value] of Object.entries(quote)) {
        const field = document.querySelector(`[data-flag-quote="${name}"]`);
        if (field) field.value = value;
      }
    });
  }

  // On a reading page: the report link of a block takes along what is selected in that block.
  document.addEventListener("pointerdown", carry, true);
  document.addEventListener("focusin", carry);
  function carry(event) {
    const link = event.target instanceof Element ? event.target.closest(".cg-report-link a, a.cg-report-link") : null;
    const block = link && link.closest("[data-block]");
    if (!block) return;
    const url = new URL(link.href);
    ["quote", "before", "after", "start"].forEach((name) => url.searchParams.delete(name));
    const film = block.querySelector("video, audio");
    if (film && film.currentTime > 0) url.searchParams.set("start", String(Math.floor(film.currentTime)));
    for (const [name, value] of Object.entries(quoteIn(block) || {})) url.searchParams.set(name, value);
    link.href = url.href;
  }
})();
