"""axe-core on a page: every fault of any grade, one line each."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Path(__file__).resolve().parent.parent / "vendor" / "axe" / "axe.min.js"


def axe(page: "Page") -> list[str]:
    """Return what axe-core finds on the page as it stands; nothing is the only good answer."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((r) => JSON.stringify(r.violations))")
    return [
        f"{rule['impact']}: {rule['id']}: {rule['help']}: {node['target'][0]}: {node['html'][:160]}"
        for rule in json.loads(found)
        for node in rule["nodes"]
    ]


def overflow(page: "Page") -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
