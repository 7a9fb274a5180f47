"""The address that load balancers ask."""

import pytest


@pytest.mark.django_db
def test_health_is_ok_when_the_database_answers(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.content == b"ok\n"


@pytest.mark.django_db
def test_health_takes_no_post(client):
    assert client.post("/healthz").status_code == 405
