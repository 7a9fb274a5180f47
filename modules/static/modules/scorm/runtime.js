// The API that a page finds: the run-time of scorm-again behind the list of elements. Nothing else of it can be reached.
(() => {
  const NAMES = {
    "1.2": ["LMSInitialize", "LMSFinish", "LMSGetValue", "LMSSetValue", "LMSCommit", "LMSGetLastError", "LMSGetErrorString", "LMSGetDiagnostic"],
    2004: ["Initialize", "Terminate", "GetValue", "SetValue", "Commit", "GetLastError", "GetErrorString", "GetDiagnostic"],
  };
  const PLACE = { "1.2": "API", 2004: "API_1484_11" };
  const QUIET = { autocommit: false, lmsCommitUrl: false, logLevel: 5 };
  const NOT_RUNNING = 301; // of 1.2, where the run-time goes on after the end as if there had been none
  const NAVIGATION = "adl.nav.request";
  const VALID = "adl.nav.request_valid.";

  // What the run-time cannot take back costs that alone, and not the way into the page.
  const load = (inner, values) => {
    try {
      inner.loadFromFlattenedJSON(values, "");
    } catch {
      for (const [path, value] of Object.entries(values)) {
        try {
          inner.loadFromFlattenedJSON({ [path]: value }, "");
        } catch { /* left out */ }
      }
    }
  };

  // The names are those of the element table. Elements that are only read are answered from what was delivered.
  const open = ({ standard, elements, values, allowed, tell }) => {
    const inner = standard === "1.2" ? new window.Scorm12API(QUIET) : new window.Scorm2004API(QUIET);
    const [initialize, finish, get, set, commit, lastError, errorString, diagnostic] = NAMES[standard];
    const { codes } = elements.table;
    const beside = new Map(); // what was really set, where the run-time holds something in its place
    if (standard === "1.2") {
      for (const [path, { access, default: given }] of Object.entries(elements.table.elements)) {
        if (access === "rw" && given !== undefined) beside.set(path, given); // the run-time begins with other ones
      }
    }
    const known = {};
    for (const [path, value] of Object.entries(values)) {
      const element = elements.find(path);
      const spare = element ? elements.stand(path, element, value) : value;
      if (element && (spare !== value || value === "" || element.type === "response")) beside.set(path, value);
      else beside.delete(path);
      if (element?.type !== "response") known[path] = spare;
    }
    load(inner, known);
    let running = false;
    let error = null; // ours where it is a number, else the run-time's
    let asked = "_none_";

    const refused = (code, answer) => {
      error = code;
      return answer;
    };
    const valid = (path) => {
      const wish = path.slice(VALID.length);
      if (wish === "continue") return String(allowed.on);
      if (wish === "previous") return String(allowed.back);
      const [, kind, target] = wish.match(/^(choice|jump)\.\{target=([^{}]*)\}$/) ?? [];
      return kind ? String(Boolean((allowed[`${kind}s`] ?? allowed.choices)[target])) : "unknown";
    };
    const count = (folder) => Number(inner[get](`${folder}._count`)) || 0;
    const kindOf = (path) => {
      const steps = path.split(".");
      return standard === "2004" && steps[1] === "interactions" ? String(inner[get](`cmi.interactions.${steps[2]}.type`)) : "";
    };
    const keep = (path, element, value) => {
      const spare = elements.stand(path, element, value);
      const taken = inner[set](path, spare) === "true";
      if (!taken && (element.type !== "response" || Number(inner[lastError]()) !== codes.type)) return false;
      if (taken && spare === value && value !== "") beside.delete(path);
      else beside.set(path, value);
      error = taken ? null : 0;
      return true;
    };
    const readOnly = (path, element) => {
      if (path.startsWith(VALID)) return valid(path);
      const value = values[path] ?? element.default;
      if (value === undefined) return refused(codes.unset, "");
      return value;
    };
    const getValue = (path) => {
      error = null;
      if (!running) return standard === "1.2" ? refused(NOT_RUNNING, "") : inner[get](path);
      const fault = elements.faultOfGet(path, count);
      if (fault) return refused(fault, "");
      if (path === NAVIGATION) return refused(0, asked);
      const element = elements.isKeyword(path) ? null : elements.find(path);
      if (element?.access === "r" && !/\.\d+\./.test(path)) {
        error = 0;
        return readOnly(path, element);
      }
      return beside.has(path) ? refused(0, beside.get(path)) : String(inner[get](path));
    };
    const setValue = (path, given) => {
      error = null;
      if (!running) return standard === "1.2" ? refused(NOT_RUNNING, "false") : inner[set](path, given);
      const element = elements.find(path);
      const value = element?.appends ? String(inner[get](path)) + given : given;
      const fault = elements.faultOfSet(path, value, count, element ? kindOf(path) : "");
      if (fault) return refused(fault, "false");
      if (path === NAVIGATION) asked = value;
      else if (!keep(path, element, value)) return "false";
      if (path === NAVIGATION) error = 0;
      tell.changed(path, value);
      return "true";
    };
    const facade = {
      [initialize]: (word) => {
        error = null;
        const answer = inner[initialize](String(word ?? ""));
        if (answer === "true") {
          running = true;
          tell.began();
        }
        return answer;
      },
      [finish]: (word) => {
        error = null;
        if (!running && standard === "1.2") return refused(NOT_RUNNING, "false");
        const answer = inner[finish](String(word ?? ""));
        if (answer === "true") {
          running = false;
          tell.ended(asked);
        }
        return answer;
      },
      [get]: (path) => getValue(String(path ?? "")),
      [set]: (path, value) => setValue(String(path ?? ""), String(value ?? "")),
      [commit]: (word) => {
        error = null;
        if (!running && standard === "1.2") return refused(NOT_RUNNING, "false");
        const answer = inner[commit](String(word ?? ""));
        if (answer === "true") tell.committed();
        return answer;
      },
      [lastError]: () => (error === null ? String(inner[lastError]()) : String(error)),
      [errorString]: (code) => elements.table.errors[String(code ?? "")] ?? "",
      [diagnostic]: (code) => elements.table.errors[String(code || (error ?? inner[lastError]()))] ?? "",
    };
    Object.defineProperty(window, PLACE[standard], { value: Object.freeze(facade), configurable: true, writable: false });
    return {
      get running() {
        return running;
      },
    };
  };
  const close = (standard) => delete window[PLACE[standard]];

  window.commonGround = { ...window.commonGround, runtime: { open, close } };
})();
