/* Offers the scenes of a case by name where the next scene is asked for, and follows a scene that gets another key.
   Without it the key is typed: the field that is sent stays the same. */
(() => {
  const FIELD = 'input[data-cg-next-scene]';
  const SCENE_KEY = /^(.*-scenes)-(\d+)-value-key$/;
  const keys = new Map(); // name of a scene's key field -> the key it had last

  const caseOf = (name) => (name.match(/^(.*?-scenes)-\d+-/) || [])[1];
  const named = (name) => document.getElementsByName(name)[0];

  const scenesOf = (prefix) => {
    const found = [];
    document.querySelectorAll(`input[name^="${prefix}-"][name$="-value-key"]`).forEach((field) => {
      const match = field.name.match(SCENE_KEY);
      if (!match || match[1] !== prefix) return;
      const gone = named(`${prefix}-${match[2]}-deleted`);
      if (gone && gone.value) return;
      const order = named(`${prefix}-${match[2]}-order`);
      const words = named(`${prefix}-${match[2]}-value-narrative`);
      found.push({
        key: field.value.trim(),
        words: words ? words.value.trim().replace(/\s+/g, ' ').slice(0, 60) : '',
        order: order ? Number(order.value) : 0,
      });
    });
    return found.filter((scene) => scene.key).sort((a, b) => a.order - b.order);
  };

  const option = (value, words, chosen) => new Option(words, value, false, chosen);

  const fill = (select, field) => {
    const scenes = scenesOf(caseOf(field.name));
    const options = [option('', field.dataset.end, !field.value)];
    scenes.forEach(({ key, words }) => options.push(option(key, words ? `${key}: ${words}` : key, key === field.value)));
    if (field.value && !scenes.some(({ key }) => key === field.value)) {
      options.push(option(field.value, `${field.value} (${field.dataset.gone})`, true));
    }
    const same = select.options.length === options.length
      && options.every((one, at) => select.options[at].value === one.value && select.options[at].text === one.text);
    if (!same) select.replaceChildren(...options);
    select.value = field.value;
  };

  const tell = (field) => {
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  };

  const attach = (field) => {
    if (field.dataset.cgAttached || !caseOf(field.name)) return;
    field.dataset.cgAttached = 'yes';
    const select = document.createElement('select');
    select.id = `${field.id}-by-name`;
    const help = field.getAttribute('aria-describedby');
    if (help) select.setAttribute('aria-describedby', help);
    const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    if (label) label.htmlFor = select.id;
    field.hidden = true;
    field.after(select);
    fill(select, field);
    select.addEventListener('focus', () => fill(select, field));
    select.addEventListener('change', () => {
      field.value = select.value;
      tell(field);
    });
  };

  const each = (prefix, work) => {
    document.querySelectorAll(`${FIELD}[name^="${prefix}-"]`).forEach((field) => {
      const select = document.getElementById(`${field.id}-by-name`);
      if (select) work(field, select);
    });
  };

  const rename = (keyField) => {
    const [, prefix] = keyField.name.match(SCENE_KEY);
    const was = keys.get(keyField.name);
    const now = keyField.value.trim();
    keys.set(keyField.name, now);
    const stillThere = scenesOf(prefix).some(({ key }) => key === was);
    each(prefix, (field, select) => {
      if (was && now && was !== now && !stillThere && field.value === was) {
        field.value = now;
        tell(field);
      }
      fill(select, field);
    });
  };

  const look = () => {
    document.querySelectorAll(FIELD).forEach(attach);
    document.querySelectorAll('input[name*="-scenes-"][name$="-value-key"]').forEach((field) => {
      if (SCENE_KEY.test(field.name) && !keys.has(field.name)) keys.set(field.name, field.value.trim());
    });
  };

  document.addEventListener('change', (event) => {
    const { name } = event.target;
    if (!name || !name.includes('-scenes-')) return;
    if (SCENE_KEY.test(name)) rename(event.target);
    else if (name.endsWith('-value-narrative')) each(caseOf(name), (field, select) => fill(select, field));
  });
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener('DOMContentLoaded', look);
  look();
})();
