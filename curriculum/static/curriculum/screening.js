/* Shows each note of a screening at its second, beside a video that we may show or beside a clock for one that we may
   not. Serious notes stop the video or the clock and take the focus; others are only read out. What was shown is sent to
   the server, which decides when the step is done. Without this script the notes stand in a list with a form. */
(() => {
  const screen = document.querySelector('[data-screen]');
  if (!screen) return;
  const find = (name) => screen.querySelector(`[data-${name}]`);
  const say = (words) => { find('said').textContent = words; };
  const form = document.querySelector('[data-read]');
  const now = find('now');
  const notes = [...document.querySelectorAll('[data-note]')].map((element) => ({
    element,
    id: element.dataset.note,
    start: Number(element.dataset.start),
    end: Number(element.dataset.end),
    pauses: element.dataset.mode === 'pause',
  }));
  const written = (seconds) => {
    const whole = Math.floor(seconds);
    const pad = (number) => String(number).padStart(2, '0');
    const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
    return hours ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
  };

  /* The clock, with the same few words as a video. */
  const clock = (() => {
    let [at, since, ticking] = [0, 0, 0];
    const listeners = [];
    const told = () => listeners.forEach((listener) => listener());
    const self = {
      get currentTime() { return since ? at + (Date.now() - since) / 1000 : at; },
      set currentTime(value) { at = Math.max(0, value); since = since ? Date.now() : 0; told(); },
      get paused() { return !since; },
      play() { since = Date.now(); ticking = window.setInterval(told, 250); told(); },
      pause() { at = self.currentTime; since = 0; window.clearInterval(ticking); told(); },
      addEventListener(_name, listener) { listeners.push(listener); },
    };
    return self;
  })();
  const video = find('video');
  const source = video || clock;

  const keep = (ids) => {
    if (!form) return;
    const body = new URLSearchParams(ids.map((id) => ['note', id]));
    body.set('how', 'played');
    const token = form.querySelector('[name="csrfmiddlewaretoken"]').value;
    const failed = () => say(screen.dataset.lost);
    fetch(screen.dataset.notesUrl, { method: 'POST', body, headers: { 'X-CSRFToken': token } })
      .then((answer) => answer.json().then((told) => {
        if (!answer.ok) return say(told.refused || screen.dataset.lost);
        form.querySelector('[data-left]').textContent = told.said;
        return ids.forEach((id) => {
          const box = document.getElementById(`read-${id}`);
          if (box) [box.checked, box.disabled] = [true, true];
        });
      }))
      .catch(failed);
  };

  const put = (shown) => {
    const list = find('now-notes');
    list.replaceChildren(...shown.map((note) => {
      const copy = note.element.cloneNode(true);
      [...copy.querySelectorAll('[id]'), copy].forEach((element) => element.removeAttribute('id'));
      copy.removeAttribute('data-note');
      copy.querySelectorAll('[data-go]').forEach((button) => button.remove());
      return copy;
    }));
    now.hidden = false;
    const stops = shown.some((note) => note.pauses);
    find('go-on').hidden = !stops;
    if (stops) {
      source.pause();
      now.focus();
    }
    keep(shown.map((note) => note.id));
  };

  let before = -1;
  const seen = new Set();
  const look = () => {
    const at = source.currentTime;
    const jumped = at < before || at - before > 3;
    if (at < before) seen.clear();
    const from = jumped ? at - 0.5 : before;
    const due = notes.filter((note) => (note.start > from && note.start <= at) || (jumped && note.start <= at && note.end >= at));
    before = at;
    if (source.paused && !jumped) return;
    const fresh = due.filter((note) => jumped || !seen.has(note.id));
    fresh.forEach((note) => seen.add(note.id));
    if (fresh.length) put(fresh);
  };

  find('go-on').addEventListener('click', () => {
    now.hidden = true;
    source.play();
    (video || find('run')).focus();
  });
  source.addEventListener('timeupdate', look);
  if (video) {
    video.addEventListener('seeked', look);
  } else {
    const run = find('run');
    find('clock').hidden = false;
    clock.addEventListener('timeupdate', () => {
      find('time').textContent = written(clock.currentTime);
      run.textContent = clock.paused ? screen.dataset.startText : screen.dataset.stopText;
    });
    run.addEventListener('click', () => {
      if (clock.paused) clock.play(); else clock.pause();
      say(clock.paused ? screen.dataset.stopped : screen.dataset.started);
    });
    screen.querySelectorAll('[data-jump]').forEach((button) => button.addEventListener('click', () => {
      clock.currentTime += Number(button.dataset.jump);
    }));
    find('set').addEventListener('submit', (event) => {
      event.preventDefault();
      const found = /^(?:(\d{1,2}):)?(\d{1,3}):(\d{2})$/.exec(event.target.time.value.trim());
      if (!found) return say(screen.dataset.badTime);
      say('');
      clock.currentTime = Number(found[1] || 0) * 3600 + Number(found[2]) * 60 + Number(found[3]);
      return undefined;
    });
  }
  notes.forEach((note) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'usa-button usa-button--unstyled';
    button.dataset.go = '';
    button.textContent = `${screen.dataset.goText}: ${written(note.start)}`;
    button.addEventListener('click', () => {
      before = -1;
      seen.delete(note.id);
      source.currentTime = note.start;
      if (video) look();
    });
    note.element.append(button);
  });
})();
