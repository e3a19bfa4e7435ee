"""Draws of sites and records."""

import pytest
from django.db import Error, transaction

from tests.certification.body import Body
from tests.certification.onsite_audit import site
from wuxing.certification.cases.models import Site
from wuxing.certification.cases.states import Stage
from wuxing.certification.onsite_audit import actions
from wuxing.certification.onsite_audit.models import RecordDraw, RecordResult, SiteDraw
from wuxing.certification.onsite_audit.rules import drawing
from wuxing.certification.onsite_audit.views import shown
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry


def test_outlets_are_drawn_by_both_words(body: Body) -> None:
    case = body.case(Stage.DOCUMENT_REVIEW, outlets=10)
    promised = actions.promise_sites(case_id=case.pk, by=body.lead)
    assert promised is not None
    told = [str(entry.payload) for entry in Entry.objects.filter(case_type="case", case_id=case.pk)]
    assert [promised.secret in text for text in told] == [False] * len(told)
    found = actions.answer_sites(case_id=case.pk, word="青禾的词", by=site.client_of(body))

    assert (found.size, len(found.drawn), found.told_through) == (4, 4, "portal")
    assert [holds for _name, holds in drawing.checked(shown.as_file(found))] == [True] * 4
    chosen = Site.objects.filter(case=case, kind="outlet", chosen=True).values_list("name", flat=True)
    assert sorted(chosen) == sorted(found.population[place - 1] for place in found.drawn)


def test_nobody_draws_until_it_suits(body: Body) -> None:
    case = body.case(Stage.DOCUMENT_REVIEW, outlets=10)
    actions.promise_sites(case_id=case.pk, by=body.lead)
    with pytest.raises(RuleBroken, match="waits for the client's word"):
        actions.promise_sites(case_id=case.pk, by=body.lead)
    actions.answer_sites(case_id=case.pk, word="青禾的词", by=site.client_of(body))
    with pytest.raises(RuleBroken, match="are drawn already"):
        actions.answer_sites(case_id=case.pk, word="另一个词", by=site.client_of(body))
    with pytest.raises(RuleBroken, match="list of outlets that has changed"):
        actions.promise_sites(case_id=case.pk, by=body.lead)
    Site.objects.create(tenant=body.tenant, case=case, kind="outlet", name="新网点", headcount=3)
    again = actions.promise_sites(case_id=case.pk, by=body.lead)
    assert again is not None
    assert again.digest != SiteDraw.objects.earliest("pk").digest


def test_the_database_keeps_promise_and_draw(body: Body) -> None:
    case = body.case(Stage.DOCUMENT_REVIEW, outlets=10)
    found = actions.promise_sites(case_id=case.pk, by=body.lead)
    assert found is not None
    for change in ({"secret": "x" * 20}, {"promise": "0" * 64}):
        with pytest.raises(Error, match="a promise and a draw stand"), transaction.atomic():
            SiteDraw.objects.filter(pk=found.pk).update(**change)
    actions.answer_sites(case_id=case.pk, word="青禾的词", by=site.client_of(body))
    with pytest.raises(Error, match="a promise and a draw stand"), transaction.atomic():
        SiteDraw.objects.filter(pk=found.pk).update(drawn=[1, 2, 3, 4])


def test_the_team_writes_down_who_told_the_word(body: Body) -> None:
    case = body.case(Stage.DOCUMENT_REVIEW, outlets=10)
    actions.promise_sites(case_id=case.pk, by=body.lead)

    with pytest.raises(BadInput):
        actions.answer_sites(case_id=case.pk, word="青禾的词", by=body.lead)
    with pytest.raises(NotAllowed):
        actions.answer_sites(case_id=case.pk, word="青禾的词", told_by="叶青", by=body.officer)
    found = actions.answer_sites(case_id=case.pk, word="青禾的词", told_by="叶青", by=body.lead)
    assert (found.told_by, found.told_through) == ("叶青", "web")


def test_one_outlet_is_visited_without_a_draw(body: Body) -> None:
    case = body.case(Stage.DOCUMENT_REVIEW, outlets=1)

    assert actions.promise_sites(case_id=case.pk, by=body.lead) is None
    assert set(Site.objects.filter(case=case).values_list("chosen", flat=True)) == {True}


def test_records_are_drawn_from_the_list_handed_over(body: Body) -> None:
    case = site.on_site(body)
    asked = actions.ask_records(
        case_id=case.pk, leaf="5.2.4-b", title="2026 年 9 月维修单", rule="sqrt", at_least=3, at_most=8,
        by=body.evaluator,
    )  # fmt: skip
    listing = "\n".join(f"WX-{number:03d}" for number in range(1, 31))
    found = actions.hand_over(
        case_id=case.pk, draw_id=asked.pk, listing=listing, word="青禾的词", by=site.client_of(body)
    )
    assert (found.size, len(found.drawn), found.digest) == (6, 6, drawing.digest_of(listing.split("\n")))

    place = found.drawn[0]
    with pytest.raises(BadInput):
        actions.record_result(case_id=case.pk, draw_id=found.pk, place=place, conforms=False, by=body.evaluator)
    actions.record_result(
        case_id=case.pk, draw_id=found.pk, place=place, conforms=False, note="无签字", by=body.evaluator
    )
    actions.record_result(case_id=case.pk, draw_id=found.pk, place=place, conforms=True, note="补看", by=body.lead)
    assert list(RecordResult.objects.order_by("pk").values_list("place", "conforms")) == [(place, False), (place, True)]
    with pytest.raises(RuleBroken):
        actions.hand_over(case_id=case.pk, draw_id=asked.pk, listing="A", word="青禾的词", by=site.client_of(body))


def test_a_sample_of_the_company_is_named_by_number_and_digest(body: Body) -> None:
    case = site.on_site(body)
    with pytest.raises(BadInput):
        actions.refer_sample(
            case_id=case.pk, leaf="5.2.4-b", title="维修单", sample_number="SA-2026-000003", digest="no", size=8,
            by=body.lead,
        )  # fmt: skip
    actions.refer_sample(
        case_id=case.pk, leaf="5.2.4-b", title="维修单", sample_number="SA-2026-000003", digest="ab" * 32, size=8,
        by=body.lead,
    )  # fmt: skip
    assert RecordDraw.objects.values_list("origin", "sample_number", "size").get() == (
        "engagement",
        "SA-2026-000003",
        8,
    )
