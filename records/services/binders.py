"""Binders: many certificates as one streamed ZIP with a manifest of digests."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator

from zipstream import ZIP_DEFLATED, ZipStream

from records.certificate_pdf import render_certificate
from records.csv_cells import safe_cell
from records.models import Certificate
from records.models.certificates import CertificateQuerySet
from records.services.proving import latest_checkpoint

COLUMNS = ("file", "serial", "sha256", "completion_digest", "state", "person", "badge", "course", "completed")
CHUNK = 200


def stream_binder(certificates: CertificateQuerySet | Iterable[Certificate]) -> Iterator[bytes]:
    """Yield a ZIP bit by bit: a PDF for each certificate, then `manifest.csv` and `checkpoint.txt`.

    Holds one PDF at a time and a manifest line for each. Nothing is checked here: pass only what the person may see.
    """
    archive = ZipStream()
    manifest = io.StringIO()
    rows = csv.writer(manifest)
    rows.writerow(COLUMNS)
    for certificate in _each(certificates):
        name, document = f"certificates/{certificate.serial}.pdf", render_certificate(certificate)
        rows.writerow([safe_cell(cell) for cell in _row(certificate, name, document)])
        archive.add(document, name)
        yield from archive.all_files()
    archive.add(("\ufeff" + manifest.getvalue()).encode(), "manifest.csv", compress_type=ZIP_DEFLATED)
    checkpoint = latest_checkpoint()
    archive.add(checkpoint.note if checkpoint else "No checkpoint is signed yet.\n", "checkpoint.txt")
    yield from archive.finalize()


def _each(certificates: CertificateQuerySet | Iterable[Certificate]) -> Iterable[Certificate]:
    """Fetch a queryset in chunks, everything a PDF reads with it."""
    if not isinstance(certificates, CertificateQuerySet):
        return certificates
    return certificates.with_evidence().order_by("pk").iterator(chunk_size=CHUNK)


def _row(certificate: Certificate, name: str, document: bytes) -> tuple[object, ...]:
    completion = certificate.completion
    return (
        name,
        certificate.serial,
        hashlib.sha256(document).hexdigest(),
        completion.digest,
        certificate.state.value,
        certificate.person_name,
        certificate.badge,
        completion.course_title,
        completion.completed_at.isoformat(timespec="seconds"),
    )
