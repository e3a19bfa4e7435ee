"""Further cases of a certificate: what they copy, how far they come at once, what is refused."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.certification.body import Body
from tests.certification.certificate.conftest import Certify
from tests.certification.report.evaluated import SAMPLED, WHOLE, close, deduction, exclude, see
from wuxing.certification.cases.models import Case, Site
from wuxing.certification.cases.states import Kind, Stage
from wuxing.certification.certificate.rules import due_after, months_after
from wuxing.certification.onsite_audit.models import Sheet
from wuxing.certification.onsite_audit.queries import applicable_of
from wuxing.certification.report.models import Override
from wuxing.certification.surveillance import actions, queries
from wuxing.certification.surveillance.actions import Foreign, New, Place
from wuxing.certification.surveillance.actions.carrying import carry_rest
from wuxing.certification.surveillance.models import Alternative, ForeignCertificate, Occasion
from wuxing.certification.surveillance.states import Method, What
from wuxing.core import clock
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry

TODAY = clock.today()
ELEVEN_MONTHS_AGO = months_after(TODAY, -11)


def entries(event: str, case: Case) -> int:
    return Entry.objects.filter(event=event, case_type="case", case_id=case.pk).count()


def test_surveillance_copies_the_case_and_looks_at_a_part(body: Body, certify: Certify) -> None:
    held = certify(evaluated=ELEVEN_MONTHS_AGO)
    made = actions.open_surveillance(certificate_id=held.pk, by=body.officer)
    occasion = Occasion.objects.get(case=made)
    assert (made.kind, made.client_id, made.certificate_id) == (Kind.SURVEILLANCE, held.client_id, held.pk)
    assert (made.scope, made.target_level, made.pack) == (held.scope, held.level, held.pack)
    assert made.officer_id == body.officer.user_id
    names = list(Site.objects.filter(case=made).order_by("pk").values_list("name", "chosen"))
    assert names == [("总部", True), ("1 号网点", False), ("2 号网点", False), ("3 号网点", False)]
    assert (occasion.what, occasion.nth, occasion.outlets) == (What.SURVEILLANCE, 1, 2)
    assert entries("surveillance.open", made) == 1
    assert made.stage in {Stage.ACCEPTED, Stage.CONTRACTED}


def test_what_is_not_looked_at_is_carried_over(body: Body, certify: Certify) -> None:
    held = certify(evaluated=ELEVEN_MONTHS_AGO)
    fresh = body.case(Stage.ON_SITE, client=held.client)
    out = next(leaf.id for leaf in body.pack.leaves if leaf.excludable)
    exclude(body, fresh, out)
    deduction(body, fresh, WHOLE)
    deduction(body, fresh, SAMPLED, sample_size=3, failures=1)
    see(body, fresh, {WHOLE: "0", SAMPLED: "0.666666"}, {SAMPLED: 3})
    fresh.closing_at, fresh.stage = clock.now() + timedelta(seconds=5), Stage.CERTIFIED.value
    fresh.save(update_fields=["closing_at", "stage"])

    made = actions.open_surveillance(certificate_id=held.pk, by=body.officer)
    looked = set(queries.leaves_in(made) or ())
    carried = set(Sheet.objects.filter(case=made).values_list("leaf", flat=True))
    everything = {leaf.id for leaf in body.pack.leaves}
    assert {WHOLE, SAMPLED} <= looked
    assert looked | carried | {out} == everything
    assert not looked & carried
    assert set(Sheet.objects.filter(case=made).values_list("ratio", flat=True)) == {1}
    assert list(made.exclusions.values_list("leaf", "accepted")) == [(out, True)]
    assert set(applicable_of(made)) == looked
    assert 0 < len(looked) < len(everything)


def test_the_latest_override_is_carried_over_not_the_share_of_old(body: Body) -> None:
    last, made = body.case(Stage.ON_SITE), body.case(Stage.CONTRACTED)
    see(body, last, {WHOLE: "0", SAMPLED: None})
    close(last, Stage.CERTIFIED)
    for leaf, after in ((WHOLE, "0.2"), (WHOLE, "1"), (SAMPLED, "0.5")):
        Override.objects.create(
            tenant=body.tenant, case=last, leaf=leaf, before=0, after=Decimal(after), reason="记录在另一处",
            source="appeal", proposed_by_id=body.decider.user_id, confirmed_by_id=body.decider2.user_id,
            at=clock.now(),
        )  # fmt: skip
    carry_rest(last, made, ())
    kept = {row.leaf: row for row in Sheet.objects.filter(case=made)}
    assert (kept[WHOLE].ratio, kept[SAMPLED].ratio) == (1, Decimal("0.5"))
    assert kept[WHOLE].text == f"{last.number}: 记录在另一处"


def test_the_second_surveillance_looks_at_the_rest(body: Body, certify: Certify) -> None:
    held = certify(evaluated=ELEVEN_MONTHS_AGO)
    first = actions.open_surveillance(certificate_id=held.pk, by=body.officer)
    Case.objects.filter(pk=first.pk).update(stage=Stage.CERTIFIED.value)
    second = actions.open_surveillance(certificate_id=held.pk, by=body.officer)
    assert (Occasion.objects.get(case=first).nth, Occasion.objects.get(case=second).nth) == (1, 2)


def test_surveillance_is_refused_with_a_reason_and_leaves_nothing(body: Body, certify: Certify) -> None:
    early, due = certify(), certify(evaluated=ELEVEN_MONTHS_AGO)
    count = Case.objects.count()
    with pytest.raises(RuleBroken, match="too early"):
        actions.open_surveillance(certificate_id=early.pk, by=body.officer)
    for one in (body.admin, body.manager, body.lead, body.decider):
        with pytest.raises(NotAllowed):
            actions.open_surveillance(certificate_id=due.pk, by=one)
    with pytest.raises(NotFound):
        actions.open_surveillance(certificate_id=10**9, by=body.officer)
    assert (Case.objects.count(), Occasion.objects.count()) == (count, 0)
    actions.open_surveillance(certificate_id=due.pk, by=body.officer)
    with pytest.raises(RuleBroken, match="under way already"):
        actions.open_surveillance(certificate_id=due.pk, by=body.officer)


def test_renewal_is_a_full_run_that_the_client_applies_for(body: Body, certify: Certify) -> None:
    held = certify(evaluated=months_after(TODAY, -34))
    made = actions.open_renewal(certificate_id=held.pk, by=body.officer)
    occasion = Occasion.objects.get(case=made)
    assert (made.kind, made.stage, made.certificate_id) == (Kind.RENEWAL, Stage.DRAFT, held.pk)
    assert (occasion.leaves, occasion.outlets) == ([], 2)
    assert made.application.source == "office"
    with pytest.raises(RuleBroken, match="too early"):
        actions.open_renewal(certificate_id=certify().pk, by=body.officer)


def test_a_change_keeps_before_and_after(body: Body, certify: Certify) -> None:
    held = certify()
    made = actions.open_change(
        certificate_id=held.pk,
        what=What.SCOPE,
        new=New(scope="家用电器与厨具的售后服务"),
        reason="新增厨具",
        by=body.officer,
    )
    assert (made.kind, made.scope, made.reason) == (Kind.CHANGE, "家用电器与厨具的售后服务", "新增厨具")
    assert Occasion.objects.get(case=made).facts == {"before": held.scope, "after": made.scope}
    with pytest.raises(RuleBroken, match="changes it already"):
        actions.open_change(
            certificate_id=held.pk, what=What.LEVEL_UP, new=New(level="star5"), reason="升级", by=body.officer
        )


def test_a_change_of_places(body: Body, certify: Certify) -> None:
    held = certify()
    new = New(added=[Place("5 号网点", "福州", 6)], dropped=["1 号网点"])
    made = actions.open_change(certificate_id=held.pk, what=What.SITES, new=new, reason="搬迁", by=body.officer)
    names = list(Site.objects.filter(case=made).order_by("pk").values_list("name", flat=True))
    assert names == ["总部", "2 号网点", "3 号网点", "5 号网点"]
    assert Occasion.objects.get(case=made).facts == {"added": ["5 号网点"], "dropped": ["1 号网点"]}
    assert Site.objects.filter(case=held.case).count() == 4


def test_a_change_says_what_is_missing(body: Body, certify: Certify) -> None:
    held = certify()
    wrong: list[tuple[What, New, str]] = [
        (What.SCOPE, New(), "scope"),
        (What.NAME, New(name=held.holder), "name"),
        (What.SITES, New(), "added"),
        (What.SITES, New(added=[Place("1 号网点")]), "added"),
        (What.SITES, New(dropped=["9 号网点"]), "dropped"),
        (What.LEVEL_UP, New(level="star3"), "level"),
        (What.LEVEL_DOWN, New(level="star5"), "level"),
        (What.EARLY, New(), "what"),
    ]
    for what, new, field in wrong:
        with pytest.raises(BadInput) as error:
            actions.open_change(certificate_id=held.pk, what=what, new=new, reason="理由", by=body.officer)
        assert set(error.value.fields) == {field}
    assert Occasion.objects.count() == 0


def test_a_change_of_name_goes_to_the_report_without_an_evaluation(body: Body, certify: Certify) -> None:
    held = certify()
    see_before = held.decision.score
    made = actions.open_change(
        certificate_id=held.pk, what=What.NAME, new=New(name="青禾智家有限公司"), reason="公司更名", by=body.officer
    )
    assert made.client.name == "青禾智家有限公司"
    assert Entry.objects.filter(event="client.rename", target_id=held.client_id).count() == 1
    with pytest.raises(RuleBroken):
        actions.waive_evaluation(case_id=made.pk, reason="只改名称", by=body.officer)
    Case.objects.filter(pk=made.pk).update(stage=Stage.CONTRACTED.value)
    done = actions.waive_evaluation(case_id=made.pk, reason="只改名称", by=body.officer)
    score = done.scores.get()
    assert done.stage == Stage.REPORT
    assert (score.likely, score.level, score.official) == (see_before.likely, see_before.level, see_before.official)
    assert queries.is_waived(done.pk)
    assert entries("surveillance.alternative", done) == 1


def test_nothing_else_goes_to_the_report_without_an_evaluation(body: Body, certify: Certify) -> None:
    held = certify(evaluated=ELEVEN_MONTHS_AGO)
    made = actions.open_surveillance(certificate_id=held.pk, by=body.officer)
    Case.objects.filter(pk=made.pk).update(stage=Stage.CONTRACTED.value)
    with pytest.raises(RuleBroken, match="only a change of name"):
        actions.waive_evaluation(case_id=made.pk, reason="太忙", by=body.officer)
    assert Alternative.objects.count() == 0


def test_another_way_of_evaluation_has_a_reason_and_a_time(body: Body, certify: Certify) -> None:
    held = certify(evaluated=ELEVEN_MONTHS_AGO)
    made = actions.open_surveillance(certificate_id=held.pk, by=body.officer)
    with pytest.raises(BadInput):
        actions.set_alternative(case_id=made.pk, method=Method.REMOTE, reason=" ", by=body.officer)
    with pytest.raises(BadInput):
        actions.set_alternative(case_id=made.pk, method=Method.WAIVED, reason="太忙", by=body.officer)
    actions.set_alternative(case_id=made.pk, method=Method.REMOTE, reason="台风停运", by=body.officer)
    found = queries.alternative_of(made.pk)
    assert found is not None
    assert (found.method, found.reason) == (Method.REMOTE, "台风停运")
    Case.objects.filter(pk=made.pk).update(stage=Stage.ON_SITE.value)
    with pytest.raises(RuleBroken, match="planned already"):
        actions.set_alternative(case_id=made.pk, method=Method.DOCUMENTS, reason="台风停运", by=body.officer)


def foreign(**changes: object) -> Foreign:
    facts: dict[str, object] = {
        "body": "某认证", "number": "0812026P00017", "level": "star3", "valid_until": TODAY + timedelta(days=700),
        "last_evaluated_on": TODAY - timedelta(days=100), "in_force": True, "not_suspended": True,
        "complaints_asked": True, "report_read": True, "complaints": "没有未结投诉",
    }  # fmt: skip
    return Foreign(**(facts | changes))  # type: ignore[arg-type]


def test_a_transfer_begins_with_the_other_bodys_certificate(body: Body) -> None:
    client = body.client()
    made = actions.open_transfer(
        client_id=client.pk, pack=body.pack.identity, foreign=foreign(), reason="业务调整", by=body.officer
    )
    kept = ForeignCertificate.objects.get(case=made)
    assert (made.kind, made.stage, made.target_level) == (Kind.TRANSFER, Stage.DRAFT, "star3")
    assert (kept.number, kept.checks["report_read"], kept.complaints) == ("0812026P00017", True, "没有未结投诉")
    assert entries("surveillance.transfer", made) == 1


def test_a_transfer_is_refused_where_something_stands_against_it(body: Body, certify: Certify) -> None:
    client, pack = body.client(), body.pack.identity
    for changes in ({"in_force": False}, {"not_suspended": False}, {"report_read": False}):
        with pytest.raises(RuleBroken):
            actions.open_transfer(
                client_id=client.pk, pack=pack, foreign=foreign(**changes), reason="业务调整", by=body.officer
            )
    with pytest.raises(BadInput):
        actions.open_transfer(
            client_id=client.pk, pack=pack, foreign=foreign(complaints=""), reason="", by=body.officer
        )
    holder = certify().client_id
    with pytest.raises(RuleBroken, match="already"):
        actions.open_transfer(client_id=holder, pack=pack, foreign=foreign(), reason="业务调整", by=body.officer)
    assert ForeignCertificate.objects.count() == 0


def test_a_special_evaluation_has_a_reason(body: Body, certify: Certify) -> None:
    held = certify()
    with pytest.raises(BadInput):
        actions.open_special(certificate_id=held.pk, reason=" ", by=body.officer)
    made = actions.open_special(certificate_id=held.pk, reason="投诉集中", short_notice=True, by=body.officer)
    assert (made.kind, made.short_notice, made.reason) == (Kind.SPECIAL, True, "投诉集中")


def test_dates_of_the_walls_agree_with_the_calendar(body: Body, certify: Certify) -> None:
    held = certify(evaluated=date(2024, 2, 29))
    assert (held.surveillance_due_on, due_after(date(2024, 2, 29))) == (date(2025, 2, 28), date(2025, 2, 28))
