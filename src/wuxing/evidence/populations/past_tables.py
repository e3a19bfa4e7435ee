"""How each table that a population reads is read as of a past instant. What stands nowhere here is read as it stands today.

That is right for what describes and does not happen (products, addresses, calendars), and the best there is for facts without
a time of their own (whether a person is in post, which skills): docs/adr/0011.
"""

from wuxing.evidence.populations.past import PastTable

_CASE = ("service_request", "t.request_id")
_ORDER_STATE = """CASE WHEN t.cancelled_at IS NOT NULL THEN 'cancelled' WHEN t.closed_at IS NOT NULL THEN 'closed'
    WHEN t.state = 'cannot_complete' THEN t.state WHEN t.resolved_at IS NOT NULL THEN 'work_done'
    WHEN t.work_started_at IS NOT NULL OR t.arrived_at IS NOT NULL THEN 'in_progress'
    WHEN t.dispatched_at IS NOT NULL THEN 'dispatched' ELSE 'qualified' END"""
# visits after the instant do not count; history from elsewhere has no visits of its own
_VISITS = """CASE WHEN t.visits > 1 THEN coalesce(nullif((SELECT count(*) FROM public.service_appointment a
    WHERE a.order_id = t.id AND a.arrived_at <= %(now)s), 0), t.visits)
    WHEN t.arrived_at IS NULL AND t.resolved_at IS NULL THEN 0 ELSE t.visits END"""
_VISIT_STATE = """CASE WHEN t.ended_at IS NOT NULL OR t.state = 'rescheduled' THEN t.state
    WHEN t.started_at IS NOT NULL THEN 'working' WHEN t.arrived_at IS NOT NULL THEN 'arrived'
    WHEN t.en_route_at IS NOT NULL THEN 'en_route' WHEN t.state IN ('cancelled', 'declined', 'no_access') THEN t.state
    ELSE 'confirmed' END"""
_ORDER_CASE = ("service_request", "(SELECT w.request_id FROM public.service_workorder w WHERE w.id = t.order_id)")
_PROBLEM_STATE = """CASE WHEN t.verified_at IS NOT NULL THEN 'verified'
    WHEN t.solved_at IS NOT NULL THEN 'solved' WHEN t.contacted_at IS NOT NULL THEN 'contacted'
    WHEN t.acknowledged_at IS NOT NULL THEN 'acknowledged' WHEN t.kind = 'complaint' THEN 'received' ELSE 'open' END"""
_ITEM_STATE = """CASE WHEN t.ended_at IS NOT NULL THEN t.state WHEN t.ready_at IS NOT NULL THEN 'ready'
    WHEN t.tested_at IS NOT NULL THEN 'tested' WHEN t.approved_at IS NOT NULL THEN 'approved'
    WHEN t.diagnosed_at IS NOT NULL THEN 'diagnosed' ELSE 'received' END"""
_IN_FORCE = """(SELECT v.id FROM public.governance_documentversion v
    WHERE v.document_id = t.id AND v.in_force_from <= %(now)s AND (v.in_force_until IS NULL OR v.in_force_until > %(now)s)
    ORDER BY v.in_force_from DESC LIMIT 1)"""
_STANDING = f"""CASE WHEN EXISTS {_IN_FORCE} THEN 'in_force'
    WHEN EXISTS (SELECT FROM public.governance_documentversion v WHERE v.document_id = t.id AND v.obsolete_at <= %(now)s)
    THEN 'obsolete' ELSE 'prepared' END"""
_NONCONFORMITY_STEPS = (
    "contained_at", "analysed_at", "planned_at", "started_at", "done_at", "verified_at", "closed_at", "reopened_at",
    "cancelled_at", "deduction_at",
)  # fmt: skip

PAST_TABLES: dict[str, PastTable] = {
    "service_servicerequest": PastTable(
        began="t.received_at", entered="t.recorded_at", case=("service_request", "t.id")
    ),
    "service_workorder": PastTable(
        began="t.written_at",
        entered="t.recorded_at",
        happened=(
            "dispatched_at", "accepted_at", "contacted_at", "warranty_explained_at", "arrived_at", "work_started_at",
            "resolved_at", "signed_at", "closed_at", "followed_up_at", "cancelled_at", "reopened_at",
        ),
        values={
            "state": _ORDER_STATE,
            "outcome": "CASE WHEN t.resolved_at IS NULL AND t.state <> 'cannot_complete' THEN '' ELSE t.outcome END",
            "visits": _VISITS,
            "checklist_complete": "CASE WHEN t.arrived_at IS NOT NULL THEN t.checklist_complete END",
            "follow_up_satisfied": "CASE WHEN t.followed_up_at IS NOT NULL THEN t.follow_up_satisfied END",
        },
        case=_CASE,
    ),
    "service_appointment": PastTable(
        happened=("agreed_at", "reminded_at", "en_route_at", "arrived_at", "started_at", "ended_at"),
        values={"state": _VISIT_STATE},
        target="appointment",
    ),
    "service_workorderline": PastTable(began="t.added_at", happened=("struck_at",), target="work_order_line"),
    "service_surveyinvitation": PastTable(
        began="t.invited_at",
        happened=("answered_at",),
        values={
            "state": "CASE WHEN t.answered_at IS NOT NULL THEN 'answered' "
            "WHEN t.expires_at <= %(now)s THEN 'expired' ELSE 'invited' END"
        },
        case=_ORDER_CASE,
    ),
    "service_surveyanswer": PastTable(began="t.given_at", case=_ORDER_CASE),
    "service_problem": PastTable(
        began="t.raised_at",
        happened=("acknowledged_at", "contacted_at", "solved_at", "verified_at"),
        values={"state": _PROBLEM_STATE},
        case=_ORDER_CASE,
    ),
    "service_benchitem": PastTable(
        began="t.received_at",
        happened=("diagnosed_at", "approved_at", "tested_at", "ready_at", "ended_at"),
        values={
            "state": _ITEM_STATE,
            "repaired": "CASE WHEN t.ended_at IS NOT NULL THEN t.repaired END",
            "signed_by": "CASE WHEN t.ended_at IS NOT NULL THEN t.signed_by ELSE '' END",
            "accessories_missing": "CASE WHEN t.ended_at IS NOT NULL THEN t.accessories_missing ELSE '' END",
        },
        case=_ORDER_CASE,
    ),
    "service_settlement": PastTable(
        began="t.settled_at",
        happened=("issued_at",),
        values={
            "state": """CASE WHEN EXISTS (SELECT FROM public.service_settlement n WHERE n.replaces_id = t.id
    AND n.settled_at <= %(now)s) THEN 'corrected' WHEN t.issued_at IS NOT NULL THEN 'issued' ELSE 'draft' END"""
        },
        case=_ORDER_CASE,
    ),
    "resources_partrequest": PastTable(
        began="t.requested_at",
        happened=("arrived_at",),
        values={
            "state": "CASE WHEN t.arrived_at IS NULL AND t.state IN ('on_van', 'consumed', 'returned_unused') "
            "THEN 'requested' ELSE t.state END"
        },
        target="part_request",
    ),
    "customers_rightsrequest": PastTable(
        began="t.asked_at",
        happened=("identified_at", "ended_at"),
        values={
            "state": "CASE WHEN t.ended_at IS NOT NULL THEN t.state WHEN t.identified_at IS NOT NULL THEN 'identified' "
            "ELSE 'received' END"
        },
        case=("rights_request", "t.id"),
    ),
    "governance_target": PastTable(
        began="t.starts_at",
        happened=("paused_at", "stopped_at"),
        values={"kept": "CASE WHEN t.stopped_at IS NOT NULL THEN t.kept END"},
        case=("service_request", "t.subject_id"),
    ),
    "governance_promise": PastTable(began="t.starts_at", happened=("ends_at",), target="promise"),
    "governance_document": PastTable(
        began="t.created_at", values={"current_id": _IN_FORCE, "standing": _STANDING}, case=("document", "t.id")
    ),
    "governance_documentversion": PastTable(
        began="t.drafted_at",
        happened=("submitted_at", "approved_at", "issued_at", "in_force_from", "in_force_until", "obsolete_at"),
        case=("document", "t.document_id"),
    ),
    "governance_approval": PastTable(began="t.at"),
    "governance_readrequest": PastTable(began="t.asked_at", happened=("done_at", "lapsed_at")),
    "governance_nonconformity": PastTable(
        began="t.found_at",
        entered="t.recorded_at",
        happened=_NONCONFORMITY_STEPS,
        values={
            "verified_by_id": "CASE WHEN t.verified_at IS NOT NULL THEN t.verified_by_id END",
            "root_cause": "CASE WHEN t.analysed_at IS NOT NULL THEN t.root_cause ELSE '' END",
            "round": "CASE WHEN t.reopened_at IS NOT NULL THEN t.round ELSE 1 END",
            "deduction_ground": "CASE WHEN t.deduction_at IS NOT NULL THEN t.deduction_ground ELSE '' END",
        },
        case=("nonconformity", "t.id"),
    ),
    "evidence_evidenceitem": PastTable(
        began="t.proposed_at",
        happened=("confirmed_at", "declined_at", "withdrawn_at"),
        case=("evidence_item", "t.id"),
    ),
    "customers_customer": PastTable(began="t.created_at", happened=("erased_at",), case=("customer", "t.id")),
    "customers_asset": PastTable(target="asset"),
    "resources_person": PastTable(target="person"),
    "resources_outlet": PastTable(target="outlet"),
}  # fmt: skip
