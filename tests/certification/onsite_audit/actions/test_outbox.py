"""The outbox: each thing once, refused things named, conflicts said."""

from base64 import b64encode
from datetime import timedelta

import pytest

from tests.certification.body import Body
from tests.certification.onsite_audit import site
from wuxing.certification.onsite_audit import actions
from wuxing.certification.onsite_audit.actions import Item
from wuxing.certification.onsite_audit.models import Note, Sheet
from wuxing.certification.onsite_audit.rules.sheets import Looked
from wuxing.core import clock
from wuxing.core.errors import BadInput, NotAllowed, NotFound

PNG = "data:image/png;base64," + b64encode(b"\x89PNG\r\n\x1a\n" + bytes(32)).decode()


def sheet(text: str, **more: object) -> Item:
    return Item("sheet-5.2.4-b", "sheet", {"leaf": "5.2.4-b", "text": text, "sample_size": "10", "since": ""} | more)


def test_notes_and_checklists_are_kept_once(body: Body) -> None:
    case = site.on_site(body)
    seen_at = (clock.now() - timedelta(hours=3)).isoformat()
    told = Item("n" * 32, "note", {"kind": "photo", "text": "公示栏", "leaf": "5.1.1.1", "at": seen_at, "photo": PNG})
    items = [told, sheet("看了十单")]
    first = actions.take(case_id=case.pk, items=items, by=body.evaluator)
    again = actions.take(case_id=case.pk, items=items, by=body.evaluator)

    assert [one["outcome"] for one in (*first, *again)] == ["kept"] * 4
    assert (Note.objects.count(), Note.objects.get().at.isoformat()) == (1, seen_at)
    assert Sheet.objects.get(case=case, leaf="5.2.4-b").text == "看了十单"


def test_a_refused_item_holds_up_no_other(body: Body) -> None:
    case = site.on_site(body)
    items = [Item("a" * 16, "note", {"kind": "note", "text": ""}), Item("b" * 16, "song", {}), sheet("看了")]

    told = actions.take(case_id=case.pk, items=items, by=body.evaluator)
    assert [one["outcome"] for one in told] == ["refused", "refused", "kept"]


def test_somebody_elses_version_is_shown_not_lost(body: Body) -> None:
    case = site.on_site(body)
    theirs = actions.see_leaf(case_id=case.pk, leaf="5.2.4-b", looked=Looked("组长看过", 10), by=body.lead)

    told = actions.take(case_id=case.pk, items=[sheet("我看的")], by=body.evaluator)[0]
    assert (told["outcome"], told["theirs"]["text"], told["theirs"]["evaluator"]) == ("conflict", "组长看过", "lead 华")
    assert theirs.seen_at is not None
    knowing = sheet("我看的", since=theirs.seen_at.isoformat())
    assert actions.take(case_id=case.pk, items=[knowing], by=body.evaluator)[0]["outcome"] == "kept"
    forced = sheet("还是我的", force=True)
    assert actions.take(case_id=case.pk, items=[forced], by=body.evaluator)[0]["outcome"] == "kept"
    assert Sheet.objects.get(case=case, leaf="5.2.4-b").text == "还是我的"


def test_outsiders_send_nothing(body: Body) -> None:
    case = site.on_site(body)
    with pytest.raises(NotAllowed):
        actions.take(case_id=case.pk, items=[sheet("看了")], by=body.officer)
    with pytest.raises(NotFound):
        actions.take(case_id=10**7, items=[sheet("看了")], by=body.evaluator)
    with pytest.raises(BadInput):
        actions.take(case_id=case.pk, items=[sheet("看了")] * 51, by=body.evaluator)
    case.roles.filter(certifier=body.certifier(body.evaluator)).update(ended_at=clock.now())
    told = actions.take(case_id=case.pk, items=[sheet("看了")], by=body.evaluator)
    assert [one["outcome"] for one in told] == ["refused"]
