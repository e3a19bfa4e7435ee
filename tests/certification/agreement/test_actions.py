"""From the quote to the contract: versions, both signatures, what blocks, fees."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests.certification.body import Body
from wuxing.certification.agreement import actions, queries
from wuxing.certification.agreement.actions import Quoted
from wuxing.certification.agreement.models import Agreement, AgreementStep, Invoice
from wuxing.certification.agreement.states import Fee, Side, State
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases import gates
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.portal import client_actor
from wuxing.certification.cases.states import Stage
from wuxing.certification.office.letters.models import Letter
from wuxing.certification.programme.rules import Asked
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry

PIXEL = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def quoted(**changes: object) -> Quoted:
    today = clock.today()
    facts: dict[str, object] = {"access_from": today, "access_until": today + timedelta(days=60)}
    return Quoted(**(facts | changes))  # type: ignore[arg-type]


def client(body: Body) -> Actor:
    return client_actor(body.tenant, "叶青")


def issue(body: Body, case: Case, **changes: object) -> Agreement:
    return actions.issue(case_id=case.pk, quoted=quoted(**changes), by=body.officer)


def sign(body: Body, row: Agreement, side: Side, **changes: object) -> AgreementStep:
    by = client(body) if side is Side.CLIENT else body.officer
    facts: dict[str, object] = {
        "case_id": row.case_id, "version": row.version, "side": side, "name": "叶青", "post": "总经理",
        "sha256": row.sha256, "by": by,
    }  # fmt: skip
    return actions.sign(**(facts | changes))  # type: ignore[arg-type]


def test_a_quote_is_worked_out_by_the_rule_and_told_to_the_client(body: Body) -> None:
    case = body.case(Stage.ACCEPTED)
    made = issue(body, case, areas=("repair", "evidence"), adjustments=(Asked("complexity", Decimal(1), "燃气"),))
    said = queries.content_of(made)
    assert (
        made.version, made.days, made.total, made.areas,
        [row["days"] for row in said["days"]], [(row["kind"], row["amount"]) for row in said["fees"]],
        len(said["clauses"]), Letter.objects.get(case=case).kind, Case.objects.get(pk=case.pk).programme_id is not None,
        Entry.objects.filter(event="agreement.issue").count(),
    ) == (
        1, Decimal("5"), Decimal("17000.00"), ["evidence", "repair"], ["3", "1", "1"],
        [("application", "1000.00"), ("evaluation", "15000.00"), ("certificate", "1000.00")],
        13, "quote", True, 1,
    )  # fmt: skip


def test_an_agreement_names_the_scheme_as_people_do(body: Body) -> None:
    case = body.case(Stage.ACCEPTED, language="zh-hant")
    rule = queries.content_of(issue(body, case))["rule"]
    assert rule == f"{body.pack.title.in_language('zh-hant')} · 產品預設規則"
    assert body.pack.id not in rule


def test_both_signatures_make_the_case_contracted_and_charge_the_fees(body: Body) -> None:
    case = body.case(Stage.ACCEPTED)
    made = issue(body, case)
    sign(body, made, Side.CLIENT, drawing=PIXEL, door_id=7)
    assert (Case.objects.get(pk=case.pk).stage, queries.standing(case).state) == ("accepted", State.SIGNED_CLIENT)  # type: ignore[union-attr]
    sign(body, made, Side.BODY, name="欧阳", post="认证部")
    found = queries.standing(case)
    assert found is not None
    assert (
        Case.objects.get(pk=case.pk).stage, found.state, [step.drawing_id is not None for step in found.steps],
        list(Invoice.objects.filter(case=case).order_by("pk").values_list("kind", "amount")),
    ) == (
        "contracted", State.CONCLUDED, [False, True, False],
        [("application", Decimal(1000)), ("evaluation", made.days * 3000), ("certificate", Decimal(1000))],
    )  # fmt: skip


def test_no_name_of_a_signatory_stands_in_the_ledger(body: Body) -> None:
    made = issue(body, body.case(Stage.ACCEPTED))
    sign(body, made, Side.CLIENT, name="慕容不在账上", post="副总")
    assert [
        entry.payload for entry in Entry.objects.filter(event="agreement.sign") if "慕容" in str(entry.payload)
    ] == []


def test_a_change_is_another_version_and_the_old_one_is_not_signed(body: Body) -> None:
    case = body.case(Stage.ACCEPTED)
    first = issue(body, case)
    actions.ask_change(case_id=case.pk, version=1, text="请减少一天", by=client(body))
    with pytest.raises(RuleBroken, match="the client has asked for a change; issue another version"):
        sign(body, first, Side.BODY)
    second = issue(body, case, adjustments=(Asked("simple_service", Decimal(-1), "服务单一"),))
    with pytest.raises(RuleBroken, match="there is a newer version"):
        sign(body, first, Side.CLIENT)
    with pytest.raises(IntegrityError), transaction.atomic():  # the database says so too
        AgreementStep.objects.create(
            tenant=body.tenant, agreement=first, event="signed_client", sha256=first.sha256, name="x", channel="web",
            at=clock.now(),
        )  # fmt: skip
    assert (second.version, second.number, [one.row.version for one in queries.versions(case.pk)]) == (
        2,
        first.number,
        [2, 1],
    )


def test_what_is_signed_is_the_text_that_was_read(body: Body) -> None:
    made = issue(body, body.case(Stage.ACCEPTED))
    with pytest.raises(RuleBroken, match="the text has changed since you opened it"):
        sign(body, made, Side.CLIENT, sha256="0" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementStep.objects.create(
            tenant=body.tenant,
            agreement=made,
            event="signed_body",
            sha256="0" * 64,
            name="x",
            channel="web",
            at=clock.now(),
        )
    with pytest.raises(BadInput) as refused:
        sign(body, made, Side.CLIENT, name=" ", post="")
    assert set(refused.value.fields) == {"signed_by", "post"}


def test_nobody_signs_for_the_other_side_and_nobody_by_administrator_right(body: Body) -> None:
    made = issue(body, body.case(Stage.ACCEPTED))
    for side, by in (
        (Side.CLIENT, body.officer),
        (Side.BODY, client(body)),
        (Side.BODY, body.admin),
        (Side.BODY, body.lead),
    ):
        with pytest.raises(NotAllowed):
            sign(body, made, side, by=by)
    with pytest.raises(NotAllowed):
        actions.issue(case_id=made.case_id, quoted=quoted(), by=body.admin)
    assert AgreementStep.objects.exclude(event="issued").count() == 0


def test_fees_other_than_the_list_and_long_access_need_their_reasons(body: Body) -> None:
    case = body.case(Stage.ACCEPTED)
    late = clock.today() + timedelta(days=400)
    with pytest.raises(BadInput) as refused:
        issue(body, case, fees={Fee.EVALUATION: Decimal(1)}, areas=("secrets",), access_until=late)
    assert set(refused.value.fields) == {"fees_why", "areas", "access_until"}
    with pytest.raises(RuleBroken, match="from -1 to 0 days"):
        issue(body, case, adjustments=(Asked("simple_service", Decimal(-2), "x"),))
    assert Agreement.objects.count() == 0


def test_the_gates_say_what_is_missing_for_many_cases_at_once(
    body: Body, django_assert_num_queries: Callable[..., object]
) -> None:
    bare = body.case(Stage.UNDER_REVIEW, contract=False)
    done = body.case(Stage.UNDER_REVIEW)
    unpaid = body.case(Stage.UNDER_REVIEW)
    Invoice.objects.create(
        tenant=body.tenant, number="SF-X", case=unpaid, kind="evaluation", amount=Decimal("12.5"),
        issued_on=clock.today(), due_on=clock.today(), made_at=clock.now(),
    )  # fmt: skip
    certificate = body.case(Stage.GRANTED)
    Invoice.objects.create(
        tenant=body.tenant, number="SF-Y", case=certificate, kind="certificate", amount=Decimal(9),
        issued_on=clock.today(), due_on=clock.today(), made_at=clock.now(),
    )  # fmt: skip

    def ours(case: Case, to: Stage) -> list[str]:
        words = ("agreement", "fees")
        return [
            str(reason) for reason in gates.blocks([case], to).get(case.pk, []) if any(word in reason for word in words)
        ]

    assert [ours(case, Stage.DECISION) for case in (bare, done, unpaid, certificate)] == [
        ["the agreement is missing: issue a quote"], [], ["fees are missing: 12.50 yuan are not paid yet"], [],
    ]  # fmt: skip
    assert ours(certificate, Stage.CERTIFIED) == ["fees are missing: 9.00 yuan are not paid yet"]
    from wuxing.certification.agreement.gates import agreement_stands, fees_are_paid

    for several in ([bare, done], [bare, done, unpaid, certificate]):
        with django_assert_num_queries(2):  # type: ignore[attr-defined]
            agreement_stands(several)
        with django_assert_num_queries(3):  # type: ignore[attr-defined]
            fees_are_paid(several)


def test_a_case_without_a_contract_is_not_evaluated(body: Body) -> None:
    case = body.case(Stage.CONTRACTED, contract=False)
    with transaction.atomic(), pytest.raises(RuleBroken, match="the agreement is missing"):
        cases.advance(case, Stage.DOCUMENT_REVIEW, by=body.officer)


def test_surveillance_goes_on_under_the_agreement_of_the_cycle(body: Body) -> None:
    first = body.case(Stage.CERTIFIED)
    later = body.case(Stage.ACCEPTED, client=first.client, kind="surveillance")
    made = actions.continue_under(case_id=later.pk, by=body.officer)
    assert (
        Case.objects.get(pk=later.pk).stage, made.continues_id, queries.standing(later).state,  # type: ignore[union-attr]
        list(Invoice.objects.filter(case=later).order_by("pk").values_list("kind", flat=True)),
    ) == ("contracted", Agreement.objects.get(case=first).pk, State.CONTINUES, ["evaluation", "yearly"])  # fmt: skip


def test_no_agreement_goes_on_where_none_was_signed_or_the_kind_makes_its_own(body: Body) -> None:
    alone = body.case(Stage.ACCEPTED, kind="surveillance")
    with pytest.raises(RuleBroken, match="no signed agreement of this client covers today"):
        actions.continue_under(case_id=alone.pk, by=body.officer)
    first = body.case(Stage.CERTIFIED)
    renewal = body.case(Stage.ACCEPTED, client=first.client, kind="renewal")
    with pytest.raises(RuleBroken, match="makes an agreement of its own"):
        actions.continue_under(case_id=renewal.pk, by=body.officer)


def test_an_invoice_is_paid_once_or_cancelled_with_a_reason(body: Body) -> None:
    case = body.case(Stage.CONTRACTED, contract=False)
    today = clock.today()
    made = actions.charge(case_id=case.pk, kind=Fee.YEARLY, amount=Decimal("2000"), due_on=today, by=body.officer)
    assert queries.balance([case], today)[case.pk].open == Decimal(2000)
    actions.pay(invoice_id=made.pk, paid_on=today, note="转账", by=body.officer)
    with pytest.raises(RuleBroken, match="this invoice is paid already"):
        actions.pay(invoice_id=made.pk, paid_on=today, by=body.officer)
    with pytest.raises(RuleBroken, match="this invoice is paid already"):
        actions.cancel(invoice_id=made.pk, reason="x", by=body.officer)
    with pytest.raises(NotAllowed):
        actions.charge(case_id=case.pk, kind=Fee.YEARLY, amount=Decimal(1), due_on=today, by=body.admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.filter(pk=made.pk).update(amount=1)
    assert (
        [(row.kind, row.charged, row.paid) for row in queries.income(today.year)], queries.balance([case], today)[case.pk].open
    ) == ([(Fee.YEARLY, Decimal(2000), Decimal(2000))], Decimal(0))  # fmt: skip
