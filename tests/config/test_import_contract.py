"""Imports go down the floors only."""

from importlinter.cli import lint_imports


def test_imports_go_down_only(monkeypatch, settings):
    monkeypatch.chdir(settings.BASE_DIR)
    assert lint_imports(no_cache=True) == 0
