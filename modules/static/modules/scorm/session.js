// One page at work: collects what it sets, counts its time, and hands over commits.
(() => {
  const SESSION = { "1.2": "cmi.core.session_time", 2004: "cmi.session_time" };
  const GATHER = 1500; // milliseconds in which several commits become one
  const AUTOSAVE = 60000;
  const MOST_CHANGES = 1000; // in one commit; the server takes twice as many
  const MOST_LETTERS = 150000; // so that it stays below a megabyte however they are written

  const two = (number) => String(number).padStart(2, "0");
  const duration = (standard, milliseconds) => {
    const all = Math.floor(milliseconds / 10);
    const [hours, minutes, seconds] = [Math.floor(all / 360000), Math.floor(all / 6000) % 60, (all % 6000) / 100];
    if (standard === "2004") return `PT${hours}H${minutes}M${Number(seconds.toFixed(2))}S`;
    return `${String(hours).padStart(4, "0")}:${two(minutes)}:${seconds.toFixed(2).padStart(5, "0")}`;
  };

  const letters = (changes) => changes.reduce((sum, [path, value]) => sum + path.length + value.length, 0);
  const fits = (changes) => changes.length <= MOST_CHANGES && letters(changes) <= MOST_LETTERS;

  const parts = (changes) => {
    const found = [[]];
    let left = MOST_LETTERS;
    for (const change of changes) {
      const length = letters([change]);
      if (found.at(-1).length && (found.at(-1).length === MOST_CHANGES || length > left)) {
        found.push([]);
        left = MOST_LETTERS;
      }
      found.at(-1).push(change);
      left -= length;
    }
    return found;
  };

  class Session {
    constructor({ standard, page, outbox }) {
      Object.assign(this, { standard, page, outbox });
      this.seq = page.seq;
      this.pending = new Map();
      this.own = "";
      this.begun = performance.now();
      this.over = false;
      this.autosave = setInterval(() => this.flush(), AUTOSAVE);
    }

    changed(path, value) {
      if (path === SESSION[this.standard]) this.own = value;
      else this.pending.set(path, value);
    }

    committed() {
      this.timer ??= setTimeout(() => this.flush(), GATHER);
    }

    ended() {
      this.flush(true);
      this.stop();
    }

    stop() {
      this.over = true;
      clearInterval(this.autosave);
      clearTimeout(this.timer);
    }

    flush(terminate = false) {
      clearTimeout(this.timer);
      this.timer = undefined;
      if (this.over || (!this.pending.size && !terminate)) return;
      const gathered = parts([...this.pending]);
      this.pending.clear();
      if (!this.outbox) return;
      const session_time = this.own || duration(this.standard, performance.now() - this.begun);
      gathered.forEach((changes, at) => {
        this.hand(changes, { session_time, terminate: terminate && at === gathered.length - 1 });
      });
    }

    hand(changes, told) {
      const waiting = this.outbox.open;
      const together = waiting?.opens === this.page.opens ? [...new Map([...waiting.body.changes, ...changes])] : null;
      if (together && fits(together)) {
        Object.assign(waiting.body, told, { changes: together });
        this.outbox.renew(waiting);
        return;
      }
      this.seq += 1;
      const { attempt, item: sco, opens } = this.page;
      this.outbox.add(opens, { attempt, sco, seq: this.seq, changes, ...told, nav: "" });
    }
  }

  window.commonGround = { ...window.commonGround, Session };
})();
