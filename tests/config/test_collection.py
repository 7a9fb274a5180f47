"""What the workers of one run must agree on before any test begins."""

import time

import pytest

from tests.factories.scorm import package_zip

# Characters of a whole name: file, function and a few short values.
LONGEST = 400


def test_no_name_of_a_test_holds_a_file(request: pytest.FixtureRequest):
    assert [item.nodeid for item in request.session.items if len(item.nodeid) > LONGEST] == []


def test_a_package_is_the_same_bytes_at_any_hour(monkeypatch):
    now = package_zip()
    later = time.localtime(time.time() + 3_600)
    monkeypatch.setattr(time, "localtime", lambda *_: later)
    assert package_zip() == now
