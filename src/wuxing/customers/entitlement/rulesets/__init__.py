"""三包规则集: the law as dated rule sets in data, read once. A new edition is a file here, no code."""

from functools import lru_cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from wuxing.customers.entitlement.rules.law import CHOICES, FACTS, TESTS, Edition, LawRule
from wuxing.customers.entitlement.rules.terms import BASES

LANGUAGES = ("en", "zh-Hans", "zh-Hant")


@lru_cache(maxsize=1)
def editions() -> tuple[Edition, ...]:
    """Return every edition of every rule set that is shipped. Raises ValueError for one that cannot be used."""
    found = [
        edition
        for file in sorted(files(__package__).iterdir(), key=lambda one: one.name)
        if file.name.endswith(".yaml")
        for edition in editions_from(YAML(typ="safe").load(file.read_text(encoding="utf-8")))
    ]
    return tuple(found)


def edition_named(name: str) -> Edition | None:
    """Return the edition that a decision names, as kept: its code and version."""
    return next((one for one in editions() if one.name == name), None)


def editions_from(data: dict[str, Any]) -> list[Edition]:
    """Return the editions of one rule set as written; what an edition says of itself stands before the common part."""
    return [_edition(data | one) for one in data["editions"]]


def _edition(said: dict[str, Any]) -> Edition:
    if wrong := set(said["starts"]) - set(BASES):
        raise ValueError(f"{said['code']}: no such basis: {sorted(wrong)}")
    return Edition(
        code=said["code"],
        version=str(said["version"]),
        title=_words(said, said["title"]),
        begins=said["begins"],
        ends=said.get("ends"),
        starts=tuple(said["starts"]),
        repair_time_out=bool(said["repair_time_out"]),
        exchange_restarts=bool(said["exchange_restarts"]),
        months=int(said["months"]),
        main_months=int(said["main_months"]),
        goods={name: tuple(parts) for name, parts in said["goods"].items()},
        guarantee_days=int(said["guarantee_days"]),
        excluded=tuple(said["excluded"]),
        clauses=dict(said["clauses"]),
        rules=tuple(_rule(said, rule) for rule in (*said["rules"], *said.get("more", ()))),
    )


def _rule(said: dict[str, Any], rule: dict[str, Any]) -> LawRule:
    when = tuple((fact, test, int(bound)) for fact, tests in rule["when"].items() for test, bound in tests.items())
    if wrong := [name for name, test, _bound in when if name not in FACTS or test not in TESTS]:
        raise ValueError(f"{said['code']} {rule['code']}: no such condition: {wrong}")
    if wrong := [name for name in rule["choose"] if name not in CHOICES]:
        raise ValueError(f"{said['code']} {rule['code']}: no such choice: {wrong}")
    return LawRule(
        rule["code"], when, tuple(rule["choose"]), rule["clause"], _words(said, rule["words"]), bool(rule["sure"])
    )


def _words(said: dict[str, Any], words: dict[str, str]) -> dict[str, str]:
    if missing := [language for language in LANGUAGES if not words.get(language)]:
        raise ValueError(f"{said['code']}: no words in {missing}")
    return dict(words)
