"""What each step takes: one schema a step."""

from decimal import Decimal
from typing import Literal

from ninja import Schema

from wuxing.service.repair.api.shapes import Slot


class NothingIn(Schema):
    """No details."""


class DispatchIn(Schema):
    """To whom, and a proposed window."""

    technician_id: int
    planned: Slot | None = None
    parts_expected: str = ""
    override_reason: str = ""


class ReasonIn(Schema):
    """Why."""

    reason: str


class ContactIn(Schema):
    """A call to the customer."""

    reached: bool
    note: str = ""


class AppointmentIn(Schema):
    """A window agreed with the customer."""

    slot: Slot
    warranty_explained: bool
    chosen_by: Literal["customer", "us"] = "us"
    note: str = ""


class RescheduleIn(Schema):
    """Another window, who asked and why."""

    slot: Slot
    asked_by: Literal["customer", "us"]
    reason: str


class ChecklistIn(Schema):
    """The conduct checklist."""

    checklist: dict[str, bool]
    note: str = ""


class FeeIn(Schema):
    """What the customer was told about the fee."""

    fee_told: str = ""
    how: Literal["", "phone", "on_site", "link", "paper"] = ""


class ExceptIn(Schema):
    """A named exception from telling the customer first, and why."""

    exception: Literal["danger", "agreed_before", "authority", "nobody_there"]
    reason: str


class LawFactsIn(Schema):
    """What the law asks about some goods and no record knows; what is left out was not said."""

    kilometres: int | None = None
    serious_fault: bool | None = None
    """Steering or brakes failed, the body cracked, fuel leaked."""
    safety_repairs: int | None = None
    """Repairs of a serious safety fault so far."""
    assembly_changes: int | None = None
    """Changes of engine, gearbox, traction battery or drive motor so far."""
    part_changes: int | None = None
    """Changes of the same main part so far."""


class DiagnosisIn(Schema):
    """The finding and the way on."""

    cause: str
    finding: str
    branch: Literal["fix_now", "take_back", "another_visit", "advise_replacing"]
    symptom: str = ""
    remedy: str = ""
    items_taken: str = ""


class CorrectionIn(Schema):
    """A corrected finding."""

    cause: str
    finding: str
    remedy: str = ""
    reason: str


class LineIn(Schema):
    """A part or charge; money in yuan."""

    kind: Literal["part", "labour", "travel", "other"]
    name: str
    quantity: Decimal
    unit_price: Decimal
    payer: Literal["customer", "us", "manufacturer", "insurer"]
    code: str = ""
    old_serial: str = ""
    new_serial: str = ""


class StrikeIn(Schema):
    """A line to be struck."""

    line_id: int
    reason: str


class VisitEndIn(Schema):
    """How the visit ended."""

    outcome: Literal["completed", "partial"]
    note: str = ""


class NoteIn(Schema):
    """A note."""

    note: str = ""


class UsePartIn(Schema):
    """A part of the catalogue, used on the visit; who pays and the price follow from warranty and price book unless given."""

    part_id: int
    quantity: Decimal = Decimal(1)
    payer: Literal["", "customer", "us", "manufacturer", "insurer"] = ""
    unit_price: Decimal | None = None
    old_part: Literal["returned", "left", "none"] = "none"
    old_serial: str = ""
    new_serial: str = ""
    wish: str = ""


class AskForPartIn(Schema):
    """A part that the order needs; `hold`: the order waits for it."""

    part_id: int
    quantity: Decimal = Decimal(1)
    note: str = ""
    hold: bool = True


class PhotoIn(Schema):
    """A photo as a data URL, and what it shows."""

    kind: Literal["fault", "nameplate", "before", "after", "old_part", "place"]
    photo: str
    name: str = ""


class SignatureIn(Schema):
    """The customer's signature: drawn (a PNG data URL); or by typed name, and `not_drawn` says why."""

    name: str
    drawing: str = ""
    not_drawn: str = ""
    satisfied: bool | None = None
    comment: str = ""


class FollowUpIn(Schema):
    """The call after the repair."""

    reached: bool
    satisfied: bool | None = None
    note: str = ""
