"""Who a session belongs to: the person and, in the same query, the officer they are."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from people.models import User


class PeopleBackend(AuthenticationBackend):
    """allauth's sign-in by e-mail. Almost every page asks whether the person is an officer."""

    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.select_related("officer").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
