"""The machine's own limits: Django doing nothing, one query, and a session with its user (two queries)."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

BODY = b"<!doctype html><title>limit</title><p>" + b"x" * 2000


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY)


def one_query(request: HttpRequest) -> HttpResponse:
    found = get_user_model().objects.filter(email="officer0@example.org").values_list("pk", flat=True).first()
    return HttpResponse(BODY + str(found).encode())


def session_and_user(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        raise PermissionDenied  # the harness stops: a session that is not found would make a limit too high
    return HttpResponse(BODY + str(request.user.pk).encode())
