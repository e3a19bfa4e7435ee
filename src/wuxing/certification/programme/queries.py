"""Which rule counts: for a case the version it is bound to, else the body's version in force, else the shipped default."""

from collections.abc import Iterable
from functools import cache, lru_cache

from wuxing.certification.cases.models import Case
from wuxing.certification.programme import loading
from wuxing.certification.programme.models import ProgrammeStep, ProgrammeVersion
from wuxing.certification.programme.structure import Programme
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.schemes.editions.models import Edition
from wuxing.schemes.editions.queries import pack_of
from wuxing.schemes.packs import shipped

SHIPPED = 0
"""Stands for the shipped default where the id of a version is asked for."""

_built: dict[tuple[str, int], Programme] = {}  # by content and number: neither ever changes


@lru_cache(maxsize=64)
def shipped_draft(scheme: str) -> loading.Draft | None:
    """Return the default that comes with the product for a scheme, if there is one."""
    root = shipped.root()
    known = {path.stem: path for path in (root / "programmes").glob("*.yaml")} if root else {}
    return loading.load(known[scheme]) if scheme in known else None


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


def version(version_id: int) -> ProgrammeVersion:
    """Return a version of a rule. Raises NotFound."""
    found = ProgrammeVersion.objects.filter(pk=version_id).select_related("made_by").first()
    if found is None:
        raise NotFound(say("there is no such version of a rule here"))
    return found


def versions(scheme: str) -> list[ProgrammeVersion]:
    """Return the body's versions for a scheme with what was done with each, newest first."""
    rows = ProgrammeVersion.objects.filter(scheme=scheme).select_related("made_by")
    return list(rows.prefetch_related("steps__by_user").order_by("-pk"))


def schemes() -> list[str]:
    """Return the schemes for which there is a rule: shipped, or the body's own."""
    root = shipped.root()
    known = {path.stem for path in (root / "programmes").glob("*.yaml")} if root else set()
    return sorted(known | set(ProgrammeVersion.objects.values_list("scheme", flat=True)))


def shipped_text(scheme: str) -> str:
    """Return the shipped default as it is written, with its remarks. Raises NotFound."""
    root = shipped.root()
    if root is None or shipped_draft(scheme) is None:
        raise NotFound(say("there is no rule for %(scheme)s yet; put one in force", scheme=scheme))
    return (root / "programmes" / f"{scheme}.yaml").read_text(encoding="utf-8")


def leaves_of(scheme: str) -> frozenset[str] | None:
    """Return the indicators of the newest edition of a scheme; None where no edition is here."""
    edition = Edition.objects.filter(scheme=scheme).order_by("-pk").first()
    return frozenset(leaf.id for leaf in pack_of(edition.sha256).leaves) if edition else None
