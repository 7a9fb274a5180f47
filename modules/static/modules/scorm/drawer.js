// What is left on the device. All packages share this origin, so what one left is taken away before another begins, and
// commits that wait are sealed with the key of their run: another package can neither read them nor lay any beside them.
(() => {
  const KEPT = "common-ground-play";
  const OWNER = "common-ground-run";
  const NEVER = "Thu, 01 Jan 1970 00:00:00 GMT";

  const asked = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
    request.onblocked = () => failed(new Error("blocked"));
  });
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));

  // A device that keeps nothing (private browsing) still sends: what is kept is only a second chance.
  class Drawer {
    constructor({ label, key }) {
      this.label = label;
      this.secret = key;
      this.base = null;
      this.writing = Promise.resolve();
    }

    async open() {
      try {
        this.key = await crypto.subtle.importKey("raw", bytes(this.secret), "AES-GCM", false, ["encrypt", "decrypt"]);
        const request = indexedDB.open(KEPT, 1);
        request.onupgradeneeded = () => request.result.createObjectStore("commits", { keyPath: "key" });
        this.base = await asked(request);
        const rows = await asked(this.store("readonly").getAll());
        const found = await Promise.all(rows.filter((row) => row.label === this.label).map((row) => this.unsealed(row)));
        return found.filter(Boolean).sort((a, b) => a.opens - b.opens || a.body.seq - b.body.seq);
      } catch {
        this.base = null;
        return [];
      }
    }

    store(mode) {
      return this.base.transaction("commits", mode).objectStore("commits");
    }

    name(entry) {
      return `${this.label}/${entry.opens}/${entry.body.seq}`;
    }

    async sealed({ opens, body }) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const text = new TextEncoder().encode(JSON.stringify({ opens, body }));
      return { iv, held: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.key, text) };
    }

    async unsealed({ key, iv, held }) {
      try {
        const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, this.key, held);
        return { key, ...JSON.parse(new TextDecoder().decode(text)) };
      } catch {
        this.write(() => asked(this.store("readwrite").delete(key)));
        return null;
      }
    }

    // One after the other, so that what was said last is what stays.
    write(act) {
      if (this.base) this.writing = this.writing.then(act).catch(() => { /* nothing is kept here */ });
    }

    put(entry) {
      this.write(async () => {
        if (entry.gone) return;
        const held = await this.sealed(entry);
        const key = this.name(entry);
        if (entry.key && entry.key !== key) await asked(this.store("readwrite").delete(entry.key));
        entry.key = key;
        await asked(this.store("readwrite").put({ key, label: this.label, ...held }));
      });
    }

    remove(entry) {
      entry.gone = true;
      this.write(() => entry.key && asked(this.store("readwrite").delete(entry.key)));
    }
  }

  // `owner` is known to this run alone: whoever finds it here is the run that was here last.
  const tidy = async (owner) => {
    let mine = false;
    const shelves = [
      () => { mine = localStorage.getItem(OWNER) === owner; },
      () => mine || localStorage.clear(),
      () => mine || sessionStorage.clear(),
      () => {
        if (!mine) for (const part of document.cookie.split("; ")) document.cookie = `${part.split("=")[0]}=; path=/; expires=${NEVER}`;
      },
      async () => {
        if (!mine) for (const { name } of await indexedDB.databases()) if (name !== KEPT) indexedDB.deleteDatabase(name);
      },
      async () => {
        if (!mine) for (const name of await caches.keys()) await caches.delete(name);
      },
      async () => {
        const files = mine ? null : await navigator.storage.getDirectory();
        if (files) for await (const name of files.keys()) await files.removeEntry(name, { recursive: true });
      },
      () => localStorage.setItem(OWNER, owner),
    ];
    for (const empty of shelves) {
      try {
        await empty();
      } catch { /* a browser that has no such shelf, or lets nobody at it */ }
    }
  };

  window.commonGround = { ...window.commonGround, Drawer, tidy };
})();
