"""What higher rooms may listen to. Sent inside the transaction of the change."""

from django.dispatch import Signal

person_left = Signal()  # user, actor: an account was closed, or a role of an agency was taken back
