"""The guards of our own views: every view carries one, and a test walks the URLs to see that it does."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from people import rules
from people.models import User
from people.services.kept_forms import drop_sent_form, keep_form_and_sign_in

View = Callable[..., HttpResponseBase]
Predicate = Callable[[Any], bool]


def person_of(request: HttpRequest) -> User:
    """The person behind a guarded view, typed as what the guard has made sure of."""
    return cast(User, request.user)


def guard(name: str, predicate: Predicate) -> Callable[[View], View]:
    """Make a decorator that lets only signed-in people through for whom `predicate` holds.

    Anonymous: sent to sign in, a posted form kept to be sent afterwards. Signed in but not allowed: 403.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return keep_form_and_sign_in(request)
            if not predicate(request.user):
                raise PermissionDenied
            drop_sent_form(request)
            return view(request, *args, **kwargs)

        guarded.guard = name  # type: ignore[attr-defined]
        return guarded

    return decorate


signed_in = guard("signed in", lambda user: True)
officers_only = guard("officer", rules.is_officer)
authors_only = guard("author", rules.is_author)
reviewers_only = guard("reviewer", rules.is_reviewer)
agency_members_only = guard("agency member", lambda user: bool(rules.roles_of(user).agencies))
coordinators_only = guard("coordinator", rules.is_coordinator)
auditors_only = guard("auditor", rules.is_auditor)
administrators_only = guard("administrator", rules.is_administrator)
