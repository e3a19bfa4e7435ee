"""The whole configuration of a company in one language."""

from collections import defaultdict
from typing import Any

from django.utils import translation

from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.nouns import noun
from wuxing.governance.documents.models import Document
from wuxing.governance.handbook.rules import tag_of
from wuxing.resources.models import Person
from wuxing.web.handbook.content import common
from wuxing.web.handbook.facts import Facts, ProcedureFact, Row
from wuxing.web.handbook.gathering import company, keeping, rules, times
from wuxing.web.procedures.views import register

TITLES = {"zh-hans": "title_zh_hans", "zh-hant": "title_zh_hant"}


def gather(by: Actor, language: str) -> Facts:
    """Return the company's configuration in a language."""
    with translation.override(language):
        return _gather(by, language)


def _gather(by: Actor, language: str) -> Facts:
    people = company.members(by.tenant_id)
    may = company.roles_by_permission(set(people))
    titles = company.titles()
    promises = times.in_force()
    inside, outside, periods = keeping.record_rows(language)
    pack = keeping.adopted(clock.today(by.zone))
    metrics = keeping.metric_rows(pack, language)
    procedures = _procedures(language)
    tables = {
        **_company_tables(people, language),
        "promises": times.promise_rows(promises, language),
        "retention": [row for rows in inside.values() for row in rows],
        "metrics": list({row.key: row for rows in metrics.values() for row in rows}.values()),
        "procedures": _procedure_rows(procedures, language),
        "forms": _form_rows(procedures, language),
    }
    by_permission = {name: "、".join(titles[role] for role in roles) for name, roles in may.items()}
    values = {
        "org": Tenant.objects.get(pk=by.tenant_id).name,
        **times.promise_values(promises, language),
        **times.stage_values(language),
        **periods,
        **rules.values(),
        **{f"roles.{name}": said for name, said in by_permission.items()},
        **_counts(tables, language),
        "procedures.built": str(sum(not one.planned for one in procedures.values())),
    }
    flags = {f"procedure.{one.number}" for one in procedures.values() if not one.planned}
    flags |= {name for name in tables if tables[name]} | ({"scheme"} if pack else set())
    return Facts(
        language=language,
        organisation=values["org"],
        values=values,
        flags=frozenset(flags),
        tables=tables,
        roles=by_permission,
        titles=titles,
        holders={role: company.names(people.get(role, []), language) for role in company.COMPANY_ROLES},
        procedures=procedures,
        nouns=_Nouns(),
        records=inside,
        outside=outside,
        metrics=metrics,
        with_permission={name: [role.value for role in roles] for name, roles in may.items()},
    )


def _company_tables(people: dict[Role, list[str]], language: str) -> dict[str, list[Row]]:
    return {
        "calendars": times.calendar_rows(language),
        "outlets": company.outlet_rows(language),
        "skills": company.skill_rows(language),
        "warranties": company.warranty_rows(language),
        "posts": company.post_rows(people, language),
    }


class _Nouns(dict[str, str]):
    """What records are called in the language in which this was made; looked up when asked."""

    def __init__(self) -> None:
        super().__init__()
        self.language = translation.get_language() or "zh-hans"

    def __missing__(self, code: str) -> str:
        with translation.override(self.language):
            self[code] = common("nouns", self.language).get(code) or noun(code)
        return self[code]


def _counts(tables: dict[str, list[Row]], language: str) -> dict[str, str]:
    outlets = tables["outlets"]
    own = common("says", language)["own"]
    counts = {
        "outlets.count": len(outlets),
        "outlets.own": sum(row.cells[1] == own for row in outlets),
        "outlets.entrusted": sum(row.cells[1] != own for row in outlets),
        "people.count": Person.objects.filter(active=True).count(),
    }
    found = {name: str(count) for name, count in counts.items()} if outlets else {}
    categories = "、".join(row.cells[0] for row in tables["warranties"])
    return found | ({"products.categories": categories} if categories else {})


def _procedures(language: str) -> dict[int, ProcedureFact]:
    numbers = _document_numbers()
    return {
        row["number"]: ProcedureFact(
            row["number"],
            row[TITLES[language]],
            row["planned"],
            numbers.get(tag_of(str(row["number"])), f"QP-{row['number']:02}"),
            tuple(_form(name, language) for name in row["documents"]),
            tuple(noun(code) for code in row["records"]),
            tuple(row["indicators"]),
        )
        for row in register()
    }


def _form(name: str, language: str) -> str:
    return common("forms", language).get(name, name)


def _document_numbers() -> dict[str, str]:
    """Return the numbers of the documents that were handed to document control, by tag."""
    found: dict[str, str] = defaultdict(str)
    rows: Any = Document.objects.exclude(standing="obsolete").values_list("number", "tags").order_by("pk")
    for number, tags in rows:
        found |= {tag: number for tag in tags if tag.startswith(("procedure:", "manual:"))}
    return found


def _procedure_rows(procedures: dict[int, ProcedureFact], language: str) -> list[Row]:
    said = common("says", language)
    return [
        Row(f"procedure.{n}", (str(n), one.title, one.document, said["planned" if one.planned else "built"]))
        for n, one in procedures.items()
    ]


def _form_rows(procedures: dict[int, ProcedureFact], language: str) -> list[Row]:
    none = common("says", language)["none"]
    return [
        Row(f"forms.{n}", (f"{n} {one.title}", "、".join(one.forms) or none, "、".join(one.records) or none))
        for n, one in procedures.items()
        if not one.planned
    ]
