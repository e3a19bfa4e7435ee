"""Purposes that personal data are used for, as shipped in purposes.yaml; an organisation's own versions follow them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class Purpose:
    """One version of a purpose and its notice. `renew`: consent to an earlier version no longer counts.

    `objection`: no consent is asked for, but one may object (only where the ground is not consent).
    """

    code: str
    version: int
    titles: Mapping[str, str]
    basis: str
    separate: bool
    texts: Mapping[str, str]
    renew: bool = False
    objection: bool = False

    @property
    def asks(self) -> bool:
        """Say whether consent must be given."""
        return self.basis == CONSENT

    @property
    def hears(self) -> bool:
        """Say whether the customer has a say: by consent, or by objecting."""
        return self.asks or self.objection

    def title(self, language: str) -> str:
        """Return what the purpose is called in a language, else in the first it was named in."""
        return self.titles.get(language) or next(iter(self.titles.values()), self.code)

    def text(self, language: str) -> str:
        """Return the notice in a language, else in the first it was written in."""
        return self.texts.get(language) or next(iter(self.texts.values()), "")


def _shipped() -> tuple[Purpose, ...]:
    rows = YAML(typ="safe").load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return tuple(
        Purpose(
            row["code"], 0, row["titles"], row["basis"], row["separate"], row["texts"],
            objection=row.get("objection", False),
        )
        for row in rows
    )  # fmt: skip


SHIPPED = _shipped()
OBJECTION = frozenset(one.code for one in SHIPPED if one.objection)
"""Purposes that need no consent as shipped, and to which one may object in every version."""
