"""电子发票数据: what a system for e-invoices (数电票) would need of the settlement sheets of a month, as CSV and JSON.

No official form was compared: names and order of the columns are ours, the buyer's own system maps them.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from wuxing.core.actors import Actor
from wuxing.core.escaping import cell
from wuxing.customers.customer_care import masking
from wuxing.customers.prices.rules import net_of

COLUMNS = (
    "sheet_number", "sheet_version", "issued_on", "order_number", "payer", "buyer_name", "buyer_tax_number", "goods_name",
    "goods_code", "tax_category", "quantity", "unit_price_with_tax", "amount_with_tax", "tax_rate_percent",
    "amount_without_tax", "tax_amount", "paid_on",
)  # fmt: skip
ABOUT = "settlement lines for an e-invoice system; column names are our own, no official form was compared"


def buyer_in(line: Mapping[str, Any], by: Actor) -> str:
    """Return the buyer of a row as this person may see it; who has a tax number is an organisation."""
    buyer = line["buyer"] or line["customer"] or ""
    whole = line["buyer_tax_number"]
    return buyer if whole else masking.party_for(by, buyer, line["customer"], line["customer_kind"])


def rows_of(
    lines: Sequence[dict[str, Any]], by: Actor, *, payers: Sequence[str] = ("customer",)
) -> list[dict[str, Any]]:
    """Return what is invoiced: the lines that the named payers pay, each with its net amount and tax.

    Who may not see personal data in full gets the buyers that are people with the first sign of their names.
    """
    found = []
    for line in lines:
        if line["payer"] not in payers or not line["amount"]:
            continue
        net, tax = net_of(line["amount"], line["tax_rate"])
        values = (
            line["number"], line["version"], line["issued_on"].isoformat(), line["order_number"], line["payer"],
            buyer_in(line, by), line["buyer_tax_number"], line["text"], line["code"],
            line["tax_category"], line["quantity"], line["unit_price"], line["amount"], line["tax_rate"], net, tax,
            line["paid_on"].isoformat() if line["paid_on"] else "",
        )  # fmt: skip
        found.append(dict(zip(COLUMNS, values, strict=True)))
    return found


def as_csv(rows: Sequence[dict[str, Any]]) -> bytes:
    """Return rows as CSV with a mark of UTF-8, as spreadsheets want it; no cell is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(cell(row[name]) for name in COLUMNS)
    return out.getvalue().encode("utf-8-sig")


def as_json(rows: Sequence[dict[str, Any]], month: date) -> bytes:
    """Return rows as JSON; amounts are texts, so that no reader rounds them."""
    plain = [{name: str(value) if isinstance(value, Decimal) else value for name, value in row.items()} for row in rows]
    whole = {"about": ABOUT, "month": f"{month:%Y-%m}", "currency": "CNY", "lines": plain}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()
