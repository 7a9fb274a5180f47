"""One-button sign-in of the demo. With any other settings this address does not exist."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from people.demo import demo_sign_ins
from people.models import User

BACKEND = "people.backends.PeopleBackend"


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the chosen demo person and go on to `next` when it is a page of this site."""
    if not settings.DEMO:
        raise Http404
    email = request.POST.get("person", "")
    if email not in {person.email for person in demo_sign_ins()}:
        raise Http404
    login(request, get_object_or_404(User, email=email, is_active=True), backend=BACKEND)
    onward = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        onward, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        onward = "home"
    return redirect(onward)
