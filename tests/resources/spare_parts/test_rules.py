"""Truth tables of procedure 11."""

from decimal import Decimal

import pytest

from wuxing.resources.spare_parts import rules, states
from wuxing.resources.spare_parts.states import OldPartState, RequestState


@pytest.mark.parametrize(
    ("held", "quantity", "reason"),
    [
        ("2", "2", None),
        ("0", "1", "van has no fan; ask for it, or count the stock"),
        ("1.50", "2", "van has only 1.5 of fan; count the stock if that is wrong"),
    ],
)
def test_no_more_leaves_than_lies_there(held: str, quantity: str, reason: str | None) -> None:
    found = rules.why_not_take(place="van", part="fan", held=Decimal(held), quantity=Decimal(quantity))
    assert (str(found) if found else None) == reason


@pytest.mark.parametrize(
    ("active", "tracked", "serial", "quantity", "reason"),
    [
        (True, False, "", "3", None),
        (True, True, "S1", "1", None),
        (False, False, "", "1", "fan is out of use; take what replaces it"),
        (True, True, " ", "1", "fan is tracked: write or scan the serial number of the new part"),
        (True, True, "S1", "2", "fan is tracked: enter each one by itself, with its serial number"),
    ],
)
def test_a_tracked_part_is_used_one_by_one_with_its_serial(
    active: bool, tracked: bool, serial: str, quantity: str, reason: str | None
) -> None:
    found = rules.why_not_use(
        active=active, part="fan", serial_tracked=tracked, serial=serial, quantity=Decimal(quantity)
    )
    assert (str(found) if found else None) == reason


@pytest.mark.parametrize(
    ("fate", "tracked", "old_serial", "wish", "reason"),
    [
        ("none", True, "", "", None),
        ("returned", False, "", "", None),
        ("returned", True, "O1", "", None),
        ("left", True, "", "他要留作纪念", None),
        ("", False, "", "", "say what becomes of the old part: it comes back, the customer keeps it, or there is none"),
        ("left", False, "", " ", "write why the customer keeps the old part"),
        ("returned", True, "", "", "write or scan the serial number of the old part"),
    ],
)
def test_the_old_part_is_asked_for(fate: str, tracked: bool, old_serial: str, wish: str, reason: str | None) -> None:
    found = rules.why_not_fate(fate=fate, serial_tracked=tracked, old_serial=old_serial, wish=wish)
    assert (str(found) if found else None) == reason


def test_a_request_goes_its_way_and_no_other() -> None:
    allowed = {(a.value, b.value) for a in RequestState for b in RequestState if not rules.why_not_change_request(a, b)}
    assert allowed == {
        ("requested", "approved"), ("requested", "refused"), ("requested", "withdrawn"), ("approved", "issued"),
        ("approved", "refused"), ("approved", "withdrawn"), ("issued", "on_van"), ("on_van", "consumed"),
        ("on_van", "returned_unused"), ("consumed", "on_van"),
    }  # fmt: skip


def test_an_old_part_goes_its_way_and_no_other() -> None:
    allowed = {
        (a.value, b.value) for a in OldPartState for b in OldPartState if not rules.why_not_change_old_part(a, b)
    }
    assert allowed == {
        ("removed_defective", "on_van_defective"), ("removed_defective", "left_with_customer"),
        ("on_van_defective", "returned"), ("on_van_defective", "undone"), ("left_with_customer", "undone"),
        ("returned", "claimed"), ("returned", "refurbished"), ("returned", "scrapped"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("quantity", "mark", "low"), [("2", "2", True), ("2.01", "2", False), ("0", "0", True), ("0", None, False)]
)
def test_stock_is_low_at_its_mark(quantity: str, mark: str | None, low: bool) -> None:
    assert rules.is_low(Decimal(quantity), Decimal(mark) if mark else None) is low


@pytest.mark.parametrize(("lines", "fits"), [([], True), (["冰箱"], True), (["YL-BCD518"], True), (["洗衣机"], False)])
def test_a_part_fits_its_product_lines(lines: list[str], fits: bool) -> None:
    assert rules.fits(lines, category="冰箱", model="YL-BCD518") is fits


def test_every_state_has_its_word_and_look() -> None:
    assert set(rules.REQUEST_WORDS) == {s.value for s in states.RequestState}
    assert set(rules.OLD_PART_WORDS) == {s.value for s in states.OldPartState}
    assert set(rules.MOVEMENT_WORDS) == {s.value for s in states.MovementKind}
    assert set(rules.MODES) == {s.value for s in states.Mode}
    assert set(rules.REQUEST_WORDS) | set(rules.OLD_PART_WORDS) == set(rules.LOOKS)


def test_serial_numbers_are_compared_without_spaces_and_case() -> None:
    assert rules.serials_in(" N-1\nn-2， N 3;；\r\n") == ["N-1", "n-2", "N 3"]
    assert [rules.sign_of(serial) for serial in ("n-1", " N-1 ", "Ｎ-1", "n 1")] == ["N-1", "N-1", "N-1", "N1"]
