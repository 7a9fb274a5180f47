"""The chain of evidence behind one certificate, each link checked at the moment it is shown."""

from dataclasses import dataclass
from typing import Any

from modules.models import Edition
from records.canonical import digest
from records.keys import ledger_key
from records.models import Certificate
from records.proofs import ProofError, verify_proof
from records.services.proving import NotSequenced, prove


@dataclass(frozen=True)
class TakenEdition:
    """An edition as the completion names it, and whether that very edition is still kept here."""

    taken: dict[str, Any]
    kept: bool


@dataclass(frozen=True)
class Evidence:
    certificate: Certificate
    editions: tuple[TakenEdition, ...]
    proof: dict[str, Any] | None
    snapshot_holds: bool
    completion_entry_holds: bool
    certificate_entry_holds: bool
    proof_holds: bool | None

    @property
    def whole(self) -> bool:
        """Nothing was found altered; a proof that is not made yet does not count against it."""
        held = (self.snapshot_holds, self.completion_entry_holds, self.certificate_entry_holds)
        return all(held) and self.proof_holds is not False


def read_evidence(certificate: Certificate) -> Evidence:
    """Compute every digest anew and verify the ledger's proof with the public key, as an outsider would."""
    completion = certificate.completion
    proof, proof_holds = _proof(certificate)
    digests = [edition["digest"] for edition in completion.editions]
    kept = set(Edition.objects.filter(digest__in=digests).values_list("digest", flat=True))
    return Evidence(
        certificate=certificate,
        editions=tuple(TakenEdition(edition, edition["digest"] in kept) for edition in completion.editions),
        proof=proof,
        snapshot_holds=digest(completion.snapshot) == completion.digest,
        completion_entry_holds=completion.entry.data.get("digest") == completion.digest,
        certificate_entry_holds=certificate.entry.data.get("digest") == certificate.digest(),
        proof_holds=proof_holds,
    )


def _proof(certificate: Certificate) -> tuple[dict[str, Any] | None, bool | None]:
    try:
        proof = prove(certificate.entry)
    except NotSequenced:
        return None, None
    try:
        verify_proof(proof, ledger_key().verifier)
    except ProofError:
        return proof, False
    return proof, True
