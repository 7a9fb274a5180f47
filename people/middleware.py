"""The language that a person chose; and in production the second factor that staff roles need."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from people.rules import roles_of

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
STILL_OPEN = ("/accounts/", "/static/", "/healthz")


class ChosenLanguage(LocaleMiddleware):
    """The language chosen on the person's account; else the one of the cookie; else what the browser asks for.

    Whoever carries no session is not looked up, so that public pages stay the same for everybody who reads them.
    """

    def process_request(self, request: HttpRequest) -> None:
        language = getattr(request.user, "language", "") if settings.SESSION_COOKIE_NAME in request.COOKIES else ""
        if language not in dict(settings.LANGUAGES):
            super().process_request(request)
            return
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()


class SecondFactorRequired:
    """Sends staff who have no second factor yet to the page where they add one; a recovery code alone is none.

    Does nothing unless SECOND_FACTOR_REQUIRED is set. Sign-in pages, sign-out and static files stay open.
    Whoever has a second factor is asked for it at sign-in by allauth itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR_REQUIRED and self._must_add_one(request):
            messages.warning(request, _("Your role needs a second factor. Add a passkey or an authenticator app."))
            return redirect("mfa_index")
        return self.get_response(request)

    def _must_add_one(self, request: HttpRequest) -> bool:
        if request.path_info.startswith(STILL_OPEN):
            return False
        user = request.user
        return user.is_authenticated and roles_of(user).any_staff and not is_mfa_enabled(user, types=SECOND_FACTORS)
