"""What a meeting and a note need. Pure."""

from collections.abc import Set as AbstractSet

from wuxing.certification.onsite_audit.states import MeetingKind, NoteKind, Side
from wuxing.core.reasons import Reason, say


def why_not_confirm(kind: MeetingKind, *, minutes: bool, sides: AbstractSet[Side]) -> Reason | None:
    """Return why a meeting does not count as held, or None."""
    if not sides >= set(Side):
        if kind is MeetingKind.OPENING:
            return say("both sides sign that they took part in the opening meeting")
        return say("both sides sign that they took part in the closing meeting")
    if not minutes:
        return say("write what was said in the meeting")
    return None


def why_not_note(*, on_site: bool, closed: bool, corrects: bool) -> Reason | None:
    """Return why a note cannot be added now, or None."""
    if corrects:
        return None
    if closed:
        return say("the closing meeting is over; a note is only put right by another")
    if not on_site:
        return say("notes are taken on site, from the opening meeting on")
    return None


def faults_of_note(kind: str, text: str, post: str, key: str) -> dict[str, Reason]:
    """Return what is missing in a note, by field."""
    found: dict[str, Reason] = {}
    if kind not in set(NoteKind):
        found["kind"] = say("choose what the note is of")
    if not text.strip() or len(text) > 4000:
        found["text"] = say("write what you saw or heard, in at most 4000 signs")
    if kind == NoteKind.INTERVIEW and not post.strip():
        found["post"] = say("write the post of the person; the name is not needed")
    if not 8 <= len(key) <= 64:
        found["key"] = say("the note has no mark of its own")
    return found
