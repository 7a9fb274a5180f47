/* Shows each note of a screening at its second, beside a video that we may show or beside a clock for one that we may not,
   or that does not load here. Serious notes stop the video or the clock and take the focus; others are only read out. A
   note that was passed over is shown too, unless it was shown in an earlier sitting. What was shown, and how, is sent to
   the server, which decides when the step is done. Without this script the notes stand in a list with a form. */
(() => {
  const screen = document.querySelector('[data-screen]');
  if (!screen) return;
  const find = (name) => screen.querySelector(`[data-${name}]`);
  const say = (words) => { find('said').textContent = words; };
  const form = document.querySelector('[data-read]');
  const now = find('now');
  const video = find('video');
  const notes = [...document.querySelectorAll('[data-note]')].map((element) => ({
    element,
    id: element.dataset.note,
    start: Number(element.dataset.start),
    end: Number(element.dataset.end),
    pauses: element.dataset.mode === 'pause',
  })).sort((one, other) => one.start - other.start);
  const LATE = 3; // seconds after which a note is passed over rather than shown at its second
  const STAYS = 30; // seconds for which a note that does not stop stays after its passage
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
    return {
      get currentTime() { return since ? at + (Date.now() - since) / 1000 : at; },
      set currentTime(value) { at = Math.max(0, value); since = since ? Date.now() : 0; told(); },
      get paused() { return !since; },
      play() { if (since) return; since = Date.now(); ticking = window.setInterval(told, 250); told(); },
      pause() { at = this.currentTime; since = 0; window.clearInterval(ticking); told(); },
      addEventListener(_name, listener) { listeners.push(listener); },
    };
  })();
  let source = video || clock;

  /* What the server knows was shown, and what it has still to be told (how, by note): that goes along with the next. */
  const boxOf = (id) => document.getElementById(`read-${id}`);
  const kept = new Set(notes.map((note) => note.id).filter((id) => !form || boxOf(id)?.disabled));
  const untold = new Map();
  const keep = (shown, how) => {
    if (!form) return;
    shown.filter((note) => !kept.has(note.id)).forEach((note) => untold.set(note.id, how(note)));
    ['played', 'passed'].forEach((how) => tell(how, [...untold.keys()].filter((id) => untold.get(id) === how)));
  };
  const tell = (how, ids) => {
    if (!ids.length) return;
    const body = new URLSearchParams(ids.map((id) => ['note', id]));
    body.set('how', how);
    const token = form.querySelector('[name="csrfmiddlewaretoken"]').value;
    fetch(screen.dataset.notesUrl, { method: 'POST', body, headers: { 'X-CSRFToken': token } })
      .then((answer) => answer.json().then((told) => {
        if (!answer.ok) return say(told.refused || screen.dataset.lost);
        if (find('said').textContent === screen.dataset.lost) say('');
        form.querySelector('[data-left]').textContent = told.said;
        return ids.forEach((id) => {
          kept.add(id);
          untold.delete(id);
          const box = boxOf(id);
          if (box) [box.checked, box.disabled] = [true, true];
        });
      }))
      .catch(() => say(screen.dataset.lost));
  };
  window.addEventListener('online', () => keep([]));

  /* What fills the whole screen would hide the notes below it. */
  const leaveFullScreen = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (video && video.webkitDisplayingFullscreen) video.webkitExitFullscreen();
  };

  let leaves = Infinity; // the second after which a note that does not stop is put away
  const put = (shown, passed) => {
    find('now-notes').replaceChildren(...shown.map((note) => {
      const copy = note.element.cloneNode(true);
      [...copy.querySelectorAll('[id]'), copy].forEach((element) => element.removeAttribute('id'));
      copy.removeAttribute('data-note');
      copy.querySelectorAll('[data-go]').forEach((button) => button.remove());
      return copy;
    }));
    find('now-heading').textContent = shown.some(passed) ? screen.dataset.skippedText : screen.dataset.nowText;
    now.hidden = false;
    leaveFullScreen();
    const stops = shown.some((note) => note.pauses);
    find('go-on').hidden = !stops;
    leaves = stops ? Infinity : Math.max(source.currentTime, ...shown.map((note) => note.end)) + STAYS;
    if (stops) {
      source.pause();
      now.focus();
    } else {
      find('spoken').textContent = find('now-notes').textContent.replace(/\s+/g, ' ').trim();
    }
    keep(shown, (note) => (passed(note) ? 'passed' : 'played'));
  };

  /* A note is due once its second is reached or passed; going back lets it come again. One that was kept and now passed
     over is left alone: who goes on with a long film tomorrow meets what is new. */
  let before = -1;
  const seen = new Set();
  const look = (until) => {
    const at = until || source.currentTime;
    const back = at < before - 0.3;
    if (back) notes.filter((note) => note.end >= at).forEach((note) => seen.delete(note.id));
    const from = back ? at - 0.5 : before;
    const here = Math.min(at, source.currentTime);
    const passed = (note) => note.end < here && here - note.start > LATE;
    const due = notes.filter((note) => !seen.has(note.id) && note.start <= at && (note.start > from || note.end >= at))
      .filter((note) => !passed(note) || !kept.has(note.id));
    before = here;
    if ((back || here > leaves) && find('go-on').hidden && !now.contains(document.activeElement)) now.hidden = true;
    if (!due.length) return;
    due.forEach((note) => seen.add(note.id));
    put(due, passed);
  };

  const goTo = (note) => {
    seen.delete(note.id);
    before = note.start - 0.1;
    source.currentTime = note.start;
    look();
    now.focus();
  };

  /* Starting it again by its own controls is going on, too. */
  const goneOn = () => {
    if (!find('go-on').hidden) now.hidden = true;
  };
  find('go-on').addEventListener('click', () => {
    now.hidden = true;
    if (!source.ended) source.play();
    (source === video ? video : find('run')).focus();
  });
  const run = find('run');
  clock.addEventListener('timeupdate', () => {
    find('time').textContent = written(clock.currentTime);
    run.textContent = clock.paused ? screen.dataset.startText : screen.dataset.stopText;
    look();
  });
  run.addEventListener('click', () => {
    if (clock.paused) {
      goneOn();
      clock.play();
    } else {
      clock.pause();
    }
    say(clock.paused ? screen.dataset.stopped : screen.dataset.started);
  });
  screen.querySelectorAll('[data-jump]').forEach((button) => button.addEventListener('click', () => {
    clock.currentTime += Number(button.dataset.jump);
  }));
  find('set').addEventListener('submit', (event) => {
    event.preventDefault();
    const found = /^(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)$/.exec(event.target.time.value.trim());
    if (!found) return say(screen.dataset.badTime);
    say('');
    clock.currentTime = Number(found[1] || 0) * 3600 + Number(found[2]) * 60 + Number(found[3]);
    return undefined;
  });

  const useClock = () => {
    source = clock;
    find('elsewhere').hidden = false;
    find('clock').hidden = false;
    if (!video) return;
    video.pause();
    find('film').hidden = true;
    clock.currentTime = video.currentTime;
  };
  if (video) {
    const blocked = () => {
      useClock();
      say(screen.dataset.blocked);
    };
    video.addEventListener('error', blocked);
    find('use-clock').hidden = false;
    find('use-clock').addEventListener('click', () => {
      useClock();
      run.focus();
    });
    if (video.error) blocked(); // its network state says the same for a moment before it begins to load at all
    ['timeupdate', 'seeked'].forEach((name) => video.addEventListener(name, () => { if (!video.seeking) look(); }));
    video.addEventListener('ended', () => look(Infinity));
    video.addEventListener('play', goneOn);
  } else {
    useClock();
  }

  /* A reload loses the place no more than the notes: what was shown before it does not come again by itself. */
  const PLACE = `cg-screening:${location.pathname}`;
  const store = (action) => {
    try {
      return action(sessionStorage);
    } catch (error) {
      return null; // without a store it begins anew
    }
  };
  const goOnFrom = (place) => {
    if (!(place > 0)) return;
    notes.filter((note) => note.start <= place).forEach((note) => seen.add(note.id));
    before = place;
    source.currentTime = place;
  };
  goOnFrom(Number(store((shelf) => shelf.getItem(PLACE))));
  const remember = () => store((shelf) => shelf.setItem(PLACE, String(source.ended ? 0 : source.currentTime)));
  window.addEventListener('pagehide', remember);
  document.addEventListener('visibilitychange', remember);

  notes.forEach((note) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'usa-button usa-button--unstyled';
    button.dataset.go = '';
    button.textContent = `${screen.dataset.goText}: ${written(note.start)}`;
    button.addEventListener('click', () => goTo(note));
    note.element.append(button);
  });
})();
