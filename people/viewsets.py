"""The base of every viewset of ours: views that ask about the very row, not only about the kind of row.

Wagtail's generic views check a permission on the model; a row-level policy narrows their list and nothing else. Here
the queryset is filtered and the row is checked again in `get_object`, for edit, delete, inspect, history, usage, copy.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet

from people.models import User

VIEWING = ("view", "change", "delete")


class RowPolicy(BasePermissionPolicy):
    """Permissions read from one method, `rows_for`; model-level questions ask `may`."""

    def may(self, user: Any, action: str) -> bool:
        """Whether the person may do this to any row at all (or add one)."""
        raise NotImplementedError

    def rows_for(self, user: Any, action: str) -> QuerySet[Any]:
        """The rows to which the person may do this. By default all or none."""
        rows = self.model._default_manager.all()
        return rows if self.may(user, action) else rows.none()

    def user_has_permission(self, user: Any, action: str) -> bool:
        return self.may(user, action)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        about_row = "change" if action == "add" else action
        return self.may(user, about_row) and self.rows_for(user, about_row).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: Collection[str]) -> QuerySet[Any]:
        rows = self.model._default_manager.none()
        for action in actions:
            rows = rows | self.rows_for(user, action) if self.may(user, action) else rows
        return rows

    def users_with_any_permission(self, actions: Collection[str]) -> QuerySet[User]:
        """Asked when the admin lists possible editors: few people, so each is asked in turn."""
        able = [user.pk for user in User.objects.filter(is_active=True, is_staff=True) if self._any(user, actions)]
        return User.objects.filter(pk__in=able)

    def _any(self, user: User, actions: Collection[str]) -> bool:
        return any(self.may(user, action) for action in actions)


class FilteredRows:
    """Mixed into views of many rows: rows of others are not listed."""

    permission_policy: RowPolicy
    request: Any

    def get_base_queryset(self) -> QuerySet[Any]:
        rows = super().get_base_queryset()  # type: ignore[misc]
        if rows.model is not self.permission_policy.model:
            return rows
        allowed = self.permission_policy.instances_user_has_any_permission_for(self.request.user, VIEWING)
        return rows.filter(pk__in=allowed.values("pk"))


class CheckedRow:
    """Mixed into views of one row: rows of others do not exist here."""

    permission_policy: RowPolicy
    permission_required: str | None
    any_permission_required: Sequence[str] | None
    request: Any

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        row = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not self._may_touch(row):
            raise Http404
        return row

    def _may_touch(self, row: Any) -> bool:
        if not isinstance(row, self.permission_policy.model):
            return True
        required = getattr(self, "permission_required", None)
        actions = [required] if required else getattr(self, "any_permission_required", None) or VIEWING
        return self.permission_policy.user_has_any_permission_for_instance(self.request.user, actions, row)


class ScopedMixin:
    """Put before a viewset class: wraps each of its views, and takes its policy from `policy_class`."""

    policy_class: type[RowPolicy]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._policy = self.policy_class(self.model)  # type: ignore[attr-defined]
        register_permission_policy(self.model, self._policy, exact_class=True)  # type: ignore[attr-defined]

    @property
    def permission_policy(self) -> RowPolicy:
        return self._policy

    def construct_view(self, view_class: type, **kwargs: Any) -> Callable[..., Any]:
        """Give the view the row checks that fit it; a view of neither rows nor a row stays as it is."""
        checks = [mixin for name, mixin in CHECKS.items() if hasattr(view_class, name)]
        checked = type(view_class.__name__, (*checks, view_class), {}) if checks else view_class
        return super().construct_view(checked, **kwargs)  # type: ignore[misc]


CHECKS = {"get_base_queryset": FilteredRows, "get_object": CheckedRow}


class ScopedViewSet(ScopedMixin, ModelViewSet):
    """For models that are managed on a menu page of their own."""


class ScopedSnippetViewSet(ScopedMixin, SnippetViewSet):
    """For registers that are chosen inside pages."""
