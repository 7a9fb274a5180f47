"""What the certificate says, that it is the same every time, and that nothing overflows."""

from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from records.certificate_frame import verify_url
from records.certificate_pdf import render_certificate
from records.holder_secret import holder_secret
from records.models import Certificate
from records.pdf_text import BOLD, REGULAR, clean, fit, width
from tests.factories.records import CertificateFactory, CompletionFactory, EditionTakenFactory


def read(certificate):
    document = PdfReader(BytesIO(render_certificate(Certificate.objects.with_evidence().get(pk=certificate.pk))))
    return document, " ".join("\n".join(page.extract_text() for page in document.pages).split())


def test_certificate_says_everything(db):
    certificate = CertificateFactory(completion=CompletionFactory(person_name="Nguyễn Thị Ánh Żółć Владимир"))
    document, text = read(certificate)
    edition = certificate.completion.editions[0]
    for said in (
        "Nguyễn Thị Ánh Żółć Владимир", "badge 1001", "Northern Patrol", "Example City Police",
        "Prioritizing Safety for Sex Workers", "Department Bulletin 17-249", "2.5", "92 %", "pass mark 80 %",
        "November 3, 2026", "November 3, 2099", edition["module_title"], edition["digest"], "Example Peers",
        "Example Alliance", certificate.serial, certificate.completion.digest, "server-scored quiz",
    ):  # fmt: skip
        assert said in text, said
    assert len(document.pages) == 1
    assert "REVOKED" not in text
    assert "DEMO" not in text


def test_document_has_title_and_language(db):
    document, _ = read(CertificateFactory())
    assert document.metadata.title == "Certificate of completion: Prioritizing Safety for Sex Workers"
    assert document.trailer["/Root"]["/Lang"] == "en-US"
    assert document.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


def test_code_can_be_clicked(db):
    certificate = CertificateFactory()
    document, _ = read(certificate)
    links = [note.get_object()["/A"]["/URI"] for note in document.pages[0]["/Annots"]]
    assert links == [verify_url(certificate)]


def test_same_certificate_gives_the_same_bytes(db):
    certificate = CertificateFactory()
    assert render_certificate(certificate) == render_certificate(Certificate.objects.get(pk=certificate.pk))


def test_revoked_and_replaced_say_so(db):
    _, text = read(CertificateFactory(revoked=True))
    assert "This certificate is void." in text
    assert text.count("REVOKED") == 2
    certificate = CertificateFactory(replaced=True)
    _, text = read(certificate)
    assert f"by certificate {certificate.events.get().successor.serial}" in text


def test_demo_certificate_says_so(db, settings):
    settings.DEMO = True
    assert "DEMO: not a real record" in read(CertificateFactory())[1]


def test_code_leads_to_the_page_with_the_name(db, client):
    certificate = CertificateFactory()
    url = verify_url(certificate)
    assert url.endswith(f"/verify/{certificate.serial}/{holder_secret(certificate.serial)}/")
    assert "Olive Officer" in client.get(url.removeprefix("http://localhost:8000")).content.decode()


def test_many_editions_go_on_further_pages_and_none_is_lost(db):
    editions = tuple(EditionTakenFactory() for _ in range(60))
    document, text = read(CertificateFactory(completion=CompletionFactory(editions=editions)))
    assert len(document.pages) > 2
    assert all(text.count(edition.digest) == 1 for edition in editions)


@pytest.mark.parametrize("field", ["person_name", "course_title", "legal_basis", "unit_name", "evidence", "rank"])
@pytest.mark.parametrize(
    "text", ["W" * 150, "word " * 80, "李小龍", "김철수", "\u202eأحمد", "👮🏽", "a\u0301", "<b>&amp;"]
)
def test_odd_texts_do_not_break_it(db, field, text):
    document, _ = read(CertificateFactory(completion=CompletionFactory(**{field: text[:150]})))
    assert len(document.pages) == 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(min_size=1, max_size=120), st.floats(20, 500), st.integers(1, 3))
def test_fitted_text_never_overflows(text, room, lines):
    fitted = fit(text, font=BOLD, room=room, largest=24, smallest=6, lines=lines)
    assert len(fitted.lines) <= lines
    assert all(width(line, fitted.font, fitted.size) <= room + 0.01 for line in fitted.lines)


def test_fitting_keeps_short_text_whole_and_large():
    fitted = fit("Olive  Officer", font=REGULAR, room=300, largest=24, smallest=6)
    assert (fitted.lines, fitted.size) == (["Olive Officer"], 24)
    assert clean("a\u0301\u200b b") == "á b"
