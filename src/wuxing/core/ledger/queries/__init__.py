"""What reads the ledger: proofs, timelines, the state, and the verification of the whole."""

from wuxing.core.ledger.queries.proof import Answer, EntryProof, Step, file_of, proof_of
from wuxing.core.ledger.queries.timeline import LogState, entries_about, state_of, timeline

__all__ = ["Answer", "EntryProof", "LogState", "Step", "entries_about", "file_of", "proof_of", "state_of", "timeline"]
