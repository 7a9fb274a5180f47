"""URLs of the teaching room inside the Wagtail admin: the coordinator's desk and the auditor's."""

from django.urls import path

from curriculum.views.audit import as_of, certificate, search
from curriculum.views.coordinator import assignments, bulk, certificates, dashboard, officers, packages, requirements

app_name = "curriculum_admin"
urlpatterns = [
    path("training/", dashboard.dashboard, name="dashboard"),
    path("training/assignments/", assignments.assignments, name="assignments"),
    path("training/assignments.csv", assignments.export, name="assignments_export"),
    path("training/assignments/act/", bulk.bulk, name="bulk"),
    path("training/requirements/", requirements.requirements, name="requirements"),
    path("training/requirements/add/", requirements.add, name="requirement_add"),
    path("training/requirements/<uuid:reference>/", requirements.edit, name="requirement_edit"),
    path("training/requirements/<uuid:reference>/assign/", requirements.assign, name="assign"),
    path("training/officers/<uuid:reference>/", officers.officer, name="officer"),
    path("training/enrolments/<uuid:reference>/attempts/<uuid:step>/", officers.allow_attempts, name="allow_attempts"),
    path("training/enrolments/<uuid:reference>/packages/<uuid:step>/", packages.package_run, name="package_run"),
    path("training/certificates/<str:serial>/revoke/", certificates.revoke, name="certificate_revoke"),
    path("training/certificates/<str:serial>/reissue/", certificates.reissue, name="certificate_reissue"),
    path("audit/", search.search, name="audit"),
    path("audit/pull/", search.pull, name="audit_pull"),
    path("audit/as-of/", as_of.as_of, name="audit_as_of"),
    path("audit/as-of.csv", as_of.export, name="audit_as_of_export"),
    path("audit/certificates/<slug:serial>/", certificate.certificate, name="audit_certificate"),
]
