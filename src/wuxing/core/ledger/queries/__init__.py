"""What reads the ledger: proofs, timelines, the state, and the verification of the whole."""

from wuxing.core.ledger.queries.proof import Answer, EntryProof, Step, proof_of
from wuxing.core.ledger.queries.timeline import LogState, entries_about, state_of, timeline

__all__ = ["Answer", "EntryProof", "LogState", "Step", "entries_about", "proof_of", "state_of", "timeline"]
