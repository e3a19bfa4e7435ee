"""Every address of the product, filled with the numbers of a company's records: the walk of the wall and page tests.

An address with a part that nobody has filled in here fails the walk, so a new page is covered from its first day.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from tests.governance.nonconformity.example import under_way
from tests.packs import gbt
from tests.promises import promised
from tests.shop import Shop
from tests.web import certifying, repairing
from tests.web.labelling import labelled
from wuxing.certification.appeals.views.pages import ACTS as APPEAL_ACTS
from wuxing.certification.findings.views.one import ACTS as FINDING_ACTS
from wuxing.certification.report.views.case_score import ACTS as SCORE_ACTS
from wuxing.core import clock, engagements, tokens
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.ledger.models import Entry
from wuxing.core.models import ApiToken, Engagement, Membership, User
from wuxing.core.notices import actions as notices
from wuxing.core.notices.models import Notice
from wuxing.core.witnessing.actions import choosing
from wuxing.customers.customer_care.views.file import ACTS as CUSTOMER_ACTS
from wuxing.customers.customer_care.views.rights import ACTS as RIGHT_ACTS
from wuxing.evidence.assessments import actions as assessments
from wuxing.evidence.foreign import actions as foreign
from wuxing.evidence.readiness.queries import adopted_pack, report_for
from wuxing.evidence.rulings import actions as rulings
from wuxing.evidence.rulings.models import EvidenceItem, Ruling
from wuxing.evidence.sampling import actions as sampling
from wuxing.evidence.sampling.models import Sample
from wuxing.governance.commitments import actions as promising
from wuxing.governance.commitments.actions.goals import Aim
from wuxing.governance.commitments.actions.promises import Content
from wuxing.governance.documents import actions as documents
from wuxing.governance.documents.views.acts import DOCUMENT_ACTS
from wuxing.governance.models import Destruction, Promise
from wuxing.governance.nonconformity.views.more_acts import ACTS as NONCONFORMITY_ACTS
from wuxing.governance.records.actions import holding
from wuxing.oversight.self_assessment import actions as self_assessing
from wuxing.oversight.self_assessment.models import SelfAssessment
from wuxing.proof.cosignatures import cosigner_of
from wuxing.proof.notes import new_signer
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.drafts import actions as drafts
from wuxing.schemes.editions import actions as editions
from wuxing.schemes.editions.models import Edition
from wuxing.schemes.editions.queries import pack_of
from wuxing.schemes.licensing import actions as licensing
from wuxing.service.bench_repair.views.acts import ITEM_ACTS
from wuxing.service.follow_up.views.problems import ACTS as PROBLEM_ACTS
from wuxing.service.repair import actions
from wuxing.service.repair.actions import saved_views
from wuxing.service.repair.views.order_acts import ORDER_ACTS
from wuxing.service.repair.views.request_page import REQUEST_ACTS
from wuxing.service.repair.views.visit_acts import VISIT_ACTS
from wuxing.web.handbook import actions as generating

Values = Mapping[str, list[Any]]
_PART = re.compile(r"<(?:\w+:)?(\w+)>")
_NO_TENANT = {  # of signing in and one's own account, by regular expression
    "account_confirm_email": ["accounts/confirm-email/nothing/"],
    "account_reset_password_from_key": ["accounts/password/reset/key/1-nothing/"],
}
ACTS = {
    "request_act": [*REQUEST_ACTS],
    "proposal_act": ["approve", "return", "withdraw"],
    "unit_act": ["date", "contract", "exchange"],
    "quote_act": ["send", "accept", "decline"],
    "settlement_act": ["settle", "issue", "correct", "pay"],
    "order_act": [*ORDER_ACTS],
    "customer_act": [*CUSTOMER_ACTS],
    "right_act": [*RIGHT_ACTS],
    "visit_act": [*VISIT_ACTS],
    "place_act": ["receive", "count"],
    "part_request_act": ["approve", "withdraw"],
    "mine_act": ["ask"],
    "old_part_act": ["take_in"],
    "document_act": [*DOCUMENT_ACTS],
    "call_act": ["try", "number", "problem", "cancel"],
    "problem_act": [*PROBLEM_ACTS],
    "item_act": [*ITEM_ACTS],
    "loan_act": ["back", "lost"],
    "said_act": ["confirm"],
    "self_assessment_act": ["begin"],
    "surveillance_act": ["survey", "extend", "nothing"],
    "programme_act": ["draft", "in_force", "note"],
    "case_score_act": [*SCORE_ACTS],
    "appeal_act": [*APPEAL_ACTS],
    "case_agreement_act": ["quote", "continue", "sign", "charge"],
    "nonconformity_act": [*NONCONFORMITY_ACTS],
    "case_act": ["take_over", "withdraw"],
    "case_application_act": ["paper", "other", "submit", "take_up", "settle", "answer", "review"],
    "portal_application_act": ["paper", "other", "submit", "answer"],
    "finding_act": [*FINDING_ACTS],
    "case_paper_act": ["find", "accepted", "findings", "not_needed"],
}


@dataclass(frozen=True)
class Address:
    """One address; `parts` names what of a company it holds, `name` is the url's name with its namespace."""

    path: str
    name: str
    parts: frozenset[str] = field(default_factory=frozenset)


def addresses(values: Values) -> list[Address]:
    """Return every address that the resolver knows, the API apart, filled in. Raises KeyError for a part without value."""
    return [made for route, name, pattern in _walk(get_resolver()) for made in _filled(route, name, pattern, values)]


def _walk(resolver: URLResolver, prefix: str = "", spaces: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern) != "api/":
                inner = f"{spaces}{pattern.namespace}:" if pattern.namespace else spaces
                yield from _walk(pattern, prefix + str(pattern.pattern), inner)
        else:
            yield prefix + str(pattern.pattern), f"{spaces}{pattern.name}", pattern


def _filled(route: str, name: str, pattern: URLPattern, values: Values) -> Iterator[Address]:
    if not isinstance(pattern.pattern, RoutePattern):
        for path in _NO_TENANT[name]:
            yield Address(f"/{path}", name)
        return
    parts = _PART.findall(route)
    paths_ = [route]
    for part in parts:
        options = ACTS[name.rpartition(":")[2]] if part == "name" else values[part]
        if "name" in parts and part != "name":
            options = options[-1:]  # each act once, on the case that is under way
        paths_ = [_PART.sub(str(value), path, count=1) for path in paths_ for value in options]
    for path in paths_:
        yield Address(f"/{path}", name, frozenset(parts))


def load_edition() -> None:
    """Keep the shipped edition of GB/T 27922, as `wuxing up` does."""
    editions.keep_edition(gbt(), catalogue.declared())


@dataclass
class Lived:
    """A company in which something happened, and the numbers of its records."""

    shop: Shop
    values: dict[str, list[Any]]
    secrets: tuple[str, ...]


def live(shop: Shop, actor: Callable[..., Actor]) -> Lived:
    """Let a company serve one repair to its end and stand in the middle of another; call it inside its walls."""
    closed = shop.closed()
    line = _second(shop)
    order = line["order"]
    manager, admin = shop.manager, actor(Role.ADMINISTRATOR, name="郑敏")
    promised(
        kind="resolve", area="rural", text="乡镇五日修复", minutes=7200, calendar_id=None, reason="新承诺", by=manager
    )
    wanted = Content(kind="arrive", area="rural", text="海岚三日上门", minutes=4320, calendar_id=None, reason="海岚")
    proposal = promising.draft_promise(content=wanted, by=manager)
    week = [[["08:00", "12:00"]]] * 6 + [[]]
    calendar = promising.save_calendar(name="海岚日历", zone="Asia/Shanghai", weekly=week, exceptions={}, by=manager)
    tokens.issue_token(user_id=admin.user_id or 0, name="海岚官网", by=admin)
    view = saved_views.save_view(page="orders", name="我的海岚单", query="state=closed", by=shop.agent)
    table = "单号,报修时间,故障\n1,2026-11-01 09:00,不制冷\n"
    imported = foreign.take_file(
        content=ContentFile(table.encode()), name="海岚旧系统.csv", language="zh-hans", by=manager
    )
    request = order.request
    nonconformity, handed_in = under_way(closed.pk, owner=manager, doer=shop.dispatcher)
    values: dict[str, list[Any]] = {
        "request_id": [closed.request_id, request.pk],
        "order_id": [closed.pk, order.pk],
        "view_id": [view.pk],
        "customer_id": [request.customer_id],
        "contact_id": [request.contact_id],
        **repairing.cared(request.customer_id or 0, manager),
        "outlet_id": [shop.technician.outlet_id],
        "person_id": [shop.technician.pk],
        "proposal_id": [proposal.pk],
        "goal_id": [_goal(shop, manager)],
        "promise_id": [Promise.objects.latest("pk").pk],
        "calendar_id": [calendar.calendar_id],
        "membership_id": [Membership.objects.get(user_id=shop.agent.user_id).pk],
        "token_id": [ApiToken.objects.latest("pk").pk],
        "entry_id": [Entry.objects.earliest("pk").pk],
        "import_id": [imported.pk],
        "record_id": [closed.pk],
        "line_id": [line["line"]],
        "product_id": [shop.product.pk],
        "technician_id": [shop.technician.pk],
        "into_id": [request.pk],
        "number": [4, 5],
        "nonconformity_id": [nonconformity.pk],
        "attachment_id": [handed_in.pk],
        "action_id": [nonconformity.actions.latest("pk").pk],
        "pk": [10**6],  # a passkey that nobody has
        "metric_id": ["sheet_signed", "nothing"],
        "population_id": ["repair_order", "nothing"],
        "indicator_id": ["5.1.1.1", "nothing"],
        "citation_id": ["gbt27922-2011", "gbt18884-2002", "gbt26270-2011", "nothing"],
        **repairing.followed_up(closed.pk, shop, manager),
        **repairing.warranty(request.asset_id or 0, manager),
        **repairing.charged(shop, manager),
        **repairing.brought_back(shop, manager),
        **_licensed(admin, actor(Role.ADMINISTRATOR, name="海岚二号")),
        **_drafted(manager),
        **_documents(manager, actor(Role.GENERAL_MANAGER, name="黄总"), shop.visitor),
        "subject": ["manual", "4", "5", "nothing"],
        "run_id": [_run(manager)],
        "class_code": ["work_order", "recall", "nothing"],
        "hold_id": [holding.place_hold(scope="class", record_class="outlet", reason="海岚清点", by=manager).pk],
        "destruction_id": [_destruction(manager).pk],
        "decision": ["withdraw"],
        "what": ["ruling"],
        "row_id": [_ruling(manager).pk],
        "bundle_id": [10**7],
        "self_assessment_id": [_self_assessment(manager).pk],
        "sample_id": [_sample(actor(Role.AUDITOR, name="陆遥")).pk],
        "engagement_id": [_engagement(shop, manager).pk],
        "item_id": [_evidence(manager).pk],
        **_witnessing(admin),
        **repairing.parts(shop, manager),
        **_noticed(manager),
        **labelled(shop, request.asset_id or 0),
        **certifying.lived(shop, actor),
        "assessment_id": [assessments.keep_assessment(report=report_for(manager), title="海岚评定", by=manager).pk],
    }
    return Lived(
        shop,
        values,
        (*SECRETS, closed.number, closed.request.number, order.number, request.number, nonconformity.number),
    )


def _goal(shop: Shop, by: Actor) -> int:
    """A service target of an outlet."""
    aim = Aim(
        promise_id=Promise.objects.latest("pk").pk,
        holders=[("outlet", shop.technician.outlet_id)],
        year=clock.today(by.zone).year,
        months=[0],
        share=Decimal(95),
        owner_id=by.user_id or 0,
    )
    return promising.set_goals(aim=aim, by=by)[0].pk


def _witnessing(by: Actor) -> dict[str, list[Any]]:
    """A witness of the company's log, and a log for which the company vouches."""
    key = new_signer("witness.example/1")
    witness = choosing.add_witness(key=cosigner_of(key).text(), url="https://witness.example/1", by=by)
    log = choosing.watch_log(key=key.verifier().text(), by=by)
    nowhere = {"slug": ["nothing"], "path": ["checkpoint"], "digest": ["00"]}
    return {"witness_id": [witness.pk], "log_id": [log.pk], **nowhere}


def _noticed(by: Actor) -> dict[str, list[Any]]:
    """A channel, a text of the company's own, and what the repairs before have told."""
    made, _secret = notices.add_channel(name="海岚短信", driver="webhook", url="https://hooks.example/1", by=by)
    notices.change_text(event="repair.received", language="zh-hans", subject="海岚", body="海岚 {number}", by=by)
    return {
        "notice_id": [Notice.objects.earliest("pk").pk],
        "channel_id": [made.pk],
        "notice_kind": ["service", "nothing"],
        "notice_event": ["repair.received", "nothing"],
        "event": ["repair.received"],
        "language": ["zh-hans", "en"],
    }


def _run(by: Actor) -> int:
    run = generating.start_generation(subjects=["5"], by=by)
    return generating.carry_out(run_id=run.pk, by=by).pk


def _destruction(by: Actor) -> Destruction:
    return Destruction.objects.create(
        tenant_id=by.tenant_id,
        number="RD-2026-000001",
        as_of=clock.today(),
        note="海岚清理",
        proposed_by_id=by.user_id,
        proposed_at=clock.now(),
    )


def _documents(writer: Actor, approver: Actor, reader: Actor) -> dict[str, list[Any]]:
    """A document in force that somebody must read, with its next version under review."""
    picture = b"\x89PNG\r\n\x1a\n" + bytes(32)
    made = documents.create_document(
        title="海岚文件控制程序", kind="procedure", tags=["海岚"], owner_id=writer.user_id, by=writer
    )
    versions = []
    for note in ("海岚首版", "海岚修订"):
        draft = documents.draft_version(
            document_id=made.pk, file=ContentFile(picture), name="海岚文件.png", note=note, by=writer
        )
        documents.submit_version(version_id=draft.pk, approvers=[approver.user_id or 0], by=writer)
        versions.append(draft)
        if len(versions) == 1:
            documents.approve_version(version_id=draft.pk, by=approver)
            documents.issue_version(version_id=draft.pk, by=approver)
    sent = documents.distribute(document_id=made.pk, audience="person", reference=str(reader.user_id), by=writer)
    return {
        "document_id": [made.pk],
        "version_id": [one.pk for one in versions],
        "file_id": [one.files.latest("pk").pk for one in versions],
        "distribution_id": [sent.pk],
        "place": [1],
    }


SECRETS = (
    "王丽华", "13805912046", "138****2046", "李建国", "13900001111", "139****1111", "梅亭路", "518A-23-004417", "冷藏室不制冷",
    "风机卡滞", "陈伟", "周涛", "赵宁", "吴岚", "林可", "郑敏", "福州网点", "海岚", "乡镇五日修复", "YL-BCD518",
)  # fmt: skip


def _drafted(editor: Actor) -> dict[str, list[Any]]:
    """A draft under way, and one that became an edition of the company's own."""
    base = Edition.objects.filter(scheme="cn.gbt.27922").earliest("pk").pk
    made = drafts.start_draft(base_id=base, by=editor)
    drafts.change_draft(draft_id=made.pk, version=1, cells={"scheme::notice.en": "海岚"}, by=editor)
    own = drafts.publish_draft(draft_id=made.pk, version=2, by=editor)
    waiting = drafts.start_draft(base_id=own.pk, by=editor)
    drafts.change_draft(draft_id=waiting.pk, version=1, cells={"levels:pass:min": "99"}, by=editor)
    return {"edition_id": [own.pk], "draft_id": [waiting.pk, made.pk]}


def _licensed(loader: Actor, signer: Actor) -> dict[str, list[Any]]:
    """Official points that wait to be signed off, and a text in force."""
    edition = Edition.objects.filter(scheme="cn.gbt.27922").earliest("pk")
    leaves = pack_of(edition.sha256).leaves
    rows = "\n".join(["clause,points", *(f"{leaf.id},{leaf.placeholder_points}" for leaf in leaves)])
    given = {"edition_id": edition.pk, "name": "海岚.csv", "source": "海岚购买的文本", "by": loader}
    points = licensing.load_points(content=ContentFile(rows.encode()), **given)
    text = licensing.load_texts(content=ContentFile("clause,language,text\n5.1.1.1,en,海岚".encode()), **given)
    licensing.sign_off(table_id=text.pk, by=signer)
    return {"edition_id": [edition.pk], "table_id": [points.pk, text.pk]}


def _ruling(by: Actor) -> Ruling:
    pack = adopted_pack(by, clock.today(by.zone))
    return rulings.propose_ruling(
        pack=pack, leaf="5.1.1.1", kind="manual", ratio=Decimal(1), reason="海岚任命文件",
        valid_from=clock.today(by.zone), by=by,
    )  # fmt: skip


def _evidence(by: Actor) -> EvidenceItem:
    day = clock.today(by.zone)
    return rulings.hand_in_evidence(
        pack=adopted_pack(by, day), leaf="5.1.3.1", handed=rulings.Handed("document", "海岚预算", day),
        content=ContentFile(b"%PDF-1.7\n%%EOF\n"), name="海岚预算.pdf", by=by,
    )  # fmt: skip


def _sample(by: Actor) -> Sample:
    wanted = sampling.Wanted("sheet_signed", clock.today(by.zone), "sqrt")
    return sampling.commit(wanted=wanted, promise="ab" * 32, by=by)


def _engagement(shop: Shop, by: Actor) -> Engagement:
    outsider = User.objects.create(username="lu.yao", name="陆遥")
    day = clock.today(by.zone)
    return engagements.grant(
        username=outsider.username, body="海岚之外的机构", purpose="评审", starts_on=day, ends_on=day, by=by
    )


def _self_assessment(by: Actor) -> SelfAssessment:
    day = clock.today(by.zone)
    return self_assessing.plan(
        title="海岚内部评价", scope="", starts_on=day, ends_on=day, leader_id=by.user_id or 0, by=by
    )


def _second(shop: Shop) -> dict[str, Any]:
    """An order whose technician is at work: another customer, a part, a diagnosis."""
    said = {"customer_name": "李建国", "contact_name": "李建国", "phone": "139 0000 1111", "serial": "518A-26-1"}
    order = shop.order(**said)
    actions.dispatch_order(order_id=order.pk, technician_id=shop.technician.pk, by=shop.dispatcher)
    start = clock.now() + timedelta(hours=9)
    slot = (start, start + timedelta(hours=1))
    actions.agree_appointment(order_id=order.pk, slot=slot, warranty_explained=True, by=shop.visitor)
    actions.depart(order_id=order.pk, by=shop.visitor)
    actions.arrive(order_id=order.pk, by=shop.visitor)
    line = actions.add_line(
        order_id=order.pk,
        kind="part",
        name="风机",
        quantity=Decimal(1),
        unit_price=Decimal(86),
        payer="customer",
        by=shop.visitor,
    )
    return {"order": order, "line": line.pk}
