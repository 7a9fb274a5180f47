"""Letters speak the language of whoever reads them, not of whoever caused them."""

import pytest
from django.core import mail
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from people.services.languages import by_language, choose_interface_language, languages_to_write_in
from review.services.signing import put_up_for_sign_off
from tests.factories.signing import make_ruled_module, object_to_block

pytestmark = pytest.mark.django_db


def test_addresses_by_language(cast):
    choose_interface_language(actor=cast.author, language="es")
    found = by_language([cast.author.email, cast.second_author.email, "no-account@example.org"])
    assert found == {"es": [cast.author.email], "en": [cast.second_author.email, "no-account@example.org"]}
    assert languages_to_write_in() == ["en", "es"]


def test_each_author_reads_of_an_objection_in_their_own_language(cast, django_capture_on_commit_callbacks):
    choose_interface_language(actor=cast.author, language="es")
    edition = put_up_for_sign_off(actor=cast.author, module=make_ruled_module([cast.agency, cast.second_agency]))
    with django_capture_on_commit_callbacks(execute=True), override("es"):
        objection = object_to_block(cast, edition)
    said = {message.to[0]: message for message in mail.outbox}
    for user, language in ((cast.author, "es"), (cast.second_author, "en")):
        with override(language):
            message = said[user.email]
            assert message.subject == gettext("An objection: %(title)s") % {"title": edition.title}
            assert date_format(objection.due_on) in message.body
            assert f'<html lang="{language}">' in message.alternatives[0].content
    assert said[cast.author.email].subject != said[cast.second_author.email].subject
