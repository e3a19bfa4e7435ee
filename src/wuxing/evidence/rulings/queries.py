"""Read what people said, as it counts on a day."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.errors import RuleBroken
from wuxing.core.ledger import kind_of
from wuxing.core.models import Attachment, Membership, User
from wuxing.core.tenants import current_tenant
from wuxing.evidence.metrics.rules import window_start
from wuxing.evidence.rulings import rules
from wuxing.evidence.rulings.models import EvidenceItem, Exclusion, Judged, Ruling, SpecialItem
from wuxing.evidence.rulings.rules import State
from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring import points, results


@dataclass(frozen=True)
class Said:
    """What people said that counts: the part of a score's inputs that no record gives."""

    rulings: dict[str, results.Ruling] = field(default_factory=dict)
    overrides: dict[str, results.Ruling] = field(default_factory=dict)
    exclusions: dict[str, results.Exclusion] = field(default_factory=dict)
    special_deductions: int = 0
    special_bonus: int = 0
    uncorrected: int = 0

    def onto(self, inputs: results.Inputs) -> results.Inputs:
        """Return `inputs` with all of it."""
        return replace(
            inputs,
            rulings=self.rulings,
            overrides=self.overrides,
            exclusions=self.exclusions,
            special_deductions=self.special_deductions,
            special_bonus=self.special_bonus,
        )


@dataclass(frozen=True)
class Sayings:
    """All that people ever said and confirmed about a scheme: read once, asked for as many days as one likes."""

    pack: Pack
    rulings: list[Ruling]
    exclusions: list[Exclusion]
    special: list[SpecialItem]

    def on(self, day: date, known_at: datetime | None = None) -> Said:
        """Return what counts on `day`; with `known_at` only what was confirmed, and not withdrawn, by then.

        Leaves that the edition has not, or on which it leaves nobody to rule, are left out.
        """
        known = self.pack.by_id
        special = [
            item
            for item in self.special
            if window_start(day, rules.COUNTS_FOR) <= item.occurred_on <= day and _counts(item, known_at)
        ]
        deductions = [item for item in special if item.kind == SpecialItem.Kind.DEDUCTION]
        return Said(
            rulings=self._rulings(day, known_at, override=False),
            overrides=self._rulings(day, known_at, override=True),
            exclusions={
                row.leaf: results.Exclusion(row.reason, who(row.confirmed_by))
                for row in self.exclusions
                if row.leaf in known
                and row.valid_from <= day
                and _counts(row, known_at)
                and rules.why_not_exclude(self.pack, row.leaf) is None
            },
            special_deductions=len(deductions),
            special_bonus=min(len(special) - len(deductions), self.pack.rules.bonus_max),
            uncorrected=sum(1 for item in deductions if item.corrected_on is None or item.corrected_on > day),
        )

    def _rulings(self, day: date, known_at: datetime | None, *, override: bool) -> dict[str, results.Ruling]:
        """Return the newest in force of each leaf: on manual parts, or in the place of the records."""
        return {
            row.leaf: results.Ruling(row.ratio, row.reason, (who(row.proposed_by), who(row.confirmed_by)))
            for row in self.rulings
            if (row.kind == Ruling.Kind.OVERRIDE) is override
            and row.valid_from <= day
            and (row.valid_until is None or day <= row.valid_until)
            and _counts(row, known_at)
            and row.leaf in self.pack.by_id
            and rules.why_not_rule(self.pack, row.leaf, override=override) is None
        }


def sayings(pack: Pack) -> Sayings:
    """Return all that people confirmed about the scheme of `pack` in the acting organisation."""
    return Sayings(
        pack,
        list(_confirmed(Ruling, pack).select_related("proposed_by", "confirmed_by")),
        list(_confirmed(Exclusion, pack).select_related("confirmed_by")),
        list(_confirmed(SpecialItem, pack)),
    )


def _confirmed(model: Any, pack: Pack) -> Any:
    return model.objects.filter(scheme=pack.id, confirmed_at__isnull=False).order_by("confirmed_at", "pk")


def _counts(row: Judged, known_at: datetime | None) -> bool:
    return rules.state_of(row.confirmed_at, row.declined_at, row.withdrawn_at, known_at) is State.CONFIRMED


def who(user: User | None) -> str:
    """Return a person as scores name them: two people of one name are two people."""
    return f"{user.name} #{user.pk}" if user else "—"


def is_member(user_id: int) -> bool:
    """Say whether somebody is an active member of the acting organisation."""
    return Membership.objects.filter(user_id=user_id, tenant_id=current_tenant(), active=True).exists()


def refuse_too_many_exclusions(row: Exclusion, by: Actor) -> None:
    """Refuse to approve more excluded points than the scheme allows. Raises RuleBroken."""
    from wuxing.evidence.readiness.queries import adopted_pack

    pack = adopted_pack(by, clock.today(by.zone))
    others = _confirmed(Exclusion, pack).filter(withdrawn_at__isnull=True).values_list("leaf", flat=True)
    in_use = points.points_in_use(pack, {})
    total = sum((in_use[leaf] for leaf in {*others, row.leaf} if leaf in in_use), Decimal(0))
    if reason := rules.why_not_exclude_more(total, pack.rules.exclusions_max_points):
        raise RuleBroken(reason)


def open_proposals() -> list[Judged]:
    """Return what waits for a second person, oldest first."""
    models: Iterable[type[Judged]] = (Ruling, Exclusion, SpecialItem, EvidenceItem)
    waiting = [
        row
        for model in models
        for row in model.objects.filter(
            confirmed_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True
        ).select_related("proposed_by")
    ]
    return sorted(waiting, key=lambda row: row.proposed_at)


def expiring(day: date) -> list[EvidenceItem]:
    """Return evidence in use that has ended or ends within the days of the reminder, the earliest end first."""
    last = date.fromordinal(day.toordinal() + rules.REMIND_DAYS)
    return list(
        EvidenceItem.objects.filter(withdrawn_at__isnull=True, declined_at__isnull=True, expires_on__lte=last)
        .select_related("owner")
        .order_by("expires_on")[:200]
    )


def of_leaf(scheme: str, leaf: str) -> dict[str, list[Judged]]:
    """Return all that people said of a leaf, newest first, by kind."""
    models: dict[str, Any] = {"ruling": Ruling, "exclusion": Exclusion, "evidence_item": EvidenceItem}
    return {
        name: list(
            model.objects.filter(scheme=scheme, leaf=leaf)
            .select_related("proposed_by", "confirmed_by", "declined_by", "withdrawn_by")
            .order_by("-pk")[:50]
        )
        for name, model in models.items()
    }


PAGE = 50


def listed(tab: str, scheme: str, day: date, *, before: int | None = None) -> tuple[list[Any], bool]:
    """Return a page of one tab, newest first, and whether there is more."""
    if tab == "waiting":
        return open_proposals(), False
    if tab == "expiring":
        return list(expiring(day)), False
    model: Any = {"rulings": Ruling, "exclusions": Exclusion, "special": SpecialItem, "evidence": EvidenceItem}[tab]
    rows = model.objects.filter(scheme=scheme).select_related("proposed_by").order_by("-pk")
    found = list((rows.filter(pk__lt=before) if before else rows)[: PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def counts(scheme: str, day: date) -> dict[str, int]:
    """Return how many rows each tab has."""
    models: dict[str, Any] = {
        "rulings": Ruling,
        "exclusions": Exclusion,
        "special": SpecialItem,
        "evidence": EvidenceItem,
    }
    return {
        "waiting": len(open_proposals()),
        "expiring": len(expiring(day)),
        **{name: model.objects.filter(scheme=scheme).count() for name, model in models.items()},
    }


def people() -> list[tuple[int, str]]:
    """Return the active members of the acting organisation."""
    rows = Membership.objects.filter(tenant_id=current_tenant(), active=True).order_by("user__name")
    return list(rows.values_list("user_id", "user__name"))


def file_of(item_id: int) -> Attachment | None:
    """Return the file of a piece of evidence."""
    return Attachment.objects.filter(target_type=kind_of(EvidenceItem), target_id=item_id).order_by("-pk").first()
