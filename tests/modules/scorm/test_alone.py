"""The core could be published on its own: it imports the standard library, lxml and itself."""

import ast
import sys
from pathlib import Path

import modules.scorm

FOLDER = Path(modules.scorm.__file__).parent
ALLOWED = {*sys.stdlib_module_names, "lxml"}


def test_core_imports_only_the_standard_library_lxml_and_itself():
    foreign = set()
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                foreign |= {(path.name, alias.name) for alias in node.names if alias.name.split(".")[0] not in ALLOWED}
            elif isinstance(node, ast.ImportFrom):
                depth = len(path.relative_to(FOLDER).parts)
                if (node.level == 0 and (node.module or "").split(".")[0] not in ALLOWED) or node.level > depth:
                    foreign.add((path.name, node.module))
    assert foreign == set()
