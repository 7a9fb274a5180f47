"""Links that lead to a text that is no longer up for sign-off."""

from modules.models import Edition
from records.services.ledger import record_event
from review.enums import LinkState
from review.models import ApprovalLink


def revoke_links(*, module_id: int, but: Edition | None = None) -> None:
    """End every open link to candidates of the module (but to this one). Call it inside the transaction."""
    links = ApprovalLink.objects.filter(edition__module_id=module_id, state=LinkState.OPEN)
    for link in links.exclude(edition=but) if but else links:
        link.state = LinkState.REVOKED
        link.save(update_fields=["state"])
        record_event(
            actor="system:sign-off",
            action="review.link.revoked",
            subject=f"approval-link:{link.reference}",
            data={"digest": link.digest},
        )
