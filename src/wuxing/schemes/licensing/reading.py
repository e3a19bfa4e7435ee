"""Rows of an uploaded table become points or texts of an edition; every fault names its row and column. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from wuxing.core.reasons import Reason, say
from wuxing.core.tables.rows import Row
from wuxing.schemes.packs.structure import Indicator, Pack

MOST_ROWS = 2_000
LONGEST_TEXT = 20_000
CLAUSE = (
    "clause",
    "leaf",
    "indicator",
    "id",
    "条款",
    "条款号",
    "條款",
    "條款號",
    "指标",
    "指標",
    "指标编号",
    "指標編號",
)
POINTS = ("points", "point", "score", "分值", "分数", "分數", "标准分", "標準分")
TEXT = ("text", "条文", "條文", "文本", "正文", "内容", "內容")
LANGUAGE = ("language", "lang", "语言", "語言")
LANGUAGES: Mapping[str, str] = {
    **dict.fromkeys(("zh-hans", "zh-cn", "zh", "中文", "简体", "简体中文", "簡體", "簡體中文"), "zh-hans"),
    **dict.fromkeys(("zh-hant", "zh-tw", "zh-hk", "繁体", "繁体中文", "繁體", "繁體中文"), "zh-hant"),
    **dict.fromkeys(("en", "english", "英文", "英语", "英語"), "en"),
}
_NUMBER = re.compile(r"[0-9]{1,5}(\.[0-9]{1,6})?")


@dataclass
class Points:
    """The points of every leaf, or what is wrong with the table."""

    points: dict[str, Decimal] = field(default_factory=dict)
    faults: list[Reason] = field(default_factory=list)


@dataclass
class Texts:
    """The text of each clause and language, or what is wrong with the table."""

    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    faults: list[Reason] = field(default_factory=list)


def points_in(pack: Pack, headings: Sequence[str], rows: Iterable[Row]) -> Points:
    """Return the points of a table: every leaf exactly once; rows of groups are taken as sums to be checked."""
    read = Points()
    columns = _columns(headings, {"clause": CLAUSE, "points": POINTS}, read.faults)
    if columns is None:
        return read
    sums: dict[str, tuple[int, Decimal]] = {}
    lines: dict[str, int] = {}
    for row in _bounded(rows, read.faults):
        indicator = _indicator(pack, row, columns["clause"], lines, read.faults)
        points = _points(row, columns["points"], read.faults)
        if indicator is None or points is None:
            continue
        if indicator.is_leaf:
            read.points[indicator.id] = points
        else:
            sums[indicator.id] = (row.line, points)
    read.faults += _lacking(pack, set(lines))
    if not read.faults:
        read.faults += _sums(pack, read.points, sums, columns["points"])
    return read


def texts_in(pack: Pack, headings: Sequence[str], rows: Iterable[Row]) -> Texts:
    """Return the texts of a table: any indicator, each language at most once."""
    read = Texts()
    columns = _columns(headings, {"clause": CLAUSE, "text": TEXT, "language": LANGUAGE}, read.faults)
    if columns is None:
        return read
    lines: dict[tuple[str, str], int] = {}
    for row in _bounded(rows, read.faults):
        indicator = _indicator(pack, row, columns["clause"], None, read.faults)
        language = _language(row, columns["language"], read.faults)
        text = _text(row, columns["text"], read.faults)
        if indicator is None or language is None or text is None:
            continue
        if (first := lines.setdefault((indicator.id, language), row.line)) != row.line:
            read.faults.append(
                say(
                    "row %(row)s: %(clause)s in this language stands in row %(first)s already",
                    row=row.line,
                    clause=indicator.id,
                    first=first,
                )
            )
        read.texts[indicator.id, language] = text
    if not read.texts and not read.faults:
        read.faults.append(say("the table has no rows"))
    return read


def _columns(
    headings: Sequence[str], wanted: Mapping[str, tuple[str, ...]], faults: list[Reason]
) -> dict[str, str] | None:
    known = {_plain(heading).casefold(): heading for heading in headings}
    found = {name: next((known[one] for one in names if one in known), None) for name, names in wanted.items()}
    for name, heading in found.items():
        if heading is None:
            faults.append(
                say(
                    "there is no column %(name)s; the columns are %(there)s",
                    name=name,
                    there=", ".join(headings[:20]),
                )
            )
    return None if faults else {name: heading for name, heading in found.items() if heading is not None}


def _bounded(rows: Iterable[Row], faults: list[Reason]) -> Iterator[Row]:
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            faults.append(say("the table has more than %(most)s rows; this is something else", most=MOST_ROWS))
            return
        if row.problem:
            faults.append(say("row %(row)s: %(problem)s", row=row.line, problem=row.problem))
            continue
        yield row


def _indicator(
    pack: Pack, row: Row, column: str, lines: dict[str, int] | None, faults: list[Reason]
) -> Indicator | None:
    clause = _plain(str(row.values.get(column, "")))
    indicator = pack.by_id.get(clause)
    where = {"row": row.line, "column": column}
    if not clause:
        faults.append(say("row %(row)s, column %(column)s: write the number of the clause", **where))
    elif indicator is None:
        likely = next(
            (one.id for one in pack.leaves if one.likely_clause and one.likely_clause.rstrip("?") == clause), ""
        )
        faults.append(
            say(
                "row %(row)s, column %(column)s: %(clause)s may be %(likely)s in this edition; write that, if it is",
                **where,
                clause=clause[:60],
                likely=likely,
            )
            if likely
            else say("row %(row)s, column %(column)s: this edition has no %(clause)s", **where, clause=clause[:60])
        )
    elif lines is not None and (first := lines.setdefault(clause, row.line)) != row.line:
        faults.append(
            say(
                "row %(row)s, column %(column)s: %(clause)s stands in row %(first)s already",
                **where,
                clause=clause,
                first=first,
            )
        )
        return None
    return indicator


def _points(row: Row, column: str, faults: list[Reason]) -> Decimal | None:
    text = _plain(str(row.values.get(column, "")))
    where = {"row": row.line, "column": column}
    if not text:
        faults.append(say("row %(row)s, column %(column)s: write the points", **where))
    elif not _NUMBER.fullmatch(text):
        faults.append(
            say(
                "row %(row)s, column %(column)s: %(text)s is no number of points; write it as 2 or 2.5",
                **where,
                text=text[:40],
            )
        )
    elif not Decimal(text):
        faults.append(say("row %(row)s, column %(column)s: points are above 0", **where))
    else:
        return Decimal(text)
    return None


def _lacking(pack: Pack, there: set[str]) -> list[Reason]:
    lacking = [leaf.id for leaf in pack.leaves if leaf.id not in there]
    if not lacking:
        return []
    shown = ", ".join(lacking[:12]) + (" …" if len(lacking) > 12 else "")
    return [say("%(count)s indicators have no row: %(ids)s", count=len(lacking), ids=shown)]


def _sums(
    pack: Pack, points: Mapping[str, Decimal], sums: Mapping[str, tuple[int, Decimal]], column: str
) -> Iterator[Reason]:
    """Yield where the table adds up to something else than it says itself, than public pages say, or than the scheme."""
    for indicator in pack.indicators:
        if indicator.is_leaf:
            continue
        summed = sum_of(pack, points, indicator.id)
        line, written = sums.get(indicator.id, (0, summed))
        if written != summed:
            yield say(
                "row %(row)s, column %(column)s: %(clause)s says %(written)s, its indicators add up to %(summed)s",
                row=line,
                column=column,
                clause=indicator.id,
                written=shown(written),
                summed=shown(summed),
            )
        if indicator.points is not None and indicator.points != summed:
            yield say(
                "%(clause)s adds up to %(summed)s in this table, and is known to be worth %(known)s",
                clause=indicator.id,
                summed=shown(summed),
                known=shown(indicator.points),
            )
    if (whole := sum(points.values(), Decimal(0))) != pack.total:
        yield say(
            "the table adds up to %(summed)s, the scheme to %(total)s", summed=shown(whole), total=shown(pack.total)
        )


def sum_of(pack: Pack, points: Mapping[str, Decimal], name: str) -> Decimal:
    """Return what the leaves under an indicator add up to."""
    return sum((points[leaf] for leaf in pack.leaves_under(name)), Decimal(0))


def shown(points: Decimal) -> str:
    """Return points without zeros that say nothing: 2.500000 is 2.5."""
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _language(row: Row, column: str, faults: list[Reason]) -> str | None:
    text = _plain(str(row.values.get(column, ""))).casefold().replace("_", "-")
    if text in LANGUAGES:
        return LANGUAGES[text]
    faults.append(say("row %(row)s, column %(column)s: write zh-Hans, zh-Hant or en", row=row.line, column=column))
    return None


def _text(row: Row, column: str, faults: list[Reason]) -> str | None:
    text = str(row.values.get(column, "")).replace("\r\n", "\n").strip()
    where = {"row": row.line, "column": column}
    if not text:
        faults.append(say("row %(row)s, column %(column)s: write the text", **where))
    elif len(text) > LONGEST_TEXT:
        faults.append(
            say("row %(row)s, column %(column)s: the text is over %(most)s characters", **where, most=LONGEST_TEXT)
        )
    elif any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in text):
        faults.append(say("row %(row)s, column %(column)s: the text holds signs that cannot be shown", **where))
    else:
        return text
    return None


def _plain(text: str) -> str:
    """Return what was typed with full-width digits and stops as ASCII, without spaces around."""
    return unicodedata.normalize("NFKC", text).strip()
