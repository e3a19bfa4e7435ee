"""From report to proven effect, and round again."""

from tests.governance.nonconformity.treating import House
from wuxing.core.ledger.models import Entry


def test_a_nonconformity_goes_from_report_to_proven_effect(house: House) -> None:
    made = house.closed()

    assert made.state == "closed"
    events = Entry.objects.filter(case_type="nonconformity", case_id=made.pk).order_by("pk")
    assert [event.removeprefix("nonconformity.") for event in events.values_list("event", flat=True)] == [
        "report", "contain", "analyse", "plan", "start", "complete_action", "check_effectiveness", "close",
    ]  # fmt: skip
    clocks = made.clocks.order_by("pk").values_list("stage", "round", "kept")
    assert list(clocks) == [(stage, 1, True) for stage in ("contain", "analyse", "plan", "implement", "verify")]
