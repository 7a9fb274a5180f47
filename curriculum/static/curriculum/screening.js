/* Shows each note of a screening at its second, beside a video that we may show or beside a clock for one that we may not,
   or that does not load here. Serious notes stop the video or the clock and take the focus; others are only read out. A
   note that was skipped is shown too. What was shown is sent to the server, which decides when the step is done. Without
   this script the notes stand in a list with a form. */
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

  /* What fills the whole screen would hide the notes below it. */
  const leaveFullScreen = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (video && video.webkitDisplayingFullscreen) video.webkitExitFullscreen();
  };

  const put = (shown, skipped) => {
    find('now-notes').replaceChildren(...shown.map((note) => {
      const copy = note.element.cloneNode(true);
      [...copy.querySelectorAll('[id]'), copy].forEach((element) => element.removeAttribute('id'));
      copy.removeAttribute('data-note');
      copy.querySelectorAll('[data-go]').forEach((button) => button.remove());
      return copy;
    }));
    find('now-heading').textContent = skipped ? screen.dataset.skippedText : screen.dataset.nowText;
    now.hidden = false;
    leaveFullScreen();
    const stops = shown.some((note) => note.pauses);
    find('go-on').hidden = !stops;
    if (stops) {
      source.pause();
      now.focus();
    } else {
      find('spoken').textContent = find('now-notes').textContent.replace(/\s+/g, ' ').trim();
    }
    keep(shown.map((note) => note.id));
  };

  /* A note is due once its second is reached or passed; going back lets it come again. */
  let before = -1;
  const seen = new Set();
  const look = (until) => {
    const at = until || source.currentTime;
    const back = at < before - 0.3;
    if (back) notes.filter((note) => note.end >= at).forEach((note) => seen.delete(note.id));
    const from = back ? at - 0.5 : before;
    const due = notes.filter((note) => !seen.has(note.id) && note.start <= at && (note.start > from || note.end >= at));
    before = Math.min(at, source.currentTime);
    if (!due.length) return;
    due.forEach((note) => seen.add(note.id));
    put(due, due.some((note) => note.end < at && at - note.start > 3));
  };

  const goTo = (note) => {
    seen.delete(note.id);
    before = note.start - 0.1;
    source.currentTime = note.start;
    look();
    now.focus();
  };

  find('go-on').addEventListener('click', () => {
    now.hidden = true;
    source.play();
    (source === video ? video : find('run')).focus();
  });
  const run = find('run');
  clock.addEventListener('timeupdate', () => {
    find('time').textContent = written(clock.currentTime);
    run.textContent = clock.paused ? screen.dataset.startText : screen.dataset.stopText;
    look();
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
    if (video.error || video.networkState === HTMLMediaElement.NETWORK_NO_SOURCE) blocked();
    ['timeupdate', 'seeked'].forEach((name) => video.addEventListener(name, () => { if (!video.seeking) look(); }));
    video.addEventListener('ended', () => look(Infinity));
  } else {
    useClock();
  }
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
