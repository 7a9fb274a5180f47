/* Brings what stands beside the fields up to date after each save. Without it the same stands there as of opening. */
(() => {
  const WAIT = 800;
  let waiting = 0;

  const refresh = () => {
    document.querySelectorAll('[data-cg-beside]').forEach(async (part) => {
      try {
        const answer = await fetch(part.dataset.cgBeside, { headers: { 'X-Requested-With': 'XMLHttpRequest' } });
        if (answer.ok) part.innerHTML = await answer.text();
      } catch {
        // The next save asks again.
      }
    });
  };

  document.addEventListener('w-autosave:success', () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(refresh, WAIT);
  });

  // A link to a block of this very page opens the tab in which the block stands.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('[data-cg-beside] a[href*="#block-"]');
    if (!link || new URL(link.href).pathname !== window.location.pathname) return;
    const block = document.getElementById(new URL(link.href).hash.slice(1));
    const tab = block && block.closest('[role="tabpanel"]');
    if (!tab) return;
    const opener = document.getElementById(tab.getAttribute('aria-labelledby'));
    if (opener) opener.click();
    window.setTimeout(() => {
      block.scrollIntoView({ block: 'center' });
      const field = block.querySelector('input:not([type="hidden"]), textarea, [contenteditable="true"], button');
      if (field) field.focus({ preventScroll: true });
    }, 50);
  });
})();
