"""Which columns stand together on a page of the editor. A column that no view names stands in the last of its table."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from wuxing.schemes.drafts import words
from wuxing.schemes.drafts.columns import OTHER, Column, Sheet, mode_columns, sheets
from wuxing.schemes.drafts.tables import Row

Words = str | Promise


@dataclass(frozen=True, slots=True)
class View:
    """Some columns of a table."""

    name: str
    sheet: str
    label: Words
    stems: tuple[str, ...] = ()  # nothing: whatever no other view of the table shows


@dataclass(frozen=True, slots=True)
class Tab:
    """Views that belong together."""

    name: str
    label: Words
    views: tuple[View, ...]


def _whole(*names: str) -> tuple[View, ...]:
    return tuple(View(name, name, words.TITLES[name]) for name in names)


TABS = (
    Tab(
        "indicators",
        pgettext_lazy("tab of a scheme", "Indicators"),
        (
            View(
                "points",
                "indicators",
                pgettext_lazy("view of a scheme", "Points"),
                ("points", "points_status", "placeholder_points", "deduction", "excludable", "coverage"),
            ),
            View("titles", "indicators", pgettext_lazy("view of a scheme", "Titles"), ("title", "id_status", "likely_clause")),
            View("texts", "indicators", pgettext_lazy("view of a scheme", "Own words"), ("summary", "coverage_note")),
            View("guidance", "indicators", pgettext_lazy("view of a scheme", "Guidance"),
                 ("guidance.look", "guidance.missing", "guidance.owner")),
            View("evidence", "indicators", pgettext_lazy("view of a scheme", "Evidence")),
            *_whole("checks", "scoring"),
        ),
    ),
    Tab(
        "metrics",
        pgettext_lazy("tab of a scheme", "Metrics"),
        (
            View("metric_rules", "metrics", pgettext_lazy("view of a scheme", "Rules")),
            View("metric_texts", "metrics", pgettext_lazy("view of a scheme", "Words"), ("title", "says")),
        ),
    ),
    Tab(
        "levels",
        pgettext_lazy("tab of a scheme", "Levels and rules"),
        _whole("scheme", "levels", "gates", "vetoes", "reasons", "basis", "succession"),
    ),
    Tab(
        "examples",
        pgettext_lazy("tab of a scheme", "Examples"),
        (
            View("expected", "examples", pgettext_lazy("view of a scheme", "Given and expected")),
            View("example_titles", "examples", pgettext_lazy("view of a scheme", "Titles"), ("title",)),
            *_whole("example_metrics", "example_rulings", "example_exclusions", "example_results"),
        ),
    ),
)  # fmt: skip
VIEWS = {view.name: view for tab in TABS for view in tab.views}
FIRST = VIEWS["points"]
LEAF_ONLY = frozenset(
    {"summary", "deduction", "evidence", "excludable", "procedures", "coverage", "coverage_note", "guidance"}
)
"""Of a group there is nothing to write here."""


def tab_of(view: View) -> Tab:
    """Return the tab in which a view lies."""
    return next(tab for tab in TABS if view in tab.views)


def view_of(sheet: str, column: str = "") -> View:
    """Return the view that shows a column of a table."""
    found = [view for view in VIEWS.values() if view.sheet == sheet]
    stem = words.stem(column) if column else ""
    named = [view for view in found if stem and stem in view.stems]
    rest = [view for view in found if not view.stems]
    return (named if column else found or rest or [FIRST])[0] if named or not column else (rest or found or [FIRST])[0]


def columns_of(view: View, rows: list[Row]) -> list[Column]:
    """Return the columns of a view; the last one, of what has no column, only where some row has it."""
    sheet = sheets()[view.sheet]
    taken = {stem for other in VIEWS.values() if other.sheet == view.sheet for stem in other.stems}
    return [column for column in editable(sheet, rows) if _belongs(words.stem(column.name), view, taken)]


def _belongs(stem: str, view: View, taken: set[str]) -> bool:
    return stem in view.stems if view.stems else stem not in taken


def editable(sheet: Sheet, rows: list[Row]) -> list[Column]:
    """Return the columns of a table that people write: not the name of the row, not what can be one thing only."""
    has_other = any(OTHER in row.cells for row in rows)
    return [
        column
        for column in sheet.columns
        if column.name != sheet.own
        and not column.kind.fixed
        and (sheet.name, column.name) != ("scheme", "id")
        and (column.name != OTHER or has_other)
    ]


def is_blank(sheet: Sheet, column: Column, row: Row, groups: set[str]) -> bool:
    """Say whether a row has nothing to be written in a column: groups are not scored, modes differ in what they ask."""
    if row.cells.get(column.name):
        return False
    if sheet.name == "scoring":
        known = mode_columns().get(row.cells.get("mode", ""))
        return known is not None and (column.name not in known or (column.name == "weight" and "part" not in row.cells))
    return sheet.name == "indicators" and row.key in groups and column.name.partition(".")[0] in LEAF_ONLY
