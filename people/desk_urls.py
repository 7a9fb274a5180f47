"""URLs of the administrator's desk inside the Wagtail admin."""

from django.urls import path

from people.views import accounts, organisations

app_name = "people_desk"
urlpatterns = [
    path("", accounts.accounts, name="accounts"),
    path("add/", accounts.add, name="account_add"),
    path("<uuid:reference>/", accounts.account, name="account"),
    path("<uuid:reference>/letter/", accounts.send_letter, name="send_letter"),
    path("<uuid:reference>/roles/", accounts.grant, name="grant"),
    path("<uuid:reference>/roles/<int:pk>/take-back/", accounts.take_back, name="take_back"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("departments/add/", organisations.department, name="department_add"),
    path("departments/<slug:slug>/", organisations.department, name="department"),
    path("agencies/add/", organisations.agency, name="agency_add"),
    path("agencies/<slug:slug>/", organisations.agency, name="agency"),
]
