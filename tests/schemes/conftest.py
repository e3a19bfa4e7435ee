"""The shipped pack, and small packs made to order."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wuxing.schemes.conditions import catalogue
from wuxing.schemes.conditions.catalogue import Catalogue
from wuxing.schemes.conditions.tree import Type
from wuxing.schemes.packs import loading, shipped
from wuxing.schemes.packs.structure import Pack

CATALOGUE: Catalogue = {
    "order": {
        "kept": Type.BOOL,
        "at": Type.TIMESTAMP,
        "due": Type.TIMESTAMP,
        "visits": Type.DOUBLE,
        "kind": Type.STRING,
    }
}

Data = dict[str, Any]


def words(text: str) -> dict[str, str]:
    return {"zh-Hans": text, "zh-Hant": text, "en": text}


def leaf(name: str, points: str, scoring: Data, **more: Any) -> Data:
    kinds = json.dumps(scoring)
    coverage = "none" if scoring["mode"] == "manual" else "partial" if '"manual"' in kinds else "full"
    note = {"coverage_note": words("the rest")} if coverage == "partial" else {}
    return {
        "id": name,
        "id_status": "verified",
        "title": words(name),
        "points": None,
        "points_status": "unknown",
        "placeholder_points": points,
        "summary": words(name),
        "deduction": "proportional",
        "evidence": ["record"],
        "checks": [words("look")],
        "excludable": True,
        "procedures": [4],
        "coverage": coverage,
        "scoring": scoring,
        **note,
        **more,
    }


def group(name: str, points: str, *children: Data) -> Data:
    return {
        "id": name,
        "id_status": "verified",
        "title": words(name),
        "points": None,
        "points_status": "unknown",
        "placeholder_points": points,
        "children": list(children),
    }


def metric(name: str, **more: Any) -> Data:
    return {
        "id": name,
        "title": words(name),
        "says": words(name),
        "population": "order",
        "conforming": "r.kept",
        "window": "P12M",
        "min_population": 30,
        "freshness": "P30D",
        "late_entries": {"after": "PT48H", "max_share": "0.10"},
        **more,
    }


SCHEME: Data = {
    "format": 1,
    "id": "test.small",
    "edition": "2026.1",
    "title": words("small"),
    "notice": words("placeholder"),
    "basis": [{"ref": "none", "role": "criteria", "title": words("none")}],
    "total": "100",
    "rules": {
        "exclusions": {"max_points": "40"},
        "special_deductions": {"points": "1", "fails_at": 5, "reasons": [{"id": "law", "title": words("law")}]},
        "special_bonus": {"points": "1", "max": 1},
        "rounding": {"places": 2, "mode": "down"},
        "unknown": {"low": "zero", "high": "full", "likely": ["last_known", "group_average", "scheme_average"]},
    },
    "levels": [
        {"id": "pass", "title": words("pass"), "stars": 0, "min": "70", "max_special_deductions": 4},
        {"id": "star5", "title": words("star5"), "stars": 5, "min": "95", "max_special_deductions": 4},
    ],
    "cycle": {
        "validity": "P3Y",
        "surveillance_max_gap": "P12M",
        "extension_max": "P3M",
        "recertification_window": "P3M",
    },
}

PROPORTIONAL = {"mode": "proportional", "metric": "kept"}

SMALL: Data = {
    "scheme": SCHEME,
    "indicators": {
        "indicators": [
            group("1", "60", leaf("1.1", "30", PROPORTIONAL), leaf("1.2", "30", {"mode": "manual"})),
            group("2", "40", leaf("2.1", "40", {"mode": "manual"})),
        ]
    },
    "metrics": {"metrics": [metric("kept")]},
    "examples": {
        "examples": [
            {
                "id": "nothing",
                "title": words("nothing"),
                "given": {},
                "expected": {
                    "score": {"low": "0", "likely": None, "high": "100"},
                    "levels": {"low": None, "likely": None, "high": "star5"},
                },
            }
        ]
    },
}

Write = Callable[..., Path]
Change = Callable[[Data], None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write the small pack, changed by a function, as a folder; JSON is YAML too."""

    def make(change: Change = lambda data: None) -> Path:
        data = copy.deepcopy(SMALL)
        change(data)
        for name, content in data.items():
            (tmp_path / f"{name}.yaml").write_text(json.dumps(content, indent=1), encoding="utf-8")
        return tmp_path

    return make


@pytest.fixture
def small(write: Write) -> Callable[..., Pack]:
    """Load the small pack, changed by a function."""
    return lambda change=lambda data: None: loading.load(write(change), CATALOGUE)


GBT = next(path for path in shipped.directories() if path.name == "gbt27922-2011")


@pytest.fixture(scope="session")
def gbt() -> Pack:
    """GB/T 27922-2011 as shipped, against the populations as shipped."""
    return loading.load(GBT, catalogue.declared())
