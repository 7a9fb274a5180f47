"""Who a session belongs to: the person and, in the same query, the officer they are and whether they hold a role."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import BigIntegerField, Exists, OuterRef

from people.models import RoleGrant, User
from records.prepared import Prepared, Slot

PERSON = Prepared(
    lambda: (
        User.objects.filter(pk=Slot("person", BigIntegerField()))
        .select_related("officer")
        .annotate(holds_roles=Exists(RoleGrant.objects.filter(user=OuterRef("pk"))))
        .order_by()
    )
)


class PeopleBackend(AuthenticationBackend):
    """allauth's sign-in by e-mail. Almost every page asks whether the person is an officer, and which roles they hold.

    Most hold none, and `people.rules` need not look for them.
    """

    def get_user(self, user_id: Any) -> User | None:
        user = PERSON.first(person=user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
