"""保存期限: what counts for a class of records now: the newest decision of the organisation, or the default."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from wuxing.core.access import PERMISSIONS, Permission, Role
from wuxing.governance.records import registry
from wuxing.governance.records.models import RetentionPolicy
from wuxing.governance.records.states import Basis, Disposal, Medium


@dataclass(frozen=True, slots=True)
class Policy:
    """What counts for a class. Version 0 is the system's default, which nobody decided."""

    record_class: str
    version: int
    months: int | None
    basis: str
    basis_text: str
    location: str
    medium: str
    access_roles: tuple[str, ...]
    disposal: str
    reason: str = ""
    set_by: str = ""
    set_at: datetime | None = None

    @property
    def is_default(self) -> bool:
        """Say whether the organisation has not decided yet."""
        return self.version == 0


def roles_with(permission: Permission | None) -> tuple[str, ...]:
    """Return the roles of a company that hold a permission."""
    return tuple(role.value for role in Role if permission in PERMISSIONS[role])


def default_of(found: registry.RecordClass) -> Policy:
    """Return what counts for a class while the organisation has not decided."""
    months = found.default.months
    disposal = found.ways[0] if months is not None or found.ways[0] != Disposal.ERASE else Disposal.KEEP
    return Policy(
        found.code,
        0,
        months,
        Basis(found.default.basis),
        str(found.default.source),
        "",
        Medium.PAPER if found.outside else Medium.ELECTRONIC,
        roles_with(found.access) if found.access else (),
        disposal,
    )


def _as_policy(row: RetentionPolicy) -> Policy:
    return Policy(
        row.record_class,
        row.version,
        row.months,
        row.basis,
        row.basis_text,
        row.location,
        row.medium,
        tuple(row.access_roles),
        row.disposal,
        row.reason,
        row.set_by.name if row.set_by else "",
        row.set_at,
    )


def policies() -> Mapping[str, Policy]:
    """Return what counts now, for every class of records."""
    decided = RetentionPolicy.objects.select_related("set_by").order_by("record_class", "-version")
    newest = {row.record_class: _as_policy(row) for row in decided.distinct("record_class")}
    return {code: newest.get(code) or default_of(one) for code, one in registry.classes().items()}


def policy_of(found: registry.RecordClass) -> Policy:
    """Return what counts now for one class."""
    rows = RetentionPolicy.objects.select_related("set_by").filter(record_class=found.code)
    newest = rows.order_by("-version").first()
    return _as_policy(newest) if newest else default_of(found)


def history_of(code: str) -> list[Policy]:
    """Return every decision about a class, newest first."""
    rows = RetentionPolicy.objects.select_related("set_by").filter(record_class=code)
    return [_as_policy(row) for row in rows.order_by("-version")]
