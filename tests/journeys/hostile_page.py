"""What a hostile page of a package tries. Each try notes in `tries` what it came to; SITE is the site's origin."""

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
