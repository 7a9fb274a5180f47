"""URLs of the records room."""

from django.urls import path

from records.views import ledger, verify

app_name = "records"
urlpatterns = [
    path("verify/", verify.verify, name="verify"),
    path("verify/<str:serial>/", verify.verify_serial, name="verify_serial"),
    path("verify/<str:serial>/proof.json", verify.proof, name="proof"),
    path("verify/<str:serial>/<str:secret>/", verify.verify_holder, name="verify_holder"),
    path("ledger/", ledger.about_ledger, name="ledger"),
    path("ledger/checkpoint", ledger.checkpoint, name="checkpoint"),
    path("ledger/key", ledger.public_key, name="public_key"),
]
