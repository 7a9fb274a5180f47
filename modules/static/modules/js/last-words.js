/* The editor writes what was typed into its field a quarter of a second after the last key. A form that is sent sooner,
   by the keys for saving say, would leave those letters out: it waits for them. */
(() => {
  const SETTLES = 300;
  let touched = -Infinity;

  const touch = (event) => {
    if (event.target.closest('.Draftail-Editor')) touched = event.timeStamp;
  };
  ['keydown', 'input', 'paste', 'cut', 'drop', 'pointerup'].forEach((kind) => document.addEventListener(kind, touch, true));

  document.addEventListener(
    'submit',
    (event) => {
      const { target: form, submitter, timeStamp } = event;
      if (timeStamp - touched > SETTLES || !form.querySelector('.Draftail-Editor')) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      window.setTimeout(() => {
        // Buttons are switched off while a form is sent, and a button that is off is not sent.
        if (submitter) submitter.disabled = false;
        form.requestSubmit(submitter);
      }, SETTLES);
    },
    true,
  );
})();
