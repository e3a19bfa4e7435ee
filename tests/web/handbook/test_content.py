"""The content: both scripts everywhere, every state told, and no simplified sign in traditional text."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from opencc import OpenCC
from ruamel.yaml import YAML

from wuxing.core.access import Permission, Role
from wuxing.governance.documents.states import VersionState
from wuxing.governance.nonconformity.states import State
from wuxing.governance.records import registry
from wuxing.governance.records.states import DestructionState
from wuxing.oversight.self_assessment.states import State as SelfAssessmentState
from wuxing.service.repair.states import OrderState, RequestState, VisitState
from wuxing.web.handbook import content
from wuxing.web.procedures.views import register

MACHINES = {
    "request": RequestState,
    "order": OrderState,
    "visit": VisitState,
    "document": VersionState,
    "nonconformity": State,
    "destruction": DestructionState,
    "self_assessment": SelfAssessmentState,
}
FILES = sorted(path.stem for path in content.FOLDER.glob("*.yaml"))
BUILT = {row["number"] for row in register() if not row["planned"]}
ALSO_TRADITIONAL = set("台里面干系采复准")  # signs of both scripts, which the tables know as simplified only


def texts(node: Any) -> Iterator[dict[str, str]]:
    """Every text with its two scripts."""
    if isinstance(node, dict):
        if set(node) == {"hans", "hant"}:
            yield node
        else:
            for value in node.values():
                yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)


def loaded(name: str) -> Any:
    return YAML(typ="safe").load((content.FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def test_there_is_one_file_a_procedure_the_manual_and_the_common_words() -> None:
    assert [*(f"{n:02}" for n in range(1, 23)), "manual", "words"] == FILES


@pytest.mark.parametrize("name", FILES)
def test_every_text_has_both_scripts_with_the_same_holes(name: str) -> None:
    found = list(texts(loaded(name)))
    lines = (content.FOLDER / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    bare = [line for line in lines if re.search(r"[\u4e00-\u9fff]", line)]
    holes = [[sorted(re.findall(r"\{[^}]*\}", text)) for text in one.values()] for one in found]

    assert [one for one in found if not (one["hans"] and one["hant"])] == []
    assert [a for a, b in holes if a != b] == []
    assert [line for line in bare if not re.search(r"\b(hans|hant):|^  [\u4e00-\u9fff（）]+:$", line)] == []


@pytest.mark.parametrize("name", FILES)
def test_traditional_text_holds_no_simplified_sign(name: str) -> None:
    convert = OpenCC("s2t").convert
    simplified = {
        sign
        for one in texts(loaded(name))
        for sign in one["hant"]
        if convert(sign) != sign and sign not in ALSO_TRADITIONAL
    }
    assert simplified == set()


@pytest.mark.parametrize("number", range(1, 23))
def test_a_procedure_at_work_tells_its_flow_and_a_planned_one_does_not(number: int) -> None:
    given = content.procedure(number)

    assert given.number == number
    assert bool(given.flow) is (number in BUILT), f"write the flow of procedure {number} in web/handbook/content"
    assert given.duties
    assert {duty.may for duty in given.duties if duty.may} <= {permission.value for permission in Permission}
    assert {role for duty in given.duties for role in duty.roles} <= {role.value for role in Role}
    assert {step.by for step in given.flow if step.by} <= {permission.value for permission in Permission}
    assert set(given.related) <= set(range(1, 23)) - {number}


@pytest.mark.parametrize("number", sorted(BUILT))
def test_the_flow_tells_every_state_of_its_machines(number: int) -> None:
    given = content.procedure(number)
    told = [state for step in given.flow for state in step.states]

    assert sorted(told) == sorted(f"{name}.{state.value}" for name in given.machines for state in MACHINES[name])


@pytest.mark.parametrize("language", content.LANGUAGES)
def test_every_term_used_is_explained(language: str) -> None:
    for number in range(1, 23):
        for code in content.procedure(number).terms:
            assert all(content.term(code, language))


@pytest.mark.parametrize("language", content.LANGUAGES)
def test_every_form_of_the_register_has_its_name_in_both_scripts(language: str) -> None:
    forms = {name for row in register() for name in row["documents"]}
    assert forms - set(content.common("forms", language)) == set()


def test_every_class_of_records_belongs_to_one_of_the_22() -> None:
    assert {one.procedure for one in registry.classes().values()} == set(range(1, 23))
