"""Django's sessions in the database; reading one, which every page does, is a query that is put into SQL once."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from records.prepared import Prepared, Slot

SESSION = Prepared(
    lambda: (
        Session.objects.filter(session_key=Slot("key", CharField()), expire_date__gt=Slot("now", DateTimeField()))
        .order_by()
        .values_list("session_data", flat=True)
    )
)


class SessionStore(db.SessionStore):
    """Writes, and everything else, as Django does it."""

    def _validate_session_key(self, key: str) -> bool:
        """Ours are letters and digits; a quoted cookie may hold a null character, which PostgreSQL refuses."""
        return super()._validate_session_key(key) and key.isascii() and key.isalnum()  # type: ignore[misc]

    def load(self) -> dict[str, Any]:
        data = SESSION.first(key=self.session_key, now=timezone.now())
        if data is None:
            self._session_key = None
            return {}
        return self.decode(data)
