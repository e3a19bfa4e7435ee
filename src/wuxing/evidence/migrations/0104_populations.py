"""What changes requests, visits, parts, customers, people, promises, documents or evidence marks it to be judged."""

from collections.abc import Sequence

from django.db import migrations

from wuxing.evidence.populations.marks import marks

INSERTED, UPDATED, DELETED = range(3)  # the operations that `marks` returns


def updated(table: str, population: str, facts: Sequence[str], *, key: str, join: str = "") -> list[migrations.RunSQL]:
    """Mark by updates alone: a new or a gone row of `table` has no record of the population yet, or none any more."""
    return [marks(table, population, key=key, facts=facts, join=join)[UPDATED]]


FOLLOW_UP = [
    *updated("service_workorder", "repair_order", ("follow_up_satisfied",), key="r.id"),
    *marks(
        "governance_nonconformity", "repair_order", key="o.id", facts=("origin_type", "origin_id", "cancelled_at"),
        join="CROSS JOIN LATERAL (SELECT w.id FROM public.service_workorder w "
        "WHERE r.origin_type = 'work_order' AND w.id = r.origin_id "
        "UNION ALL SELECT w.id FROM public.service_workorder w "
        "WHERE r.origin_type = 'service_request' AND w.request_id = r.origin_id) o",
    ),
]  # fmt: skip

REQUEST = [
    *marks(
        "service_servicerequest",
        "service_request",
        key="m.id",
        facts=(
            "number", "received_at", "recorded_at", "channel", "work_type", "source", "state", "taken_by_id", "complete",
            "customer_id", "product_id", "site_id", "entitlement_id", "merged_into_id", "closing_note",
        ),
        join="CROSS JOIN LATERAL (SELECT r.id UNION SELECT b.id FROM public.service_servicerequest b "
        "WHERE b.customer_id = r.customer_id AND b.state = 'answered_remotely') m",
    ),
    *marks("service_workorder", "service_request", key="r.request_id", facts=("request_id", "outlet_id")),
    *updated(
        "customers_servicesite", "service_request", ("city", "district"), key="q.id",
        join="JOIN public.service_servicerequest q ON q.site_id = r.id",
    ),
    *updated(
        "customers_entitlementdecision", "service_request", ("outcome",), key="q.id",
        join="JOIN public.service_servicerequest q ON q.entitlement_id = r.id",
    ),
    *updated(
        "customers_product", "service_request", ("category",), key="q.id",
        join="JOIN public.service_servicerequest q ON q.product_id = r.id",
    ),
    *marks(
        "resources_outlet", "service_request", key="q.id", facts=("active", "city", "districts"),
        join="JOIN public.customers_servicesite s ON s.tenant_id = r.tenant_id AND s.district = ANY(r.districts) "
        "JOIN public.service_servicerequest q ON q.site_id = s.id",
    ),
]  # fmt: skip

ORDERS_OF_REQUEST = "JOIN public.service_workorder o ON o.request_id = r.id "
ORDERS_OF_PRODUCT = "JOIN public.service_workorder o ON o.product_id = r.id "
VISITS = "JOIN public.service_appointment v ON v.order_id = o.id"
VISIT = [
    *marks(
        "service_appointment",
        "visit",
        facts=(
            "order_id", "sequence", "state", "technician_id", "slot", "agreed_at", "en_route_at", "arrived_at", "started_at",
            "ended_at", "checklist", "reschedule_reason", "reschedule_asked_by",
        ),
    ),
    *updated(
        "service_workorder", "visit",
        ("number", "request_id", "recorded_at", "work_type", "trade", "skill_level", "outlet_id", "product_id"),
        key="v.id", join="JOIN public.service_appointment v ON v.order_id = r.id",
    ),
    *marks(
        "resources_skill", "visit", key="v.id", facts=("person_id", "trade", "level", "valid_until"),
        join="JOIN public.service_appointment v ON v.technician_id = r.person_id "
        "JOIN public.service_workorder o ON o.id = v.order_id AND o.trade = r.trade",
    ),
    *updated("service_servicerequest", "visit", ("source",), key="v.id", join=ORDERS_OF_REQUEST + VISITS),
    *updated("customers_product", "visit", ("category",), key="v.id", join=ORDERS_OF_PRODUCT + VISITS),
]  # fmt: skip

PARTS = "JOIN public.service_workorderline l ON l.order_id = o.id AND l.kind = 'part'"
PART = [
    *marks(
        "service_workorderline",
        "used_part",
        only="r.kind = 'part'",
        facts=(
            "order_id", "kind", "code", "name", "quantity", "unit_price", "payer", "old_serial", "new_serial", "added_at",
            "struck_at",
        ),
    ),
    *updated(
        "service_workorder", "used_part", ("number", "request_id", "outlet_id", "product_id"), key="l.id",
        join="JOIN public.service_workorderline l ON l.order_id = r.id AND l.kind = 'part'",
    ),
    *updated("service_servicerequest", "used_part", ("source",), key="l.id", join=ORDERS_OF_REQUEST + PARTS),
    *updated("customers_product", "used_part", ("category",), key="l.id", join=ORDERS_OF_PRODUCT + PARTS),
]  # fmt: skip

CUSTOMER = [
    *marks("customers_customer", "customer", facts=("name", "kind", "source", "created_at", "erased_at")),
    *marks("customers_contact", "customer", key="r.customer_id", facts=("customer_id", "phone")),
    *marks("customers_servicesite", "customer", key="r.customer_id", facts=("customer_id", "address")),
    *marks("customers_asset", "customer", key="r.customer_id", facts=("customer_id", "replaced_by_id")),
]

UNIT = [
    *marks(
        "customers_asset", "installed_unit",
        facts=("product_id", "customer_id", "site_id", "serial", "purchased_on", "replaced_by_id"),
    ),
    *updated(
        "customers_product", "installed_unit", ("model", "category", "warranty_months"), key="a.id",
        join="JOIN public.customers_asset a ON a.product_id = r.id",
    ),
    *updated(
        "customers_customer", "installed_unit", ("source", "created_at", "erased_at"), key="a.id",
        join="JOIN public.customers_asset a ON a.customer_id = r.id",
    ),
]  # fmt: skip

# A promise is measured from its first clock on, so only the first clock and the last one gone matter.
FIRST_CLOCK = """JOIN (SELECT f.promise_id, min(f.id) AS first FROM fresh f GROUP BY f.promise_id) f
    ON f.promise_id = r.promise_id AND f.first = r.id"""
NONE_BEFORE = "NOT EXISTS (SELECT FROM public.governance_target t WHERE t.promise_id = r.promise_id AND t.id < r.id)"
PROMISE = [
    *marks(
        "governance_promise", "promise",
        facts=("kind", "area", "text", "minutes", "calendar_id", "starts_at", "ends_at"),
    ),
    marks("governance_target", "promise", key="r.promise_id", join=FIRST_CLOCK, only=NONE_BEFORE)[INSERTED],
    *updated("governance_target", "promise", ("promise_id",), key="r.promise_id"),
    marks("governance_target", "promise", key="r.promise_id")[DELETED],
    *marks(
        "governance_target",
        "promise_clock",
        facts=(
            "subject_type", "subject_id", "kind", "minutes", "starts_at", "due_at", "paused_at", "effective_due_at",
            "stopped_at", "kept",
        ),
    ),
    *marks(
        "service_servicerequest", "promise_clock", key="t.id", facts=("number", "source"),
        join="JOIN public.governance_target t ON t.tenant_id = r.tenant_id AND t.subject_type = 'service_request' "
        "AND t.subject_id = r.id",
    )[UPDATED:],
]  # fmt: skip

PEOPLE = [
    *marks("resources_person", "service_person", facts=("number", "outlet_id", "user_id", "active")),
    *marks(
        "resources_skill", "service_person", key="r.person_id",
        facts=("person_id", "certificate_no", "valid_until"),
    ),
    *updated(
        "resources_outlet", "service_person", ("active",), key="p.id",
        join="JOIN public.resources_person p ON p.outlet_id = r.id",
    ),
    *marks(
        "resources_outlet", "outlet",
        facts=("code", "kind", "city", "districts", "calendar_id", "active"),
    ),
    *marks("resources_person", "outlet", key="r.outlet_id", facts=("outlet_id", "active")),
    *marks(
        "resources_skill", "outlet", key="p.outlet_id", facts=("person_id",),
        join="JOIN public.resources_person p ON p.id = r.person_id",
    ),
]  # fmt: skip

OF_VERSION = "JOIN public.governance_documentversion v ON v.id = r.version_id"
DOCUMENT = [
    *marks(
        "governance_document", "document",
        facts=("number", "kind", "owner_id", "standing", "current_id", "next_review_on", "created_at"),
    ),
    *updated(
        "governance_documentversion", "document",
        ("round", "drafted_by_id", "approved_at", "taken_over", "in_force_from"), key="r.document_id",
    ),
    *marks(
        "governance_externalsource", "document", key="r.document_id",
        facts=("document_id", "met_by", "next_check_on"),
    ),
    *marks("governance_approval", "document", key="v.document_id", join=OF_VERSION),
    *marks(
        "governance_readrequest", "document", key="v.document_id", join=OF_VERSION,
        facts=("version_id", "done_at", "lapsed_at"),
    ),
    *marks(
        "governance_readrequest", "read_receipt",
        facts=("version_id", "asked_at", "due_at", "done_at", "lapsed_at"),
    ),
    *updated(
        "governance_documentversion", "read_receipt", ("version", "document_id"), key="q.id",
        join="JOIN public.governance_readrequest q ON q.version_id = r.id",
    ),
    *updated(
        "governance_document", "read_receipt", ("number", "kind"), key="q.id",
        join="JOIN public.governance_documentversion v ON v.document_id = r.id "
        "JOIN public.governance_readrequest q ON q.version_id = v.id",
    ),
]  # fmt: skip

NONCONFORMITY = marks(
    "governance_nonconformity",
    "nonconformity",
    facts=(
        "number", "kind", "source", "severity", "outlet_id", "owner_id", "found_at", "recorded_at", "round", "contained_at",
        "analysed_at", "planned_at", "done_at", "verified_at", "verified_by_id", "closed_at", "cancelled_at", "root_cause",
        "deduction_ground", "next_due_at", "late_stages",
    ),
)  # fmt: skip

EVIDENCE = marks("evidence_evidenceitem", "evidence_item")


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0103_sampling"),
        ("customers", "0002_walls"),
        ("governance", "0005_nonconformity"),
        ("resources", "0002_walls"),
        ("service", "0002_walls"),
    ]

    operations = [
        *FOLLOW_UP, *REQUEST, *VISIT, *PART, *CUSTOMER, *UNIT, *PROMISE, *PEOPLE, *DOCUMENT, *NONCONFORMITY, *EVIDENCE,
    ]  # fmt: skip
