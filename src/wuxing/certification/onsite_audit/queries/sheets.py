"""Read checklists with the findings that move them, meetings and notes."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from wuxing.certification.application.queries import ratios_of, snapshot_of
from wuxing.certification.cases.models import Case
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.states import Kind, State
from wuxing.certification.onsite_audit.models import Attendance, Meeting, Note, Sheet
from wuxing.certification.onsite_audit.rules import sheets as rules
from wuxing.certification.onsite_audit.states import MeetingKind, Side
from wuxing.schemes.editions.queries import pack_of


def sheets_of(case_id: int) -> dict[str, Sheet]:
    """Return the checklists of a case by indicator."""
    rows = Sheet.objects.filter(case_id=case_id).select_related("evaluator", "second")
    return {row.leaf: row for row in rows}


def failures_of(case_ids: Sequence[int]) -> dict[int, dict[str, list[int]]]:
    """Return the failures that the deduction findings of cases name, by indicator; those taken back do not count."""
    rows = Finding.objects.filter(case_id__in=case_ids, kind=Kind.DEDUCTION.value)
    found: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for case_id, leaf, failures in (
        rows.exclude(state=State.TAKEN_BACK.value).order_by("number").values_list("case_id", "leaf", "failures")
    ):
        found[case_id][leaf].append(failures or 0)
    return {case_id: dict(by_leaf) for case_id, by_leaf in found.items()}


def seen_in(cases: Sequence[Case]) -> dict[int, dict[str, rules.Seen]]:
    """Return where the checklists of cases stand, each with the share that the findings give now."""
    ids = [case.pk for case in cases]
    failures = failures_of(ids)
    packs = {case.pk: pack_of(case.pack.rpartition("#")[2]).by_id for case in cases}
    found: dict[int, dict[str, rules.Seen]] = defaultdict(dict)
    for row in Sheet.objects.filter(case_id__in=ids):
        leaf = packs[row.case_id].get(row.leaf)
        if leaf is None:
            continue
        now = rules.ratio_for(leaf, row.sample_size, failures.get(row.case_id, {}).get(row.leaf, []))
        found[row.case_id][row.leaf] = rules.Seen(
            leaf=row.leaf,
            seen=row.ratio is not None,
            differs=rules.differs(now, row.automatic),
            reasoned=bool(row.override_reason),
            manual=rules.is_manual(leaf),
            confirmed=row.confirmed_at is not None and row.ratio == now,
        )
    return dict(found)


def automatic_of(case: Case) -> tuple[dict[str, Decimal | None], str]:
    """Return what the client's own records say of each indicator, and which snapshot says so; nothing without one."""
    snapshot = snapshot_of(case)
    if snapshot is None or snapshot.pack != case.pack:
        return {}, ""
    return ratios_of(snapshot), f"{snapshot.assessment} {snapshot.as_of.isoformat()}"


def meetings_of(case_ids: Sequence[int]) -> dict[int, dict[MeetingKind, Meeting]]:
    """Return the meetings of cases by kind."""
    found: dict[int, dict[MeetingKind, Meeting]] = defaultdict(dict)
    for row in Meeting.objects.filter(case_id__in=case_ids).select_related("held_by"):
        found[row.case_id][MeetingKind(row.kind)] = row
    return dict(found)


def sides_of(meeting_ids: Sequence[int]) -> dict[int, frozenset[Side]]:
    """Return which sides signed in each meeting."""
    found: dict[int, set[Side]] = defaultdict(set)
    rows = Attendance.objects.filter(meeting_id__in=meeting_ids).values_list("meeting_id", "side")
    for meeting_id, side in rows.distinct():
        found[meeting_id].add(Side(side))
    return {meeting_id: frozenset(sides) for meeting_id, sides in found.items()}


def notes_of(case_id: int, leaf: str = "") -> list[Note]:
    """Return the notes of a case, newest first, of one indicator if named."""
    rows = Note.objects.filter(case_id=case_id).select_related("by", "site", "attachment", "corrects")
    return list((rows.filter(leaf=leaf) if leaf else rows).order_by("-at", "-pk")[:500])
