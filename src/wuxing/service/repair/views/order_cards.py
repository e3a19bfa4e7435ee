"""Cards of the order page: parts and charges with their totals, and the clauses that the order counts for."""

from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

from wuxing.core import clock
from wuxing.customers.prices.rules import amount_of
from wuxing.schemes.editions import queries as edition_queries
from wuxing.schemes.packs.structure import Pack, metrics_of
from wuxing.service.repair.rules.words import KINDS, PAYERS
from wuxing.service.repair.views.words import word

SCHEME = "cn.gbt.27922"


def money(lines: list[dict[str, Any]], page: str, *, may_strike: bool) -> dict[str, Any]:
    """Return parts and charges with their totals by payer."""
    totals: dict[str, Decimal] = {}
    rows = []
    for line in lines:
        amount = amount_of(line["quantity"], line["unit_price"])
        if not line["struck_at"]:
            totals[line["payer"]] = totals.get(line["payer"], Decimal()) + amount
        serials = " → ".join(part for part in (line["old_serial"], line["new_serial"]) if part)
        rows.append(
            {
                "name": f"{line['name']} {line['code']}".strip(),
                "kind": word(KINDS, line["kind"]),
                "quantity": f"{line['quantity'].normalize():f}",
                "amount": f"¥{amount:,.2f}".removesuffix(".00"),
                "payer": word(PAYERS, line["payer"]),
                "serials": serials,
                "struck": line["strike_reason"],
                "strike": f"{page}?do=strike_line&line={line['pk']}#do" if may_strike and not line["struck_at"] else "",
            }
        )
    said = [f"{word(PAYERS, payer)} ¥{totals[payer]:,.2f}".removesuffix(".00") for payer in PAYERS if payer in totals]
    return {"rows": rows, "totals": said, "due": f"¥{totals.get('customer', Decimal()):,.2f}".removesuffix(".00")}


@lru_cache(maxsize=64)
def _clauses(sha256: str, language: str) -> tuple[tuple[str, str], ...]:
    pack: Pack = edition_queries.pack_of(sha256)
    fed = {name for name, metric in pack.metrics.items() if metric.population == "repair_order"}
    return tuple(
        (leaf.likely_clause or leaf.id, leaf.title.in_language(language))
        for leaf in pack.indicators
        if leaf.mode is not None and fed.intersection(metrics_of(leaf.mode))
    )


def clauses(state: str) -> list[dict[str, str]]:
    """Return the clauses that an order counts for: it does when it is over, and a cancelled one does not."""
    sha256 = edition_queries.adopted_sha(clock.today(), SCHEME)
    if sha256 is None:
        return []
    look = {"closed": "done", "cancelled": "excluded"}.get(state, "waiting")
    found = _clauses(sha256, get_language() or "en")
    return [{"code": code, "title": title, "state": look} for code, title in found]
