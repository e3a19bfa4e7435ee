"""What the demo company's quality people have done: documents, rulings, findings, a self-assessment, an auditor let in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

from wuxing.core import clock, engagements
from wuxing.core.access import Role
from wuxing.core.actors import Actor, Channel, actor_for
from wuxing.core.models import Tenant, User
from wuxing.evidence.assessments import actions as assessments
from wuxing.evidence.readiness.queries import report_for
from wuxing.evidence.rulings import actions as rulings
from wuxing.evidence.rulings.rules import has_manual_part
from wuxing.governance.documents import actions as documents
from wuxing.governance.nonconformity import actions as nonconformity
from wuxing.oversight.self_assessment import actions as self_assessing
from wuxing.schemes.packs.structure import Pack
from wuxing.web.demo import company

_DAY = timedelta(days=1)
UNRULED = 4
"""Leaves that nobody has ruled on yet, so that the cockpit has something to ask for."""
WAITING = 2
_RATIOS = ("1", "0.95", "1", "0.9", "1", "0.85", "1", "0.8")


@dataclass(frozen=True, slots=True)
class Paper:
    """A controlled document of the demo."""

    number: str
    title: str
    kind: str
    text: tuple[str, ...]
    leaves: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


PAPERS = (
    Paper(
        "QM-01",
        "商品售后服务手册",
        "manual",
        ("服务理念：一次修好，讲清收费。", "热线每天 8:00 至 20:00。"),
        ("5.1.4.1",),
        ("service_manual",),
    ),
    Paper(
        "QP-02",
        "服务承诺与目标控制程序",
        "procedure",
        ("承诺须可测量，变更由总经理批准。", "每年至少考核一次。"),
        ("5.1.7-b",),
        ("procedure:2",),
    ),
    Paper(
        "QP-04",
        "维修服务控制程序",
        "procedure",
        ("接报、派工、预约、到达、诊断、收费与签字。", "收费前先说明保修与费用。"),
        ("5.2.4-b",),
        ("procedure:4",),
    ),
    Paper(
        "QP-20",
        "文件控制程序",
        "procedure",
        ("文件经起草、审核、批准后发布。", "任何时刻只有一个有效版本。"),
        ("5.1.4.1",),
        ("procedure:20",),
    ),
    Paper(
        "QP-22",
        "不符合、纠正与预防措施控制程序",
        "procedure",
        ("先应急处置，再找原因。", "效果由他人验证。"),
        ("5.1.6-a",),
        ("procedure:22",),
    ),
    Paper("QW-01", "空调上门维修作业指导书", "instruction", ("断电、验电、挂牌。", "充注制冷剂须持证。"), ("5.2.4-b",)),
)
LAWS = (
    ("LAW-01", "消费者权益保护法", "国家法律法规数据库", "2013 修正", "QP-04 收费与告知条款"),
    ("LAW-02", "部分商品修理更换退货责任规定", "国家法律法规数据库", "1995", "QP-04 三包判定"),
)
ITEMS = (
    ("5.1.3.1", "document", "2026 年售后预算与执行表", 120, 240),
    ("5.1.3.1", "record", "产品责任险保单", 200, 18),
    ("5.1.6-c", "public_info", "质量管理体系认证证书", 300, 400),
    ("5.2.5-a", "record", "空调能效抽检报告", 90, 275),
    ("5.2.4-d", "record", "检漏仪校准证书", 380, -12),
)
FINDINGS = (
    ("两张派工单没有客户签字", "抽查 20 张派工单，2 张只有技术员签字。", "minor", ("5.2.4-b",), "method"),
    ("检漏仪校准过期仍在使用", "鼓楼网点一台检漏仪校准已过期 12 天。", "major", ("5.2.4-d",), "measurement"),
    ("收费标准公示为旧版", "仓山网点前台公示的收费标准是去年的。", "minor", ("5.2.1-c",), "people"),
)


def tell(tenant: Tenant, users: Mapping[str, User], pack: Pack) -> None:
    """Write it all; call inside the tenant, after its records are judged."""
    hands = _Hands(
        _actor(tenant, users["quality"], Role.QUALITY_MANAGER),
        _actor(tenant, users["manager"], Role.SERVICE_MANAGER),
        _actor(tenant, users["director"], Role.GENERAL_MANAGER),
    )
    today = clock.today(company.ZONE)
    _papers(hands, today)
    _rulings(hands, pack, today)
    _items(hands, pack, today)
    _findings(hands, today)
    _self_assessment(hands, pack, today)
    engagements.grant(
        username=users["evaluator"].username,
        body=company.BODY_NAME,
        purpose="文件评审与记录抽样",
        starts_on=today,
        ends_on=today + 90 * _DAY,
        by=hands.manager,
    )
    assessments.keep_assessment(report=report_for(hands.quality), title="演示：当前准备度", by=hands.quality)


@dataclass(frozen=True, slots=True)
class _Hands:
    """Who does what."""

    quality: Actor
    manager: Actor
    director: Actor


def _actor(tenant: Tenant, user: User, role: Role) -> Actor:
    return actor_for(
        tenant_id=tenant.pk,
        user_id=user.pk,
        name=user.name,
        roles=frozenset({role}),
        channel=Channel.COMMAND,
        zone=tenant.zone,
    )


def _papers(hands: _Hands, today: date) -> None:
    """Enter the documents that were valid before, and send two of them to their readers."""
    for place, paper in enumerate(PAPERS):
        made = documents.create_document(
            title=paper.title, kind=paper.kind, number=paper.number, tags=paper.tags, indicators=paper.leaves,
            by=hands.quality,
        )  # fmt: skip
        draft = documents.draft_version(
            document_id=made.pk, file=BytesIO(_word(paper)), name=f"{paper.number} {paper.title}.docx",
            language="zh-hans", note="首版", by=hands.quality,
        )  # fmt: skip
        documents.take_over_version(
            version_id=draft.pk,
            effective_on=today - (420 - 30 * place) * _DAY,
            reason="原纸质受控文件",
            by=hands.manager,
        )
        if paper.number in ("QP-04", "QW-01"):
            documents.distribute(
                document_id=made.pk, audience="role", reference=Role.TECHNICIAN.value, by=hands.quality
            )
    for number, title, publisher, edition, met_by in LAWS:
        made = documents.create_document(
            title=title,
            kind="external",
            number=number,
            tags=("law_register",),
            indicators=("5.1.4.2",),
            by=hands.quality,
        )
        draft = documents.draft_version(document_id=made.pk, note="现行", by=hands.quality)
        documents.set_source(document_id=made.pk, publisher=publisher, edition=edition, met_by=met_by, by=hands.quality)
        documents.take_over_version(
            version_id=draft.pk, effective_on=today - 300 * _DAY, reason="法律法规清单", by=hands.manager
        )


def _word(paper: Paper) -> bytes:
    import docx

    file = docx.Document()
    file.add_heading(f"{paper.number} {paper.title}", level=1)
    for line in paper.text:
        file.add_paragraph(line)
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def _rulings(hands: _Hands, pack: Pack, today: date) -> None:
    """Rule on what people decide, but for a few indicators; two rulings still wait for their second person."""
    leaves = [leaf for leaf in pack.leaves if has_manual_part(leaf)][: -UNRULED or None]
    for place, leaf in enumerate(leaves):
        looked = leaf.checks[0].zh_hans if leaf.checks else leaf.title.zh_hans
        made = rulings.propose_ruling(
            pack=pack,
            leaf=leaf.id,
            kind="manual",
            ratio=Decimal(_RATIOS[place % len(_RATIOS)]),
            reason=f"查看了{looked}；抽查三处。",
            valid_from=today - (150 - 2 * place) * _DAY,
            by=hands.quality,
        )
        if place < len(leaves) - WAITING:
            rulings.confirm(what="ruling", row_id=made.pk, by=hands.director)
    deduction = rulings.record_special_item(
        pack=pack,
        kind="deduction",
        ground=pack.rules.deduction_reasons[1].id,
        description="技术员未按公示标准收取上门费，已退还。",
        occurred_on=today - 75 * _DAY,
        by=hands.quality,
    )
    rulings.confirm(what="special_item", row_id=deduction.pk, by=hands.manager)
    rulings.check_correction(
        item_id=deduction.pk,
        correction="退费并复训，抽查 30 单无再发",
        corrected_on=today - 40 * _DAY,
        by=hands.manager,
    )


def _items(hands: _Hands, pack: Pack, today: date) -> None:
    for leaf, kind, title, age, left in ITEMS:
        if leaf not in pack.by_id:
            continue
        handed = rulings.Handed(kind, title, today - age * _DAY, expires_on=today + left * _DAY)
        made = rulings.hand_in_evidence(pack=pack, leaf=leaf, handed=handed, by=hands.quality)
        rulings.confirm(what="evidence_item", row_id=made.pk, by=hands.manager)


def _findings(hands: _Hands, today: date) -> None:
    """Three findings: one analysed, one contained, one just reported."""
    for place, (title, text, severity, leaves, category) in enumerate(FINDINGS):
        found = nonconformity.report(
            finding=nonconformity.Finding(
                title=title, description=text, severity=severity, leaves=leaves, source="self_assessment",
                owner_id=hands.manager.user_id,
            ),
            by=hands.quality,
        )  # fmt: skip
        if place < 2:
            nonconformity.contain(nonconformity_id=found.pk, what="停用并隔离，逐件复查", by=hands.manager)
        if place == 0:
            nonconformity.analyse(
                nonconformity_id=found.pk,
                root_cause="结单时系统外补签，没有当面签字",
                category=category,
                evidence="两张派工单的时间线",
                whys=("客户不在场", "技术员先离开后补签", "没有要求当面签字才能结单"),
                causes={category: ("结单不检查签字",), "people": ("新员工未培训",)},
                by=hands.manager,
            )
            nonconformity.plan(
                nonconformity_id=found.pk,
                actions=[
                    nonconformity.ToDo(
                        what="结单前必须当面签字", responsible_id=hands.manager.user_id or 0, due_on=today + 10 * _DAY
                    )
                ],
                criterion="连续 30 单均有客户签字",
                check_on=today + 40 * _DAY,
                by=hands.manager,
            )


def _self_assessment(hands: _Hands, pack: Pack, today: date) -> None:
    """One that is under way: half of the indicators are evaluated."""
    made = self_assessing.plan(
        title=f"{today.year} 年度内部评价", scope="总部与全部网点", starts_on=today - 3 * _DAY, ends_on=today + 11 * _DAY,
        leader_id=hands.quality.user_id or 0, by=hands.quality,
    )  # fmt: skip
    leaves = [leaf.id for leaf in pack.leaves]
    self_assessing.assign(
        self_assessment_id=made.pk, leaves=leaves, owner_id=hands.manager.user_id or 0,
        evaluator_id=hands.quality.user_id or 0, by=hands.quality,
    )  # fmt: skip
    self_assessing.begin(self_assessment_id=made.pk, by=hands.quality)
    for place, leaf in enumerate(leaves[: len(leaves) // 2]):
        self_assessing.evaluate(
            self_assessment_id=made.pk,
            leaf=leaf,
            ratio=Decimal(_RATIOS[place % len(_RATIOS)]),
            text="查看文件与抽样记录，访谈责任人。",
            by=hands.quality,
        )
