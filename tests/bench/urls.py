"""The product's URLs with the three limits beside them."""

from django.conf import settings
from django.urls import include, path

from tests.bench import limits

urlpatterns = [
    path("bench/bare/", limits.bare),
    path("bench/one-query/", limits.one_query),
    path("bench/session-and-user/", limits.session_and_user),
    path("", include(settings.BENCHED_URLS)),
]
