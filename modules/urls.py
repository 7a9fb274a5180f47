"""URLs of the authoring room: what the public may read."""

from django.urls import path

from modules.views import cards, editions, exchange, library, licensed, packages, registers

app_name = "modules"
urlpatterns = [
    path("modules/", library.library, name="library"),
    path("modules/<slug:slug>/", library.module, name="module"),
    path("modules/<slug:slug>/editions/", editions.module_editions, name="module_editions"),
    path("modules/<slug:slug>/<slug:step_slug>/", library.reading, name="reading"),
    path("editions/assets/<str:sha256>/<str:name>", editions.asset, name="asset"),
    path("editions/schema.json", exchange.schema, name="edition_schema"),
    path("editions/<str:digest>/edition.zip", exchange.package, name="package"),
    path("editions/<str:digest>/scorm/", packages.scorm, name="scorm"),
    path("editions/<str:digest>/", editions.edition, name="edition"),
    path("editions/<str:digest>/edition.json", editions.canonical, name="canonical"),
    path("editions/<str:digest>/signatures.json", editions.signatures, name="signatures"),
    path("editions/<str:digest>/steps/<slug:step_slug>/", library.edition_step, name="edition_step"),
    path("editions/<str:digest>/since/<str:old_digest>/", editions.comparison, name="comparison"),
    path("licensed/<str:token>/", licensed.licensed, name="licensed"),
    path("licensed/<str:token>/<slug:step_slug>/", licensed.licensed_step, name="licensed_step"),
    path("authorities/", registers.authorities, name="authorities"),
    path("card/", cards.card, name="card"),
    path("card/card.pdf", cards.card_pdf, name="card_pdf"),
    path("card/worker.js", cards.card_worker, name="card_worker"),
    path("card/<slug:language>/", cards.card, name="card_in"),
    path("card/<slug:language>/card.pdf", cards.card_pdf, name="card_pdf_in"),
    path("rules/", registers.differential, name="differential"),
    path("rules/table.json", registers.differential_json, name="differential_json"),
    path("authorities/<str:key>/", registers.authority, name="authority"),
    path("sources/", registers.sources, name="sources"),
    path("glossary/", registers.glossary, name="glossary"),
    path("resources/", registers.resources, name="resources"),
]
