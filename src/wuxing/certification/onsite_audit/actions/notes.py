"""Notes, interviews, photos: added, never changed; a correction is a new note."""

from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.db import transaction

from wuxing.certification.cases.models import Case, Site
from wuxing.certification.cases.states import Stage
from wuxing.certification.onsite_audit import queries
from wuxing.certification.onsite_audit.actions.trace import digest_of, leave, refuse, team
from wuxing.certification.onsite_audit.models import Note
from wuxing.certification.onsite_audit.rules import meetings
from wuxing.core import clock, files
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import say


@dataclass(frozen=True, slots=True)
class NewNote:
    """What was seen or heard. `key`: made where it was written down, so that the same note is kept once."""

    key: str
    kind: str
    text: str
    leaf: str = ""
    site_id: int | None = None
    post: str = ""
    person: str = ""
    at: datetime | None = None
    corrects_id: int | None = None


@transaction.atomic
def add_note(*, case_id: int, note: NewNote, photo: tuple[str, IO[bytes]] | None = None, by: Actor) -> Note:
    """现场记录: keep a note, an interview or a photo; the same key is kept once.

    After the closing meeting only what corrects another. Raises NotAllowed (not in the team), NotFound, BadInput, RuleBroken.
    """
    case, certifier = team(case_id, by)
    if kept := Note.objects.filter(case=case, key=note.key).first():
        return kept
    refuse(
        meetings.why_not_note(
            on_site=case.stage == Stage.ON_SITE,
            closed=case.closing_at is not None,
            corrects=note.corrects_id is not None,
        )
    )
    _check(case, note)
    kept_file = files.keep(photo[1], name=photo[0], target=case, by=by, case=("case", case.pk)) if photo else None

    now = clock.now()
    made = Note.objects.create(
        tenant_id=by.tenant_id, case=case, key=note.key, kind=note.kind, leaf=note.leaf, site_id=note.site_id,
        text=note.text.strip(), post=note.post.strip()[:100], person=note.person.strip()[:100] or None,
        attachment=kept_file, corrects_id=note.corrects_id, by=certifier, at=min(note.at or now, now), kept_at=now,
    )  # fmt: skip
    leave("note", made, case, by, kind=made.kind, leaf=made.leaf, site=made.site_id, at=made.at,
          text=digest_of(made.text), corrects=made.corrects_id,
          photo=kept_file.sha256 if kept_file else None)  # fmt: skip
    return made


def _check(case: Case, note: NewNote) -> None:
    faults = meetings.faults_of_note(note.kind, note.text, note.post, note.key)
    if note.leaf and note.leaf not in queries.pack(case).by_id:
        faults["leaf"] = say("choose the indicator it is about")
    if note.site_id is not None and not Site.objects.filter(case=case, pk=note.site_id).exists():
        faults["site_id"] = say("choose a site of this case")
    if note.corrects_id is not None and not Note.objects.filter(case=case, pk=note.corrects_id).exists():
        faults["corrects_id"] = say("there is no such note in this case")
    if faults:
        raise BadInput(faults)


@transaction.atomic
def mask_note(*, case_id: int, note_id: int, by: Actor) -> Note:
    """遮盖姓名: take the name of who was interviewed out of a note, for good. Raises NotAllowed, NotFound, RuleBroken."""
    case, _certifier = team(case_id, by)
    found = Note.objects.select_for_update().filter(case=case, pk=note_id).first()
    if found is None:
        raise NotFound(say("there is no such note in this case"))
    if found.person is None:
        raise RuleBroken(say("this note names nobody"))
    found.person, found.masked_at = None, clock.now()
    found.save(update_fields=["person", "masked_at"])
    leave("mask", found, case, by)
    return found
