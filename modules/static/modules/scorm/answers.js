// Answers and right answers of 2004 interactions, by their type: the same rules as modules/scorm/data_model/interactions.py.
(() => {
  const MOST_PARTS = { choice: 36, sequencing: 36, matching: 36, "fill-in": 10, performance: 250 };
  const FLAGS = { "fill-in": ["case_matters", "order_matters"], "long-fill-in": ["case_matters"], performance: ["order_matters"] };
  const FLAG = /^\{(case_matters|order_matters)=([^}]*)\}/;

  class Answers {
    constructor(formats, isLocalized) {
      this.formats = formats;
      this.isLocalized = isLocalized;
    }

    fits(kind, given, pattern) {
      const text = pattern ? this.withoutFlags(kind, given) : given;
      if (text === null) return false;
      if (kind === "true-false") return text === "true" || text === "false";
      if (kind === "likert") return this.isName(text);
      if (kind === "choice" || kind === "sequencing") return this.areNames(kind, text);
      if (kind === "numeric") return this.isNumber(text, pattern);
      if (kind === "other") return text.length <= 4000;
      if (kind === "long-fill-in") return this.isLocalized(text, 4000);
      const parts = text.split("[,]");
      if (parts.length > MOST_PARTS[kind]) return false;
      if (kind === "fill-in") return parts.every((part) => this.isLocalized(part, 250));
      return (kind === "matching" || kind === "performance") && parts.every((part) => this.isPair(kind, part, pattern));
    }

    // The pattern behind its flags, which come first in any order; null when a flag is not a truth value.
    withoutFlags(kind, text) {
      const flag = text.match(FLAG);
      if (!flag || !FLAGS[kind]?.includes(flag[1])) return text;
      if (flag[2] !== "true" && flag[2] !== "false") return null;
      return this.withoutFlags(kind, text.slice(flag[0].length));
    }

    isName(text) {
      return this.formats.short_identifier.test(text);
    }

    areNames(kind, text) {
      if (text === "") return kind === "choice";
      const parts = text.split("[,]");
      const distinct = kind !== "choice" || new Set(parts).size === parts.length;
      return parts.length <= MOST_PARTS[kind] && distinct && parts.every((part) => this.isName(part));
    }

    isNumber(text, pattern) {
      const { real } = this.formats;
      if (!pattern) return real.test(text);
      const bounds = text.split("[:]");
      if (bounds.length !== 2 || bounds.some((bound) => bound && !real.test(bound))) return false;
      return !(bounds[0] && bounds[1]) || Number(bounds[0]) <= Number(bounds[1]);
    }

    isPair(kind, part, pattern) {
      const at = part.indexOf("[.]");
      if (at < 0) return false;
      const [first, second] = [part.slice(0, at), part.slice(at + 3)];
      if (kind === "matching") return this.isName(first) && this.isName(second);
      if ((!first && !second) || (first && !this.isName(first))) return false;
      return pattern && second.includes("[:]") ? this.isNumber(second, true) : second.length <= 250;
    }
  }

  window.commonGround = { ...window.commonGround, Answers };
})();
