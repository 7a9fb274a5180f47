"""Root URLs: each room brings its own list."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from config import views

urlpatterns = [
    path("", views.home, name="home"),
    path("admin/login/", views.one_door, name="workspace_sign_in"),
    path("admin/", include(wagtailadmin_urls)),
    path("accounts/", include("allauth.urls")),
    path("about/", views.about, name="about"),
    path("healthz", views.healthz, name="healthz"),
    path("", include("people.urls")),
    path("", include("curriculum.urls")),
    path("pages/_util/login/", views.one_door, name="page_sign_in"),
    path("", include("records.urls")),
    path("", include("review.urls")),
    path("", include("modules.urls")),
    path("", include("media.urls")),
    path("pages/", include(wagtail_urls)),
]
