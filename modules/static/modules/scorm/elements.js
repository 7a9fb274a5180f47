// Which elements a page may read and set, and what fits them: from the table that the server's validator uses too.
(() => {
  const INDEX = /^(0|[1-9][0-9]{0,5})$/;
  const KEYWORD = /\._(children|count|version)$/;
  const TARGET = /\{target=[^{}\s]{1,4000}\}/;
  const GIVEN = new Set(["adl.data", "cmi.comments_from_lms"]); // arrays that no page makes longer
  const PLAIN_NUMBER = /^-?[0-9]{1,5}(\.[0-9]{1,18})?$/;
  const PLAIN_RESULT = /^[0-9]{1,3}(\.[0-9]{1,10})?$/;
  const PLAIN_TEXT = /^[^{\r\n\u2028\u2029]*$/;
  const { Answers } = window.commonGround;

  const bounded = (value) => Math.min(Math.max(Number(value), -99999), 99999).toFixed(7);

  class Elements {
    constructor(table) {
      this.table = table;
      this.formats = {};
      for (const [name, pattern] of Object.entries(table.formats)) this.formats[name] = new RegExp(pattern);
      this.newer = table.codes.unset !== 0; // 2004
      this.answers = new Answers(this.formats, (text, longest) => this.isLocalized(text, longest));
      this.folders = new Set();
      for (const name of Object.keys(table.elements)) {
        const steps = name.split(".");
        for (let end = 1; end < steps.length; end += 1) this.folders.add(steps.slice(0, end).join("."));
      }
    }

    plain(path) {
      return path.replace(TARGET, "{target}").split(".").map((step) => (INDEX.test(step) ? "n" : step)).join(".");
    }

    find(path) {
      const plain = this.plain(path);
      return Object.hasOwn(this.table.elements, plain) ? this.table.elements[plain] : null;
    }

    isKeyword(path) {
      return KEYWORD.test(path) && !Object.hasOwn(this.table.elements, path);
    }

    // The error code of the standard, or 0 where the run-time may be asked. `count` says how many entries an array has.
    faultOfGet(path, count) {
      if (!path) return this.table.codes.get_failed;
      if (this.isKeyword(path)) return this.ofFolder(path) ? 0 : this.table.codes.unknown;
      const element = this.find(path);
      if (!element) return this.unknown(path, "get_failed");
      if (this.beyond(path, (_plain, folder) => count(folder))) return this.table.codes.index_get;
      return element.access === "w" ? this.table.codes.write_only : 0;
    }

    // `kind` is the type of the interaction that the element is of; empty where there is none yet.
    faultOfSet(path, value, count, kind) {
      if (!path) return this.table.codes.set_failed;
      if (this.isKeyword(path)) return this.ofFolder(path) ? this.table.codes.keyword : this.table.codes.unknown;
      const element = this.find(path);
      if (!element) return this.unknown(path, "set_failed");
      if (element.access === "r") return this.table.codes.read_only;
      const most = (plain, folder) => (GIVEN.has(folder) ? count(folder) : this.table.counts[plain]);
      if (this.beyond(path, most)) return this.table.codes.index_set;
      const fault = this.misfit(element, value, kind);
      return fault ? this.table.codes[fault] : 0;
    }

    unknown(path, misplaced) {
      const known = this.folders.has(this.plain(path)) && this.newer;
      return this.table.codes[known ? misplaced : "unknown"];
    }

    ofFolder(path) {
      const plain = this.plain(path.slice(0, path.lastIndexOf(".")));
      return this.folders.has(plain) || Object.hasOwn(this.table.elements, plain);
    }

    beyond(path, most) {
      const steps = path.split(".");
      return steps.some((step, at) => {
        const folder = steps.slice(0, at).join(".");
        const plain = this.plain(folder);
        return Object.hasOwn(this.table.counts, plain) && INDEX.test(step) && Number(step) >= most(plain, folder);
      });
    }

    misfit(element, value, kind) {
      if (value === "" && element.blank) return "";
      if (element.type === "response" || element.type === "pattern") {
        return !kind || this.answers.fits(kind, value, element.type === "pattern") ? "" : "type";
      }
      if (element.type === "result") {
        return element.words.includes(value) || this.formats[this.newer ? "real" : "decimal"].test(value) ? "" : "type";
      }
      if (element.type === "vocabulary") return element.words.includes(value) ? "" : "type";
      if (element.type === "localized") return this.isLocalized(value, element.spm) ? "" : "type";
      if (element.spm && value.length > element.spm) return "type";
      const format = this.formats[element.type];
      if (!format) return "";
      if (!format.test(value) || (element.type === "timestamp" && !this.isDay(value))) return "type";
      if (!element.range) return "";
      const [low, high] = element.range;
      const number = Number(value);
      return (low !== null && number < low) || (high !== null && number > high) ? "range" : "";
    }

    isDay(value) {
      const [year, month, day] = value.split("T")[0].split("-").map(Number);
      return !day || day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
    }

    // The run-time knows less than the standards allow: a value that it takes in the place of this one.
    stand(path, element, value) {
      const { type } = element;
      if (type === "real" && path.startsWith("cmi.learner_preference.")) return "1";
      if (type === "real" || type === "decimal") return PLAIN_NUMBER.test(value) || !value ? value : bounded(value);
      if (type === "result") return element.words.includes(value) || PLAIN_RESULT.test(value) ? value : "0";
      if (type === "localized") return PLAIN_TEXT.test(value) ? value : "x";
      if (type === "identifier") return value.replace(/[^ -~]/g, "_");
      if (type === "language") return value || "en";
      if (type !== "string") return value;
      return this.newer ? value || " " : value.replace(/[\r\n\u2028\u2029]/g, " ");
    }

    // The language before a text is not counted.
    isLocalized(value, longest) {
      const [prefix, language] = value.match(this.formats.language_prefix) ?? ["", null];
      if (language !== null && !this.formats.language.test(language)) return false;
      return value.length - prefix.length <= longest;
    }
  }

  window.commonGround = { ...window.commonGround, Elements };
})();
