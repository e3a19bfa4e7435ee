"""Checklists, notes, meetings: who writes, and that nothing changes after the closing meeting."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.db import Error, transaction

from tests.certification.body import Body
from tests.certification.onsite_audit import site
from wuxing.certification.application.models import ReadinessSnapshot
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.findings import actions as findings
from wuxing.certification.findings.states import Grade, Kind
from wuxing.certification.onsite_audit import actions, queries
from wuxing.certification.onsite_audit.models import Attendance, Meeting, Note, Plan, RecordDraw, Sheet
from wuxing.certification.onsite_audit.rules.sheets import Looked
from wuxing.certification.surveillance.models import Occasion
from wuxing.core import clock
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(64)


def note(key: str = "k" * 16, **changes: object) -> actions.NewNote:
    facts = {"kind": "interview", "text": "会说明收费标准", "leaf": "5.2.4-b", "post": "维修工程师", "person": "陈伟"}
    return actions.NewNote(key=key, **(facts | changes))  # type: ignore[arg-type]


def failed(body: Body, case: Case, failures: int, leaf: str = "5.2.4-b") -> None:
    seen = findings.Seen(
        kind=Kind.DEDUCTION, text="无顾客签字", evidence="维修单", leaf=leaf, grade=Grade.MINOR, sample_size=10,
        failures=failures,
    )  # fmt: skip
    findings.raise_finding(case_id=case.pk, seen=seen, by=body.lead)


@pytest.mark.parametrize("who", ["officer", "admin", "reviewer", "decider", "manager"])
def test_nobody_outside_the_team_writes(body: Body, who: str) -> None:
    case, by = site.on_site(body), getattr(body, who)
    for act in (
        lambda: actions.see_leaf(case_id=case.pk, leaf="5.1.1.1", looked=Looked("看了"), by=by),
        lambda: actions.confirm_sheet(case_id=case.pk, leaf="5.1.1.1", by=by),
        lambda: actions.add_note(case_id=case.pk, note=note(), by=by),
        lambda: actions.sign(case_id=case.pk, kind="opening", name="某人", side="body", by=by),
        lambda: actions.hold_closing(case_id=case.pk, by=by),
        lambda: actions.keep_cycle(case_id=case.pk, by=by),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert (Note.objects.count(), Sheet.objects.filter(ratio__isnull=False).count()) == (0, 0)


def test_an_expert_notes_and_rules_nothing(body: Body) -> None:
    case = site.on_site(body)
    body.assign(case, body.manager, Part.EXPERT)
    with pytest.raises(NotAllowed):
        actions.see_leaf(case_id=case.pk, leaf="5.1.1.1", looked=Looked("看了"), by=body.manager)


def test_the_share_follows_from_the_findings(body: Body) -> None:
    case = site.on_site(body)
    seen = actions.see_leaf(case_id=case.pk, leaf="5.2.4-b", looked=Looked("看了", 10), by=body.evaluator)
    assert seen.ratio == 1
    failed(body, case, 3)
    seen.refresh_from_db()
    assert seen.ratio == Decimal("0.7")


def test_where_the_records_say_otherwise_a_reason_is_asked(body: Body) -> None:
    case = body.case(Stage.DOCUMENT_REVIEW)
    ReadinessSnapshot.objects.create(
        tenant=body.tenant, case=case, pack=case.pack, assessment="PD-2026-000001", as_of=clock.today(), low=90,
        high=95, ratios={"5.2.4-b": "0.9500", "5.1.1.1": None}, log_size=1, log_root="0" * 64, sha256="0" * 64,
        text="{}", rehearsal=False, handed_by="叶青", handed_at=clock.now(),
    )  # fmt: skip
    case = site.on_site(body, case)
    with pytest.raises(BadInput) as error:
        actions.see_leaf(case_id=case.pk, leaf="5.2.4-b", looked=Looked("看了", 10), by=body.evaluator)
    assert set(error.value.fields) == {"override_reason"}
    seen = actions.see_leaf(
        case_id=case.pk, leaf="5.2.4-b", looked=Looked("看了", 10, "抽样未见不符"), by=body.evaluator
    )
    assert (seen.ratio, seen.automatic, seen.override_reason) == (Decimal(1), Decimal("0.95"), "抽样未见不符")
    assert seen.automatic_from.startswith("PD-2026-000001")


def test_what_people_alone_decide_takes_two(body: Body) -> None:
    case = site.on_site(body)
    leaf = next(one for one, seen in queries.seen_in([case])[case.pk].items() if seen.manual)
    with pytest.raises(RuleBroken, match="nobody has seen"):
        actions.confirm_sheet(case_id=case.pk, leaf=leaf, by=body.lead)
    actions.see_leaf(case_id=case.pk, leaf=leaf, looked=site.looked(case, leaf), by=body.evaluator)
    with pytest.raises(RuleBroken, match="somebody else than the evaluator"):
        actions.confirm_sheet(case_id=case.pk, leaf=leaf, by=body.evaluator)
    confirmed = actions.confirm_sheet(case_id=case.pk, leaf=leaf, by=body.lead)
    assert confirmed.second_id == body.certifier(body.lead).pk
    failed(body, case, 1, leaf)  # another share than the one confirmed
    assert queries.seen_in([case])[case.pk][leaf].confirmed is False


def test_the_closing_meeting_waits_for_everything(body: Body) -> None:
    case = site.on_site(body)
    site.met(body, case, "closing", 1)
    with pytest.raises(RuleBroken, match="not seen yet: 43 indicators"):
        actions.hold_closing(case_id=case.pk, by=body.lead)
    case.refresh_from_db()
    assert (case.stage, Meeting.objects.get(kind="closing").confirmed_at) == ("on_site", None)


def test_a_meeting_needs_both_sides_and_minutes(body: Body) -> None:
    case = site.planned(body)
    with pytest.raises(RuleBroken):
        actions.hold_opening(case_id=case.pk, by=body.lead)
    actions.keep_meeting(case_id=case.pk, kind="opening", at=clock.now(), place="总部", by=body.lead)
    actions.sign(case_id=case.pk, kind="opening", name="lead 华", side="body", by=body.lead)
    with pytest.raises(RuleBroken, match="both sides sign"):
        actions.hold_opening(case_id=case.pk, by=body.lead)
    actions.sign(case_id=case.pk, kind="opening", name="叶青", side="body", by=site.client_of(body))
    assert Attendance.objects.get(name="叶青").side == "client"  # through the client's link one signs for the client
    with pytest.raises(RuleBroken, match="write what was said"):
        actions.hold_opening(case_id=case.pk, by=body.lead)


def test_a_note_is_kept_once_and_put_right_by_another(body: Body) -> None:
    case = site.on_site(body)
    first = actions.add_note(case_id=case.pk, note=note(), photo=("现场.jpg", BytesIO(JPEG)), by=body.evaluator)
    again = actions.add_note(case_id=case.pk, note=note(text="另一句"), by=body.evaluator)
    assert (again.pk, again.text, first.attachment is not None) == (first.pk, "会说明收费标准", True)
    with pytest.raises(Error, match="can be erased, not changed"), transaction.atomic():
        Note.objects.filter(pk=first.pk).update(text="改写")
    better = actions.add_note(case_id=case.pk, note=note("c" * 16, corrects_id=first.pk), by=body.lead)
    assert better.corrects_id == first.pk
    masked = actions.mask_note(case_id=case.pk, note_id=first.pk, by=body.lead)
    assert (masked.person, masked.masked_at is not None) == (None, True)
    with pytest.raises(RuleBroken):
        actions.mask_note(case_id=case.pk, note_id=first.pk, by=body.lead)


def test_after_the_closing_meeting_nothing_changes(body: Body) -> None:
    case = site.on_site(body)
    kept = actions.add_note(case_id=case.pk, note=note(), by=body.evaluator)
    site.all_seen(body, case)
    site.met(body, case, "closing", 1)
    actions.hold_closing(case_id=case.pk, by=body.lead)
    for act in (
        lambda: actions.see_leaf(case_id=case.pk, leaf="5.1.1.1", looked=Looked("改"), by=body.lead),
        lambda: actions.add_note(case_id=case.pk, note=note("n" * 16), by=body.lead),
        lambda: actions.start_plan(case_id=case.pk, by=body.lead),
        lambda: actions.sign(case_id=case.pk, kind="closing", name="迟到者", side="client", by=body.lead),
        lambda: actions.promise_sites(case_id=case.pk, by=body.lead),
    ):
        with pytest.raises(RuleBroken):
            act()
    assert actions.add_note(case_id=case.pk, note=note("n" * 16, corrects_id=kept.pk), by=body.lead).pk > kept.pk
    meeting, certifier = Meeting.objects.get(kind="opening"), body.certifier(body.lead)
    now = {"tenant": body.tenant}
    for write in (
        lambda: Sheet.objects.filter(case=case).update(text="改"),
        lambda: Meeting.objects.filter(pk=meeting.pk).update(minutes="改"),
        lambda: Attendance.objects.create(
            meeting=meeting, side="client", name="某", signed_through="web", signed_at=clock.now(), **now
        ),
        lambda: Plan.objects.create(case=case, version=9, made_by=certifier, made_at=clock.now(), **now),
        lambda: Note.objects.create(
            case=case, key="x" * 16, kind="note", text="补", by=certifier, at=clock.now(), kept_at=clock.now(), **now
        ),
        lambda: RecordDraw.objects.create(
            case=case, origin="list", leaf="5.1.1.1", title="补", size_rule="", promise="0" * 64, secret="x",
            promised_at=clock.now(), **now,
        ),
    ):  # fmt: skip
        with pytest.raises(Error, match=r"stand|put right|append-only"), transaction.atomic():
            write()


def test_the_programme_of_the_cycle_gives_everything_its_turn(body: Body) -> None:
    case = site.closed(body, body.case(Stage.DOCUMENT_REVIEW, outlets=5))
    kept = actions.keep_cycle(case_id=case.pk, by=body.lead)

    named = {name for year in kept.years for name in year["sites"]}
    assert named == {f"{number} 号网点" for number in range(1, 6)}
    assert [year["month"] for year in kept.years] == [0, 12, 24, 36]


def test_what_was_carried_over_stays_as_it_was_judged(body: Body) -> None:
    case = body.case(Stage.DOCUMENT_REVIEW)
    Occasion.objects.create(tenant=body.tenant, case=case, what="surveillance", leaves=["5.1.1.1", "5.2.4-b"])
    carried = Sheet.objects.create(
        tenant=body.tenant, case=case, leaf="5.2.4-a", ratio=Decimal("0.8"), sample_size=10, seen_at=clock.now(),
        evaluator=body.certifier(body.lead),
    )  # fmt: skip
    closed = site.closed(body, case)

    carried.refresh_from_db()
    assert (closed.stage, queries.applicable_of(closed), carried.ratio) == (
        "findings", ("5.1.1.1", "5.2.4-b"), Decimal("0.8"),
    )  # fmt: skip
