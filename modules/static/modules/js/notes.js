/* Shows the source, rule or word behind a link of the text beside it, on hover and on focus. Without it the link leads to
   the list at the end of the step, where the same stands. Escape puts it away; the pointer may rest on it. */
(() => {
  const LINKS = '.cg-cite a[href^="#note-"], a.cg-term[href^="#term-"]';
  const WAIT = 150;
  let shown = null;
  let leaving = 0;

  const hide = () => {
    window.clearTimeout(leaving);
    if (!shown) return;
    shown.link.removeAttribute('aria-describedby');
    shown.box.remove();
    shown = null;
  };

  const words = (link) => {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return null;
    const source = target.tagName === 'DT' ? target.nextElementSibling : target;
    return source && source.textContent.trim().replace(/\s+/g, ' ');
  };

  const show = (link) => {
    window.clearTimeout(leaving);
    if (shown && shown.link === link) return;
    hide();
    const text = words(link);
    if (!text) return;
    const box = document.createElement('span');
    box.className = 'cg-peek';
    box.id = 'cg-peek';
    box.setAttribute('role', 'tooltip');
    box.textContent = text;
    link.after(box);
    link.setAttribute('aria-describedby', box.id);
    shown = { link, box };
    const over = box.getBoundingClientRect().right - document.documentElement.clientWidth + 8;
    if (over > 0) box.style.setProperty('margin-inline-start', `${-over}px`);
  };

  const leave = () => {
    window.clearTimeout(leaving);
    leaving = window.setTimeout(hide, WAIT);
  };

  const linkOf = (event) => (event.target.closest ? event.target.closest(LINKS) : null);

  document.addEventListener('mouseover', (event) => {
    const link = linkOf(event);
    if (link) show(link);
    else if (shown && shown.box.contains(event.target)) window.clearTimeout(leaving);
    else if (shown && document.activeElement !== shown.link) leave();
  });
  document.addEventListener('focusin', (event) => {
    const link = linkOf(event);
    if (link) show(link);
    else hide();
  });
  document.addEventListener('focusout', leave);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hide();
  });
})();
