"""What higher rooms may listen to. Sent inside the transaction of the change."""

from django.dispatch import Signal

step_paused = Signal()  # step, flag
step_resumed = Signal()  # step, flag
recording_gone = Signal()  # version: its recording can no longer be played to officers
