// Notes that could not be sent yet, kept on this device (IndexedDB) until the server has them. Each has a token of its own,
// so that one which arrives twice is one note. Nobody else's notes are ever touched: each is kept under its writer's key.
(() => {
  "use strict";
  const NAME = "cg-review";
  const SHELF = "notes";

  const open = () =>
    new Promise((resolve, reject) => {
      if (!window.indexedDB) return reject(new Error("no store"));
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(SHELF, { keyPath: "token" });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });

  const act = async (mode, action) => {
    const base = await open();
    try {
      return await new Promise((resolve, reject) => {
        const work = base.transaction(SHELF, mode);
        const asked = action(work.objectStore(SHELF));
        work.oncomplete = () => resolve(asked.result);
        work.onerror = () => reject(work.error);
        work.onabort = () => reject(work.error);
      });
    } finally {
      base.close();
    }
  };

  const add = (entry) => act("readwrite", (shelf) => shelf.put(entry));
  const remove = (token) => act("readwrite", (shelf) => shelf.delete(token));
  const of = async (person) => {
    const rows = await act("readonly", (shelf) => shelf.getAll());
    return rows.filter((row) => row.person === person).sort((one, other) => one.at - other.at);
  };
  const all = async (person) => (await of(person)).filter((row) => row.fields); // notes
  const seen = async (person) => (await of(person)).filter((row) => row.seen); // what was watched

  const token = () => {
    if (window.crypto.randomUUID) return window.crypto.randomUUID();
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };

  window.cgKept = { add, remove, all, seen, token };
})();
