"""Records and how long they are kept, and the metrics that the adopted scheme reads from them."""

from collections import defaultdict
from datetime import date

from wuxing.core.errors import NotFound
from wuxing.evidence.readiness.queries import DEFAULT_SCHEME
from wuxing.governance.records import registry
from wuxing.governance.records.queries.policies import Policy, policies
from wuxing.governance.records.words import BASES, DISPOSALS
from wuxing.schemes.editions import queries as editions
from wuxing.schemes.packs.structure import Pack, metrics_of
from wuxing.web.handbook.content import common
from wuxing.web.handbook.facts import Row
from wuxing.web.handbook.gathering.times import months


def record_rows(language: str) -> tuple[dict[int, list[Row]], dict[int, list[Row]], dict[str, str]]:
    """Return the records kept in the system and those kept outside, by procedure, and the periods as values."""
    inside: dict[int, list[Row]] = defaultdict(list)
    outside: dict[int, list[Row]] = defaultdict(list)
    values = {}
    decided = policies()
    for code, one in registry.classes().items():
        policy = decided[code]
        (outside if one.outside else inside)[one.procedure].append(_row(one, policy, language))
        values[f"retention.{code}"] = months(policy.months, language)
    return inside, outside, values


def _row(one: registry.RecordClass, policy: Policy, language: str) -> Row:
    basis = (
        common("says", language)["default_mark"] if policy.is_default else f"{BASES[policy.basis]}：{policy.basis_text}"
    )
    return Row(
        f"record.{one.code}",
        (str(one.title), months(policy.months, language), str(one.clock), str(DISPOSALS[policy.disposal]), basis),
    )


def adopted(day: date) -> Pack | None:
    """Return the scheme that the company has adopted, if any."""
    adoption = editions.adoption_on(day, DEFAULT_SCHEME)
    try:
        return editions.pack_of(adoption.edition.sha256) if adoption else None
    except NotFound:
        return None


def metric_rows(pack: Pack | None, language: str) -> dict[int, list[Row]]:
    """Return the metrics that leaves of the scheme read, by the procedure that feeds the leaf."""
    found: dict[int, dict[str, Row]] = defaultdict(dict)
    for leaf in pack.leaves if pack else ():
        for name in metrics_of(leaf.mode) if leaf.mode else ():
            metric = pack.metrics[name] if pack else None
            for number in leaf.procedures if metric else ():
                assert metric is not None
                cells = (metric.title.in_language(language), metric.says.in_language(language))
                found[number][name] = Row(f"metric.{name}", cells)
    return {number: list(rows.values()) for number, rows in found.items()}
