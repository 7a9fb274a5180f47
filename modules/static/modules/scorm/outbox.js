// Commits on their way: one in flight, in order, kept on the device until the server has them.
(() => {
  const { Drawer } = window.commonGround;
  const MOST_KEEPALIVE = 60000; // browsers send no more than 64 kB after a page is gone
  const WAITS = [2000, 5000, 15000, 30000];
  const FINAL = new Set([400, 404, 409, 413]);

  class Outbox {
    constructor(kept, tell) {
      this.drawer = new Drawer(kept);
      this.tell = tell;
      this.queue = [];
      this.flying = null;
      this.tries = 0;
      this.opens = 0; // of the page that is open
      this.stopped = false;
      this.closing = false;
      this.idle = [];
    }

    async restore() {
      this.queue = await this.drawer.open();
      this.send();
    }

    // A page was opened here: from now on this window is the one that may commit, and nothing of an opening before it.
    begin(opens) {
      this.opens = opens;
      this.stopped = false;
      const late = this.queue.filter((entry) => entry.opens !== opens);
      late.forEach((entry) => this.drop(entry));
      if (late.length) this.tell.refused("too-late");
    }

    get empty() {
      return !this.queue.length || this.stopped;
    }

    // The newest entry that can still take more: one that was sent before may have arrived, so it stays as it is.
    get open() {
      const last = this.queue.at(-1);
      return last && !last.sent && !last.body.terminate ? last : null;
    }

    add(opens, body) {
      const entry = { opens, body };
      this.queue.push(entry);
      this.drawer.put(entry);
      if (this.closing) this.post(entry);
      else this.send();
    }

    renew(entry) {
      this.drawer.put(entry);
      this.send();
    }

    // Resolves when all is with the server, or it is known that it cannot be now.
    drained(most) {
      if (this.empty) return Promise.resolve(true);
      return new Promise((done) => {
        this.idle.push(done);
        setTimeout(() => done(this.empty), most);
      });
    }

    async send() {
      if (this.flying || this.stopped || !this.queue.length) return;
      clearTimeout(this.timer);
      const entry = this.queue[0];
      this.flying = entry;
      this.tell.sending();
      const answer = await this.post(entry);
      this.flying = null;
      this.settle(entry, answer);
    }

    async post(entry) {
      entry.sent = true;
      const body = JSON.stringify(entry.body);
      try {
        const response = await fetch(`commit/${entry.opens}`, {
          method: "POST", body, headers: { "Content-Type": "application/json" },
          credentials: "omit", cache: "no-store", keepalive: body.length < MOST_KEEPALIVE,
        });
        return { status: response.status, told: await response.json().catch(() => ({})) };
      } catch {
        return { status: 0, told: {} };
      }
    }

    settle(entry, { status, told }) {
      if (status === 200) {
        this.tries = 0;
        this.drop(entry);
        this.tell.saved(told);
      } else if (status === 409 && this.mended(entry, told)) {
        this.tell.lost();
      } else if (status === 410) {
        this.stopped = true;
        this.tell.refused("expired");
      } else if (FINAL.has(status)) {
        this.refused(entry, told.code ?? "refused");
      } else {
        this.tell.offline();
        this.timer = setTimeout(() => this.send(), WAITS[Math.min(this.tries, WAITS.length - 1)]);
        this.tries += 1;
        return;
      }
      if (this.empty) this.idle.splice(0).forEach((done) => done(true));
      this.send();
    }

    // Whether the entry can be taken if it comes again, without what did not fit, or as the next one after a loss.
    mended(entry, { code, element, seq }) {
      if (code === "bad-change") return this.without(entry, element);
      if (code !== "commit-missing" || !Number.isInteger(seq) || seq >= entry.body.seq - 1) return false;
      this.queue.filter((other) => other.opens === entry.opens).forEach((other, at) => {
        other.body.seq = seq + 1 + at;
        this.drawer.put(other);
        this.tell.renumbered(other.opens, other.body.seq);
      });
      return true;
    }

    without(entry, element) {
      const before = entry.body.changes.length;
      entry.body.changes = entry.body.changes.filter(([path]) => path !== element);
      if (entry.body.changes.length === before) return false;
      this.drawer.put(entry);
      return true;
    }

    // Where it was opened elsewhere since, nothing of that opening can be kept any more.
    refused(entry, code) {
      const over = code === "opened-elsewhere";
      this.queue.filter((other) => other === entry || (over && other.opens === entry.opens)).forEach((other) => this.drop(other));
      if (over && entry.opens === this.opens) this.stopped = true;
      this.tell.refused(over && !this.stopped ? "too-late" : code);
    }

    drop(entry) {
      this.queue = this.queue.filter((other) => other !== entry);
      this.drawer.remove(entry);
    }

    // The page goes away: everything is sent at once, in order; what does not arrive waits on the device.
    lastCall() {
      this.closing = true;
      for (const entry of this.queue) if (entry !== this.flying) this.post(entry);
    }
  }

  window.commonGround = { ...window.commonGround, Outbox };
})();
