"""What tables, columns and codes are called, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wuxing.schemes.drafts.columns import LANGUAGES, Sheet, sheets
from wuxing.schemes.drafts.tables import Address

Words = str | Promise
NAMES = {"zh-Hans": "简体", "zh-Hant": "繁體", "en": "English"}

TITLES: dict[str, Words] = {
    "scheme": pgettext_lazy("table of a scheme", "Scheme"),
    "basis": pgettext_lazy("table of a scheme", "Sources"),
    "levels": pgettext_lazy("table of a scheme", "Levels"),
    "gates": pgettext_lazy("table of a scheme", "Gates"),
    "vetoes": pgettext_lazy("table of a scheme", "Vetoes"),
    "succession": pgettext_lazy("table of a scheme", "What became of the clauses"),
    "reasons": pgettext_lazy("table of a scheme", "Grounds of deduction"),
    "indicators": pgettext_lazy("table of a scheme", "Indicators"),
    "checks": pgettext_lazy("table of a scheme", "Things to look at"),
    "scoring": pgettext_lazy("table of a scheme", "Scoring"),
    "metrics": pgettext_lazy("table of a scheme", "Metrics"),
    "examples": pgettext_lazy("table of a scheme", "Examples"),
    "example_metrics": pgettext_lazy("table of a scheme", "Given metrics"),
    "example_rulings": pgettext_lazy("table of a scheme", "Given rulings"),
    "example_exclusions": pgettext_lazy("table of a scheme", "Given exclusions"),
    "example_results": pgettext_lazy("table of a scheme", "Expected points"),
}

LABELS: dict[str, Words] = {
    "id": pgettext_lazy("column of a scheme", "Number"),
    "name": pgettext_lazy("column of a scheme", "Name"),
    "parent": pgettext_lazy("column of a scheme", "Stands under"),
    "indicators": pgettext_lazy("column of a scheme", "Indicator"),
    "examples": pgettext_lazy("column of a scheme", "Example"),
    "indicator": pgettext_lazy("column of a scheme", "Indicator"),
    "metric": pgettext_lazy("column of a scheme", "Metric"),
    "part": pgettext_lazy("column of a scheme", "Part"),
    "title": pgettext_lazy("column of a scheme", "Title"),
    "other": pgettext_lazy("column of a scheme", "More (JSON)"),
    "value": pgettext_lazy("column of a scheme", "Value"),
    # scheme
    "format": pgettext_lazy("column of a scheme", "Format"),
    "edition": pgettext_lazy("column of a scheme", "Edition"),
    "notice": pgettext_lazy("column of a scheme", "Notice while points are placeholders"),
    "total": pgettext_lazy("column of a scheme", "Points in all"),
    "rules.exclusions.max_points": pgettext_lazy("column of a scheme", "Points that may be left out, at most"),
    "rules.special_deductions.points": pgettext_lazy("column of a scheme", "Points of a special deduction"),
    "rules.special_deductions.fails_at": pgettext_lazy(
        "column of a scheme", "Special deductions that fail the assessment"
    ),
    "rules.special_bonus.points": pgettext_lazy("column of a scheme", "Points of a special bonus"),
    "rules.special_bonus.max": pgettext_lazy("column of a scheme", "Special bonuses, at most"),
    "rules.rounding.places": pgettext_lazy("column of a scheme", "Decimal places of the score"),
    "rules.rounding.mode": pgettext_lazy("column of a scheme", "Rounding"),
    "rules.unknown.low": pgettext_lazy("column of a scheme", "What is unknown counts in the low score"),
    "rules.unknown.high": pgettext_lazy("column of a scheme", "What is unknown counts in the high score"),
    "rules.unknown.likely": pgettext_lazy(
        "column of a scheme", "What is unknown counts in the likely score, in this order"
    ),
    "standing.structure": pgettext_lazy("column of a scheme", "Structure known"),
    "standing.levels": pgettext_lazy("column of a scheme", "Levels known"),
    "standing.offered": pgettext_lazy("column of a scheme", "Offered for application"),
    "standing.note": pgettext_lazy("column of a scheme", "Note on what is known"),
    "cycle.validity": pgettext_lazy("column of a scheme", "Certificate valid for"),
    "cycle.surveillance_max_gap": pgettext_lazy("column of a scheme", "Surveillance at the latest after"),
    "cycle.extension_max": pgettext_lazy("column of a scheme", "Extension, at most"),
    "cycle.recertification_window": pgettext_lazy("column of a scheme", "Recertification begins before the end by"),
    "supersedes.edition": pgettext_lazy("column of a scheme", "Replaces the edition"),
    "supersedes.transition_until": pgettext_lazy("column of a scheme", "The old edition may be used until"),
    "supersedes.dropped": pgettext_lazy("column of a scheme", "Clauses dropped"),
    "old": pgettext_lazy("column of a scheme", "Clause before"),
    "ref": pgettext_lazy("column of a scheme", "Reference"),
    "role": pgettext_lazy("column of a scheme", "Role"),
    "stars": pgettext_lazy("column of a scheme", "Stars"),
    "min": pgettext_lazy("column of a scheme", "From points"),
    "max_special_deductions": pgettext_lazy("column of a scheme", "Special deductions, at most"),
    "gates": pgettext_lazy("column of a scheme", "Gates"),
    "condition": pgettext_lazy("column of a scheme", "Condition"),
    # indicators
    "id_status": pgettext_lazy("column of a scheme", "Number is"),
    "likely_clause": pgettext_lazy("column of a scheme", "Likely clause"),
    "points": pgettext_lazy("column of a scheme", "Official points"),
    "points_status": pgettext_lazy("column of a scheme", "Points are"),
    "placeholder_points": pgettext_lazy("column of a scheme", "Placeholder points"),
    "summary": pgettext_lazy("column of a scheme", "In our words"),
    "deduction": pgettext_lazy("column of a scheme", "Deduction"),
    "evidence": pgettext_lazy("column of a scheme", "Kinds of evidence"),
    "excludable": pgettext_lazy("column of a scheme", "May be left out"),
    "procedures": pgettext_lazy("column of a scheme", "Procedures"),
    "coverage": pgettext_lazy("column of a scheme", "Shown by records"),
    "coverage_note": pgettext_lazy("column of a scheme", "What records cannot show"),
    "guidance.look": pgettext_lazy("column of a scheme", "What to look at"),
    "guidance.missing": pgettext_lazy("column of a scheme", "What is often missing"),
    "guidance.owner": pgettext_lazy("column of a scheme", "Who owns it"),
    "mode": pgettext_lazy("column of a scheme", "Mode"),
    "two_person": pgettext_lazy("column of a scheme", "By two persons"),
    "weight": pgettext_lazy("column of a scheme", "Weight"),
    "at": pgettext_lazy("column of a scheme", "Everything from the share"),
    "steps": pgettext_lazy("column of a scheme", "Steps: share = earns"),
    "floor": pgettext_lazy("column of a scheme", "Nothing up to"),
    "target": pgettext_lazy("column of a scheme", "Everything from"),
    # metrics
    "says": pgettext_lazy("column of a scheme", "What it says"),
    "population": pgettext_lazy("column of a scheme", "Population"),
    "where": pgettext_lazy("column of a scheme", "Which records count"),
    "conforming": pgettext_lazy("column of a scheme", "Which of them are right"),
    "window": pgettext_lazy("column of a scheme", "How far back"),
    "min_population": pgettext_lazy("column of a scheme", "Records at least"),
    "freshness": pgettext_lazy("column of a scheme", "Newest record within"),
    "late_entries.after": pgettext_lazy("column of a scheme", "Entered late after"),
    "late_entries.max_share": pgettext_lazy("column of a scheme", "Share entered late, at most"),
    # examples
    "given.all_metrics.n": pgettext_lazy("column of a scheme", "All metrics: records"),
    "given.all_metrics.ok": pgettext_lazy("column of a scheme", "All metrics: right"),
    "given.all_rulings": pgettext_lazy("column of a scheme", "All rulings"),
    "given.ruled_by_one": pgettext_lazy("column of a scheme", "Ruled by one person only"),
    "given.special_deductions": pgettext_lazy("column of a scheme", "Given special deductions"),
    "given.special_bonus": pgettext_lazy("column of a scheme", "Given special bonuses"),
    "expected.score.low": pgettext_lazy("column of a scheme", "Expected score: low"),
    "expected.score.likely": pgettext_lazy("column of a scheme", "Expected score: likely"),
    "expected.score.high": pgettext_lazy("column of a scheme", "Expected score: high"),
    "expected.levels.low": pgettext_lazy("column of a scheme", "Expected level: low"),
    "expected.levels.likely": pgettext_lazy("column of a scheme", "Expected level: likely"),
    "expected.levels.high": pgettext_lazy("column of a scheme", "Expected level: high"),
    "n": pgettext_lazy("column of a scheme", "Records"),
    "ok": pgettext_lazy("column of a scheme", "Right ones"),
    "reason": pgettext_lazy("column of a scheme", "Unknown because"),
    "last_known": pgettext_lazy("column of a scheme", "Last known share"),
    "low": pgettext_lazy("column of a scheme", "Low"),
    "likely": pgettext_lazy("column of a scheme", "Likely"),
    "high": pgettext_lazy("column of a scheme", "High"),
}
_OWN: dict[tuple[str, str], Words] = {
    ("scheme", "id"): pgettext_lazy("column of a scheme", "Id"),
    ("levels", "id"): pgettext_lazy("column of a scheme", "Id"),
    ("vetoes", "id"): pgettext_lazy("column of a scheme", "Id"),
    ("reasons", "id"): pgettext_lazy("column of a scheme", "Id"),
    ("metrics", "id"): pgettext_lazy("column of a scheme", "Id"),
    ("examples", "id"): pgettext_lazy("column of a scheme", "Id"),
    ("succession", "value"): pgettext_lazy("column of a scheme", "Clause now"),
    ("gates", "value"): pgettext_lazy("column of a scheme", "Condition"),
    ("example_rulings", "value"): pgettext_lazy("column of a scheme", "Share ruled"),
    ("example_exclusions", "value"): pgettext_lazy("column of a scheme", "Reason"),
}
CODES: dict[str, Words] = {
    "yes": _("yes"),
    "no": _("no"),
    "verified": _("verified"),
    "inferred_from_order": _("inferred from the order"),
    "unverified": _("not verified"),
    "official": _("official"),
    "verified_secondary": _("from public secondary pages"),
    "unknown": pgettext_lazy("points or structure of a scheme", "unknown"),
    "all_or_nothing": _("all or nothing"),
    "proportional": _("in proportion"),
    "full": pgettext_lazy("coverage by records", "wholly"),
    "partial": pgettext_lazy("coverage by records", "in part"),
    "none": pgettext_lazy("coverage by records", "not at all"),
    "manual": _("a person rules"),
    "binary": _("from a share upward"),
    "ladder": _("by steps"),
    "linear": _("on a line"),
    "min_of": _("the worst of several parts"),
    "weighted_of": _("several parts by weight"),
    "criteria": pgettext_lazy("role of a source", "criteria"),
    "method": pgettext_lazy("role of a source", "method"),
    "background": pgettext_lazy("role of a source", "background"),
    "document": _("document"),
    "record": _("record"),
    "site_observation": _("observation on site"),
    "interview": _("interview"),
    "system_data": _("system data"),
    "public_info": _("public information"),
    "mystery_shopping": _("mystery shopping"),
    "customer_contact": _("customer contact"),
    "no_value": _("no records"),
    "too_few": _("too few records"),
    "stale": _("too old"),
    "late": _("entered late"),
    "error": _("not decidable"),
    "complete": pgettext_lazy("structure of a scheme", "complete"),
    "top_level": pgettext_lazy("structure of a scheme", "top level only"),
    "public": pgettext_lazy("levels of a scheme", "public"),
    "last_known": _("last known share"),
    "group_average": _("average of the group"),
    "scheme_average": _("average of the scheme"),
}


def title(sheet: str) -> str:
    """Return what a table is called."""
    return str(TITLES.get(sheet, sheet))


def stem(column: str) -> str:
    """Return a column's name without its language."""
    head, _dot, last = column.rpartition(".")
    return head if last in LANGUAGES else "" if column in LANGUAGES else column


def language(column: str) -> str:
    """Return the language that a column's name ends with, or nothing."""
    last = column.rpartition(".")[2]
    return last if last in LANGUAGES else ""


def label(sheet: str, column: str, *, with_language: bool = True) -> str:
    """Return what a column is called: title · 简体."""
    name = stem(column)
    said = str(_OWN.get((sheet, name)) or LABELS.get(name, name))
    if not with_language or not language(column):
        return said
    return f"{said} · {NAMES[language(column)]}" if said else NAMES[language(column)]


def code(name: str) -> str:
    """Return the word for a code; a code without a word stands for itself."""
    return str(CODES.get(name, name))


def place(address: Address) -> str:
    """Return where a cell is, in words: table, row, column."""
    sheet = sheets().get(address.sheet)
    parts = [title(address.sheet), address.row.replace("/", " / ")]
    parts.append(label(address.sheet, address.column) if address.column and sheet else "")
    return " · ".join(filter(None, parts))


def own_label(sheet: Sheet) -> str:
    """Return what the column is called that names the rows of a table."""
    return label(sheet.name, sheet.own) if sheet.own else ""
