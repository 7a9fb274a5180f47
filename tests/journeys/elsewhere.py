"""Somebody else's training system: a plain page around scorm-again, served from an address of its own."""

import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
RUNTIME = ROOT / "node_modules" / "scorm-again" / "dist"
SCRIPTS = {"1.2": "scorm12.min.js", "2004": "scorm2004.min.js"}
APIS = {"1.2": ("API", "Scorm12API"), "2004": ("API_1484_11", "Scorm2004API")}
PAGE = """<!doctype html><html lang="en"><title>Elsewhere</title><script src="/{script}"></script>
<script>
const key = new URLSearchParams(location.search).get("sco");
const api = window.{name} = new {made}({{ autocommit: false, logLevel: 5 }});
const kept = JSON.parse(sessionStorage.getItem(key) || "null");
if (kept) api.loadFromJSON(kept.cmi, "cmi");
const keep = () => sessionStorage.setItem(key, JSON.stringify(api.renderCMIToJSONObject()));
for (const heard of ["LMSCommit", "LMSFinish", "Commit", "Terminate"]) api.on(heard, keep);
</script><iframe id="sco" title="SCO" style="width:100%;height:90vh"></iframe>
<script>document.getElementById("sco").src = key</script></html>"""


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def system_elsewhere(folder: Path) -> Iterator[str]:
    """Serve the folder with a page for each standard, `/1.2.html?sco=…`; yields the address."""
    for standard, script in SCRIPTS.items():
        (folder / script).write_bytes((RUNTIME / script).read_bytes())
        name, made = APIS[standard]
        (folder / f"{standard}.html").write_text(PAGE.format(script=script, name=name, made=made))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def unpack(package: Path, folder: Path) -> list[str]:
    """Unpack a package of ours; the names of its pages in order."""
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
        return sorted(name for name in archive.namelist() if name.endswith(".html"))
