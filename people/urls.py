"""URLs of the people room."""

from django.urls import path

from people.views import account, demo_sign_in, kept_form, languages

app_name = "people"
urlpatterns = [
    path("account/", account.account, name="account"),
    path("language/", languages.language, name="language"),
    path("kept-form/<str:token>/", kept_form.kept_form, name="kept_form"),
    path("demo/sign-in/", demo_sign_in.demo_sign_in, name="demo_sign_in"),
]
