"""What changed between two papers: in the configuration, and in the text. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from typing import Any

from wuxing.proof.canonical import canonical

NOTE = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was; `was` or `becomes` is empty when it is new or gone."""

    label: str
    was: str
    becomes: str


def digest(papers: Mapping[str, Any]) -> str:
    """Return the SHA-256 over a document's papers in all its languages."""
    return sha256(canonical(dict(papers))).hexdigest()


def in_facts(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """Return what changed in the configuration that two papers were written from."""
    before, after = old.get("facts", {}), new["facts"]
    found = [
        Difference(after[key][0], before[key][1] if key in before else "", after[key][1])
        for key in after
        if key not in before or before[key][1] != after[key][1]
    ]
    return found + [Difference(before[key][0], before[key][1], "") for key in before if key not in after]


def lines(paper: Mapping[str, Any]) -> list[str]:
    """Return the text of a paper, a line for each heading, sentence and row of a table."""
    return list(_lines(paper))


def _lines(paper: Mapping[str, Any]) -> Iterator[str]:
    yield paper["title"]
    for section in paper["sections"]:
        yield section["title"]
        for block in section["blocks"]:
            if block["kind"] in ("table", "chart"):
                yield from (" | ".join(row) for row in [block.get("head", []), *block["rows"]] if row)
            else:
                yield block["text"]


def in_text(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """Return which lines changed, with the section in which they stand."""
    before, after = lines(old), lines(new)
    sections = _sections(new)
    found: list[Difference] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        olds, news = before[a:b], after[c:d]
        for place in range(max(len(olds), len(news))):
            was = olds[place] if place < len(olds) else ""
            becomes = news[place] if place < len(news) else ""
            found.append(Difference(sections[min(c + place, len(sections) - 1)], was, becomes))
    return found


def _sections(paper: Mapping[str, Any]) -> list[str]:
    """Return, for each line of a paper, the section in which it stands."""
    found = [paper["title"]]
    for section in paper["sections"]:
        inner = {"title": "", "sections": [{"title": section["title"], "blocks": section["blocks"]}]}
        found += [section["title"]] * (len(lines(inner)) - 1)
    return found


def change_note(differences: Sequence[Difference], words: Mapping[str, str]) -> str:
    """Return the change note of a new version: what changed in the configuration, as much as fits."""
    if not differences:
        return words["wording"]
    said = ""
    for place, one in enumerate(differences):
        part = f"{one.label}：{_short(one.was) or words['nothing']} → {_short(one.becomes) or words['nothing']}"
        rest = words["more"].format(count=len(differences) - place)
        if len(said) + len(part) + len(rest) + 1 > NOTE:
            return said + rest
        said += part + "；"
    return said.rstrip("；")


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
