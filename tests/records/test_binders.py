"""A binder is a sound ZIP whose manifest tells the digest of every file in it."""

import csv
import hashlib
import io
import zipfile

from records.models import Certificate
from records.services.binders import COLUMNS, stream_binder
from records.services.proving import latest_checkpoint
from records.services.sequencing import sequence_ledger
from tests.factories.records import CertificateFactory, CompletionFactory


def opened(certificates):
    archive = zipfile.ZipFile(io.BytesIO(b"".join(stream_binder(certificates))))
    assert archive.testzip() is None
    rows = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode("utf-8-sig"))))
    return archive, rows


def test_manifest_matches_the_files(db):
    for traits in ({}, {"revoked": True}, {"completion__expired": True}):
        CertificateFactory(**traits)
    sequence_ledger()
    archive, rows = opened(Certificate.objects.all())
    assert tuple(rows[0]) == COLUMNS
    assert {row["file"] for row in rows} | {"manifest.csv", "checkpoint.txt"} == set(archive.namelist())
    for row in rows:
        assert hashlib.sha256(archive.read(row["file"])).hexdigest() == row["sha256"]
        certificate = Certificate.objects.get(serial=row["serial"])
        assert row["completion_digest"] == certificate.completion.digest
        assert row["state"] == certificate.state
    assert archive.read("checkpoint.txt").decode() == latest_checkpoint().note


def test_names_that_look_like_formulas_stay_text(db):
    certificate = CertificateFactory(completion=CompletionFactory(person_name='=HYPERLINK("http://x")', badge="-7"))
    _, rows = opened([certificate])
    assert (rows[0]["person"], rows[0]["badge"]) == ('\'=HYPERLINK("http://x")', "'-7")


def test_empty_binder_is_sound(db):
    archive, rows = opened(Certificate.objects.none())
    assert rows == []
    assert b"No checkpoint" in archive.read("checkpoint.txt")


def test_first_bytes_come_before_the_last_certificate_is_read(db):
    made = []

    def certificates():
        for _ in range(3):
            made.append(CertificateFactory())
            yield made[-1]

    stream = stream_binder(certificates())
    assert next(stream)
    assert len(made) == 1


def test_queries_do_not_grow_with_the_certificates(db, django_assert_num_queries):
    for count in (1, 2):
        for _ in range(count):
            CertificateFactory(revoked=True)
        with django_assert_num_queries(3):
            opened(Certificate.objects.all())
