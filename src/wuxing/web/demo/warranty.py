"""The demo's warranty: terms by part, exclusions, and contracts of some units. Invented, as everything here."""

from datetime import date, timedelta

from wuxing.core.actors import Actor
from wuxing.customers.entitlement import actions
from wuxing.customers.models import Asset

_SINCE = date(2018, 1, 1)
_TERMS = (
    {
        "code": "fridge-compressor",
        "title": "冰箱压缩机十年保修",
        "category": "冰箱",
        "part": "compressor",
        "months": 120,
    },
    {"code": "ac-compressor", "title": "空调压缩机十年保修", "category": "空调", "part": "compressor", "months": 120},
    {"code": "washer-motor", "title": "洗衣机电机五年保修", "category": "洗衣机", "part": "motor", "months": 60},
)
_EXCLUDED = (
    {"code": "misuse", "title": "使用不当造成的损坏", "causes": ["use"], "clause": "保修卡第五条第一款"},
    {"code": "cleaning", "title": "脏堵的清洗不属保修", "causes": ["blocked"], "clause": "保修卡第五条第三款"},
)
_CONTRACTS = ("extended", "extended", "contract")


def grant(today: date, by: Actor) -> None:
    """Keep the terms and exclusions of the company, and contracts of the units that called last."""
    for term in _TERMS:
        actions.save_term(
            kind="coverage", basis="best", clause="保修卡第三条", valid_from=_SINCE, by=by, **term  # type: ignore[arg-type]
        )  # fmt: skip
    for excluded in _EXCLUDED:
        actions.save_term(kind="exclusion", valid_from=_SINCE, by=by, **excluded)  # type: ignore[arg-type]
    units = Asset.objects.exclude(purchased_on=None).order_by("-pk")[: len(_CONTRACTS)]
    for place, (unit, kind) in enumerate(zip(units, _CONTRACTS, strict=False), 1):
        begins = today - timedelta(days=90 * place)
        actions.add_contract(
            asset_id=unit.pk,
            kind=kind,
            number=f"YL-{begins.year}-{place:04d}",
            starts_on=begins,
            ends_on=begins + timedelta(days=730),
            shares=(100, 100, 100) if kind == "extended" else (50, 100, 0),
            by=by,
        )
