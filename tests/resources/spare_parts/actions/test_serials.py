"""序列号: a piece of a part that is tracked is in one place at a time, from goods in to its end; in all three ways."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.resources.spare_parts.conftest import Parts
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.resources.models import OldPart, PartRequest, PartSerial, StockMovement, StockPlace
from wuxing.resources.spare_parts import actions
from wuxing.resources.spare_parts.actions import Old, OrderLine
from wuxing.resources.spare_parts.queries import lists

LINE = OrderLine(order_id=7, line_id=70, case_id=5)


def receive(parts: Parts, place: StockPlace, *serials: str) -> None:
    quantity = Decimal(len(serials))
    actions.receive(place_id=place.pk, part_id=parts.board.pk, quantity=quantity, serials=serials, by=parts.keeper)


def use(parts: Parts, serial: str, old: Old | None = None, line: OrderLine = LINE) -> StockMovement:
    given = {"person": parts.shop.technician, "part": parts.board, "quantity": Decimal(1), "by": parts.shop.visitor}
    return actions.use(**given, order_line=line, serial=serial, old=old)


def asked(parts: Parts, quantity: int = 1) -> PartRequest:
    person, part = parts.shop.technician.pk, parts.board.pk
    made = actions.request_part(person_id=person, part_id=part, quantity=Decimal(quantity), by=parts.keeper)
    store = parts.store.pk
    return actions.approve_request(request_id=made.pk, store_id=store, by=parts.keeper)


def where(parts: Parts) -> dict[str, tuple[str, str, str]]:
    rows = PartSerial.objects.filter(part=parts.board).select_related("place").order_by("sign")
    return {row.serial: (row.state, row.condition, row.place.name if row.place else "") for row in rows}


def refused(work: Callable[[], object]) -> str:
    """Return why a piece cannot move; nothing is left of it."""
    before = (Entry.objects.count(), StockMovement.objects.count())
    with pytest.raises((RuleBroken, BadInput)) as refusal, transaction.atomic():
        work()
    assert (Entry.objects.count(), StockMovement.objects.count()) == before
    error: Any = refusal.value
    return str(error.reason) if isinstance(error, RuleBroken) else str(next(iter(error.fields.values())))


def test_a_piece_goes_from_goods_in_to_its_end(parts: Parts) -> None:
    parts.mode("full")
    other = actions.save_store(name="马尾仓", by=parts.keeper)
    receive(parts, other, "N-1", "N-2", "N-3")
    given = {"source_id": other.pk, "target_id": parts.store.pk, "part_id": parts.board.pk}
    actions.transfer(**given, quantity=Decimal(2), serials=["n-1 ", "N-2"], by=parts.keeper)
    assert where(parts) == {
        "N-1": ("lying", "good", "福州仓"), "N-2": ("lying", "good", "福州仓"), "N-3": ("lying", "good", "马尾仓"),
    }  # fmt: skip
    made = asked(parts, 2)
    actions.issue_request(request_id=made.pk, serials=["N-1", "N-2"], by=parts.keeper)
    assert {row[0] for serial, row in where(parts).items() if serial != "N-3"} == {"on_way"}
    actions.take_over(request_id=made.pk, by=parts.shop.visitor)
    use(parts, "N-1", Old("returned", "O-1"))
    back = {"person_id": parts.shop.technician.pk, "part_id": parts.board.pk, "store_id": other.pk}
    actions.return_unused(**back, quantity=Decimal(1), serials=["N-2"], by=parts.shop.visitor)
    assert where(parts) == {
        "N-1": ("fitted", "good", ""), "N-2": ("lying", "good", "马尾仓"), "N-3": ("lying", "good", "马尾仓"),
        "O-1": ("lying", "defective", "陈伟"),
    }  # fmt: skip
    old = OldPart.objects.get().pk
    actions.take_in_old_part(old_part_id=old, store_id=parts.store.pk, by=parts.keeper)
    assert where(parts)["O-1"] == ("lying", "defective", "福州仓")
    actions.dispose_old_part(old_part_id=old, to="claimed", by=parts.keeper)
    assert where(parts)["O-1"] == ("gone", "defective", "")
    found = StockMovement.objects.filter(serial__iexact="N-1").order_by("pk")
    assert [one.kind for one in found] == ["received", "transferred", "issued", "taken_over", "consumed"]
    assert [row["serial"] for row in lists.pieces(typed="n-")] == ["N-1", "N-2", "N-3"]


def test_what_is_not_said_piece_by_piece_is_refused(parts: Parts) -> None:
    parts.mode("full")
    receive(parts, parts.store, "N-1", "N-2")
    receive_in = {"place_id": parts.store.pk, "part_id": parts.board.pk, "by": parts.keeper}
    two = Decimal(2)
    assert refused(lambda: actions.receive(**receive_in, quantity=two, serials=["N-9"])) == (
        "write the serial number of each piece: pieces 2, numbers 1"
    )
    assert refused(lambda: actions.receive(**receive_in, quantity=two, serials=["N-9", "n-9"])) == (
        "N-9 stands there twice"
    )
    assert refused(lambda: receive(parts, parts.store, "n-1")) == "by the records N-1 lies at 福州仓; count there first"
    assert refused(lambda: actions.issue_request(request_id=asked(parts).pk, by=parts.keeper)).startswith("write the")


def test_a_piece_that_is_elsewhere_is_not_used(parts: Parts) -> None:
    parts.mode("full")
    receive(parts, parts.store, "N-1", "N-2")
    made = asked(parts)
    actions.issue_request(request_id=made.pk, serials=["N-1"], by=parts.keeper)
    actions.take_over(request_id=made.pk, by=parts.shop.visitor)
    assert refused(lambda: use(parts, "N-2")) == "by the records N-2 lies at 福州仓; count there first"
    assert refused(lambda: use(parts, "N-8")) == "陈伟 has no N-8; choose what lies there, or count"
    use(parts, "N-1")
    receive(parts, parts.store, "N-3")
    assert refused(lambda: receive(parts, parts.store, "N-1")) == (
        "by the records N-1 was used on an order; strike its line first"
    )


def test_the_database_keeps_a_piece_in_one_place(parts: Parts) -> None:
    parts.mode("full")
    receive(parts, parts.store, "N-1")
    row = PartSerial.objects.get()
    for wrong in ({"state": "fitted"}, {"place": None}, {"state": "on_way"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PartSerial.objects.update(**wrong)
    row.pk, row.place = None, parts.van
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_struck_line_gives_both_pieces_back(parts: Parts) -> None:
    parts.mode("personal")
    receive(parts, parts.van, "N-1")
    use(parts, "N-1", Old("returned", "O-1"))
    actions.undo_use(line_id=70, reason="拿错了", by=parts.shop.visitor)
    assert where(parts) == {"N-1": ("lying", "good", "陈伟"), "O-1": ("fitted", "defective", "")}
    assert parts.held(parts.van, parts.board) == 1


def test_a_count_by_serial_says_what_lacks_and_what_is_too_many(parts: Parts) -> None:
    parts.mode("full")
    receive(parts, parts.store, "N-1", "N-2", "N-3")
    given: dict[str, Any] = {"place_id": parts.store.pk, "part_id": parts.board.pk, "by": parts.keeper}
    found = ["n-2", "N-7", "N-3"]
    assert refused(lambda: actions.count(**given, serials=found)) == "lacking: N-1; too many: N-7; say why"
    actions.count(**given, serials=found, reason="实物为准")
    entry = Entry.objects.latest("pk")
    assert (entry.payload["lacking"], entry.payload["surplus"], parts.held(parts.store, parts.board)) == (
        ["N-1"], ["N-7"], 3,
    )  # fmt: skip
    moved = StockMovement.objects.filter(kind="counted").order_by("pk")
    assert [(one.serial, one.target_id is None) for one in moved] == [
        ("N-1", True), ("N-7", False),
    ]  # fmt: skip
    assert where(parts)["N-1"] == ("gone", "good", "")
    assert actions.count(**given, serials=["N-2", "N-3", "N-7"]) is None  # as it should be
    assert refused(lambda: actions.count(**given, serials=["N-2"], counted=Decimal(2))).startswith("write the serial")


def test_pieces_that_lay_there_before_numbers_were_kept_are_named_by_a_count_or_by_their_use(parts: Parts) -> None:
    parts.mode("personal")
    part = parts.board
    part.serial_tracked = False
    part.save(update_fields=["serial_tracked"])
    actions.receive(place_id=parts.van.pk, part_id=part.pk, quantity=Decimal(3), by=parts.keeper)
    part.serial_tracked = True
    part.save(update_fields=["serial_tracked"])
    use(parts, "N-1")
    given: dict[str, Any] = {"place_id": parts.van.pk, "part_id": part.pk, "by": parts.keeper}
    assert refused(lambda: actions.count(**given, serials=["N-2"])) == "lacking: 1 × ?; too many: —; say why"
    assert actions.count(**given, serials=["N-2", "N-3"]) is None
    assert where(parts) == {
        "N-1": ("fitted", "good", ""), "N-2": ("lying", "good", "陈伟"), "N-3": ("lying", "good", "陈伟"),
    }  # fmt: skip
    assert refused(lambda: use(parts, "N-4")) == "陈伟 has no N-4; choose what lies there, or count"


def test_where_parts_are_only_recorded_no_piece_has_a_place(parts: Parts) -> None:
    use(parts, "N-1", Old("returned", "O-1"))
    use(parts, "N-1", line=OrderLine(8, 80))
    assert (PartSerial.objects.count(), StockMovement.objects.filter(serial="N-1").count()) == (0, 2)


def test_with_own_stock_a_piece_comes_without_a_store(parts: Parts) -> None:
    parts.mode("personal")
    made, bare = asked(parts), asked(parts)
    actions.issue_request(request_id=made.pk, serials=["N-1"], by=parts.keeper)
    actions.issue_request(request_id=bare.pk, by=parts.keeper)  # the number is read when it is used
    for one in (made, bare):
        actions.take_over(request_id=one.pk, by=parts.shop.visitor)
    assert (where(parts), parts.held(parts.van, parts.board)) == ({"N-1": ("lying", "good", "陈伟")}, 2)
    use(parts, "N-5")
    assert where(parts)["N-5"] == ("fitted", "good", "")
