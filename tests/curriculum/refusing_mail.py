"""A mail server that takes nothing, and one that takes nothing for one domain."""

from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend


class RefusingBackend(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise SMTPServerDisconnected("gone")


class PickyBackend(EmailBackend):
    def send_messages(self, messages):
        refused = [address for message in messages for address in message.to if address.endswith("@gone.example")]
        if refused:
            raise SMTPRecipientsRefused(dict.fromkeys(refused, (550, b"unknown")))
        return super().send_messages(messages)
