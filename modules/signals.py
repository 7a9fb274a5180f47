"""What higher rooms may listen to. Sent inside the transaction of the change."""

from django.dispatch import Signal

edition_frozen = Signal()  # edition, actor
edition_published = Signal()  # edition, actor, previous (the edition it replaced, or None)
edition_sent_back = Signal()  # edition, actor, reasons
edition_withdrawn = Signal()  # edition, actor, reason
package_brought = Signal()  # version (of a package on an agency's shelf), actor
authority_moved = Signal()  # change, editions (ids of stale ones), outbox (to write to people once each)
