"""Purposes that personal data are used for, as shipped in purposes.yaml; an organisation's own versions follow them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class Purpose:
    """One version of a purpose and its notice. `renew`: consent to an earlier version no longer counts."""

    code: str
    version: int
    titles: Mapping[str, str]
    basis: str
    separate: bool
    texts: Mapping[str, str]
    renew: bool = False

    @property
    def asks(self) -> bool:
        """Say whether consent must be given."""
        return self.basis == CONSENT

    def title(self, language: str) -> str:
        """Return what the purpose is called in a language, else in the first it was named in."""
        return self.titles.get(language) or next(iter(self.titles.values()), self.code)

    def text(self, language: str) -> str:
        """Return the notice in a language, else in the first it was written in."""
        return self.texts.get(language) or next(iter(self.texts.values()), "")


def _shipped() -> tuple[Purpose, ...]:
    rows = YAML(typ="safe").load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return tuple(Purpose(row["code"], 0, row["titles"], row["basis"], row["separate"], row["texts"]) for row in rows)


SHIPPED = _shipped()
