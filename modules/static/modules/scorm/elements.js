// Which elements a page may read and set, and what fits them: from the table that the server's validator uses too.
(() => {
  const INDEX = /^(0|[1-9][0-9]{0,5})$/;
  const KEYWORD = /\._(children|count|version)$/;
  const TARGET = /\{target=[^{}\s]{1,4000}\}/;

  class Elements {
    constructor(table) {
      this.table = table;
      this.formats = {};
      for (const [name, pattern] of Object.entries(table.formats)) this.formats[name] = new RegExp(pattern);
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

    // The error code of the standard, or 0 where the run-time may be asked.
    faultOfGet(path) {
      if (!path) return this.table.codes.get_failed;
      if (this.isKeyword(path)) return this.ofFolder(path) ? 0 : this.table.codes.unknown;
      const element = this.find(path);
      if (!element) return this.unknown(path, "get_failed");
      return element.access === "w" ? this.table.codes.write_only : 0;
    }

    faultOfSet(path, value) {
      if (!path) return this.table.codes.set_failed;
      if (this.isKeyword(path)) return this.ofFolder(path) ? this.table.codes.keyword : this.table.codes.unknown;
      const element = this.find(path);
      if (!element) return this.unknown(path, "set_failed");
      if (element.access === "r") return this.table.codes.read_only;
      if (this.beyond(path)) return this.table.codes.index_set;
      const fault = this.misfit(element, value);
      return fault ? this.table.codes[fault] : 0;
    }

    unknown(path, misplaced) {
      const known = this.folders.has(this.plain(path)) && this.table.codes.unset !== 0;
      return this.table.codes[known ? misplaced : "unknown"];
    }

    ofFolder(path) {
      const plain = this.plain(path.slice(0, path.lastIndexOf(".")));
      return this.folders.has(plain) || Object.hasOwn(this.table.elements, plain);
    }

    beyond(path) {
      const steps = path.split(".");
      return steps.some((step, at) => {
        const most = this.table.counts[this.plain(steps.slice(0, at).join("."))];
        return most !== undefined && INDEX.test(step) && Number(step) >= most;
      });
    }

    misfit(element, value) {
      if (value === "" && element.blank) return "";
      if (element.type === "vocabulary") return element.words.includes(value) ? "" : "type";
      if (element.type === "localized") return this.isLocalized(value, element.spm) ? "" : "type";
      if (element.spm && value.length > element.spm) return "type";
      const format = this.formats[element.type];
      if (!format) return ""; // texts and answers: the run-time and the server look closer
      if (!format.test(value)) return "type";
      if (!element.range) return "";
      const [low, high] = element.range;
      const number = Number(value);
      return (low !== null && number < low) || (high !== null && number > high) ? "range" : "";
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
