"""An empty scheme to begin with: what every scheme has, and nothing of any. Pure."""

from wuxing.schemes.drafts.tables import Content


def skeleton(scheme: str, edition: str) -> Content:
    """Return the documents of a scheme in which everything is still to be written."""
    return {
        "scheme": {
            "format": 1,
            "id": scheme,
            "edition": edition,
            "basis": [],
            "total": "100",
            "rules": {
                "exclusions": {"max_points": "20"},
                "special_deductions": {"points": "1", "fails_at": 5},
                "special_bonus": {"points": "1", "max": 1},
                "rounding": {"places": 2, "mode": "down"},
                "unknown": {"low": "zero", "high": "full", "likely": ["last_known", "group_average", "scheme_average"]},
            },
            "levels": [],
            "cycle": {
                "validity": "P3Y",
                "surveillance_max_gap": "P12M",
                "extension_max": "P3M",
                "recertification_window": "P3M",
            },
        },
        "indicators": {"indicators": []},
        "metrics": {"metrics": []},
        "examples": {"examples": []},
    }
