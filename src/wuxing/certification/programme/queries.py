"""Which rule counts: for a case the version it is bound to, else the body's version in force, else the shipped default."""

from collections.abc import Iterable
from functools import cache

from wuxing.certification.cases.models import Case
from wuxing.certification.programme import loading
from wuxing.certification.programme.models import ProgrammeStep, ProgrammeVersion
from wuxing.certification.programme.structure import Programme
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.schemes.packs import shipped

SHIPPED = 0
"""Stands for the shipped default where the id of a version is asked for."""

_built: dict[tuple[str, int], Programme] = {}  # by content and number: neither ever changes


@cache
def shipped_draft(scheme: str) -> loading.Draft | None:
    """Return the default that comes with the product for a scheme, if there is one."""
    root = shipped.root()
    path = root / "programmes" / f"{scheme}.yaml" if root else None
    return loading.load(path) if path and path.is_file() else None


@cache
def shipped_programme(scheme: str) -> Programme:
    """Return the shipped default as values. Raises NotFound (the product brings none for this scheme)."""
    draft = shipped_draft(scheme)
    if draft is None:
        raise NotFound(say("there is no rule for %(scheme)s yet; put one in force", scheme=scheme))
    return draft.programme(SHIPPED)


def current(scheme: str) -> tuple[int, Programme]:
    """现行认证规则: the body's version in force and what it says; 0 and the shipped default where it has none.

    Raises NotFound (neither exists).
    """
    found = in_force(scheme)
    return (found.pk, said(found)) if found else (SHIPPED, shipped_programme(scheme))


def in_force(scheme: str) -> ProgrammeVersion | None:
    """Return the body's version in force: the one put in force last."""
    step = (
        ProgrammeStep.objects.filter(version__scheme=scheme, kind=ProgrammeStep.Kind.IN_FORCE)
        .select_related("version")
        .order_by("-pk")
        .first()
    )
    return step.version if step else None


def said(version: ProgrammeVersion) -> Programme:
    """Return what a version says."""
    key = (version.sha256, version.number)
    if key not in _built:
        _built[key] = loading.restore(version.form, version.number)
    return _built[key]


def for_case(case: Case) -> Programme:
    """Return the rule that a case follows. Raises NotFound (no rule for its scheme)."""
    return for_cases([case])[case.pk]


def for_cases(cases: Iterable[Case]) -> dict[int, Programme]:
    """Return the rule of each case by its id, in as many queries for one as for many.

    Raises NotFound (no rule for a scheme).
    """
    wanted = list(cases)
    bound = {one.programme_id for one in wanted if one.programme_id}
    versions = {row.pk: said(row) for row in ProgrammeVersion.objects.filter(pk__in=bound)} if bound else {}
    free = {one.scheme for one in wanted if one.programme_id not in versions}
    rules = {scheme: current(scheme)[1] for scheme in sorted(free)}  # schemes are few
    return {one.pk: versions[one.programme_id] if one.programme_id in versions else rules[one.scheme] for one in wanted}
