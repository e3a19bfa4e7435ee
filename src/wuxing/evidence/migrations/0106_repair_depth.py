"""Surveys, problems, workshop items, settlement sheets, part requests and requests about personal data are marked to be judged."""

from collections.abc import Sequence

from django.db import migrations

from wuxing.evidence.populations.marks import marks

UPDATED = 1


def of_order(table: str, population: str) -> list[migrations.RunSQL]:
    """Mark the records of an order when its number, case or outlet changes."""
    join = f"JOIN public.{table} x ON x.order_id = r.id"
    facts = ("number", "request_id", "outlet_id")
    return [marks("service_workorder", population, key="x.id", facts=facts, join=join)[UPDATED]]


def own(table: str, population: str, facts: Sequence[str] = ()) -> list[migrations.RunSQL]:
    """Mark a record when one of its own facts changes."""
    return marks(table, population, facts=facts)


SURVEY = [
    *own(
        "service_surveyinvitation", "survey",
        ("order_id", "channel", "state", "invited_at", "expires_at", "answered_at"),
    ),
    *marks("service_surveyanswer", "survey", key="r.invitation_id"),
    *of_order("service_surveyinvitation", "survey"),
]  # fmt: skip
PROBLEM = [
    *own(
        "service_problem", "customer_problem",
        (
            "number", "kind", "state", "severity", "order_id", "owner_id", "raised_at", "due_at", "acknowledged_at",
            "contacted_at", "solved_at", "verified_at",
        ),
    ),
    *of_order("service_problem", "customer_problem"),
]  # fmt: skip
ITEM = [
    *own(
        "service_benchitem", "workshop_item",
        (
            "number", "order_id", "state", "received_at", "diagnosed_at", "approved_at", "tested_at", "ready_at", "ended_at",
            "repaired", "signed_by", "accessories_missing",
        ),
    ),
    *of_order("service_benchitem", "workshop_item"),
]  # fmt: skip
SHEET = [
    *own(
        "service_settlement", "settlement",
        (
            "number", "version", "order_id", "state", "quotes", "total", "customer_total", "settled_at", "issued_at",
        ),
    ),
    *of_order("service_settlement", "settlement"),
]  # fmt: skip
PART = [
    *own(
        "resources_partrequest", "part_request",
        ("number", "state", "person_id", "order_id", "requested_at", "arrived_at"),
    ),
    marks(
        "resources_person", "part_request", key="q.id", facts=("outlet_id",),
        join="JOIN public.resources_partrequest q ON q.person_id = r.id",
    )[UPDATED],
]  # fmt: skip
RIGHTS = own(
    "customers_rightsrequest", "rights_request",
    ("number", "kind", "state", "asked_at", "due_on", "identified_at", "ended_at"),
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0105_bundles"),
        ("customers", "0005_care"),
        ("resources", "0003_spare_parts"),
        ("service", "0008_queue"),
    ]

    operations = [*SURVEY, *PROBLEM, *ITEM, *SHEET, *PART, *RIGHTS]
