"""The shape of the code, as STYLE says it: sizes, names, docstrings, actions, jobs and the words for events."""

import ast
from pathlib import Path

from wuxing.core import background

from .source import SOURCE, calls, functions, modules, of_kind, public_functions

LONGEST_FILE, LONGEST_FUNCTION = 300, 50
LONG_FILES: set[str] = set()
"""Files that may still be longer. May only shrink."""
LONG_FUNCTIONS: set[str] = set()
"""Functions that may be longer. May only shrink."""
BULK = {"erase", "record_cases"}
"""Actions on many things at once name the things by place."""
FORBIDDEN = {"utils", "helpers", "services", "managers", "util", "helper", "service_layer", "manager"}


def test_no_file_is_longer_than_300_lines() -> None:
    found = {path for path in modules() if (SOURCE / path).read_text().count("\n") > LONGEST_FILE}
    assert found == LONG_FILES  # what grew short leaves the list


def test_no_function_is_longer_than_50_lines() -> None:
    found = {
        f"{path}:{one.name}"
        for path, tree in modules().items()
        for one in functions(tree)
        if (one.end_lineno or one.lineno) - one.lineno + 1 > LONGEST_FUNCTION
    }
    assert found - LONG_FUNCTIONS == set()
    assert LONG_FUNCTIONS - found == set()  # what grew short leaves the list


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in modules() if FORBIDDEN & {*Path(path).parts, Path(path).stem}] == []


def test_every_public_function_says_what_it_does() -> None:
    silent = [
        f"{path}:{one.name}"
        for path in of_kind("actions", "rules", "queries", "states")
        for one in public_functions(modules()[path])
        if not ast.get_docstring(one)
    ]
    assert silent == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        path
        for path, tree in modules().items()
        if tree.body and Path(path).name != "apps.py" and not ast.get_docstring(tree)
    ]
    assert silent == []


# actions


def actions_of_a_context() -> list[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Return the functions that ask for a permission: the actions, wherever they stand; not the steps that they share."""
    return [
        (path, one)
        for path in of_kind("actions", "members", "tokens")
        if Path(path).name not in {"trace.py", "apart.py"}
        for one in public_functions(modules()[path])
        if any(calls(one, "require"))
    ]


def test_an_action_takes_its_details_by_name_and_who_acts() -> None:
    wrong = [
        f"{path}:{action.name}"
        for path, action in actions_of_a_context()
        if (action.name not in BULK and [*action.args.posonlyargs, *action.args.args])
        or "by" not in [argument.arg for argument in action.args.kwonlyargs]
    ]
    assert wrong == []


def test_there_are_actions() -> None:
    assert len(actions_of_a_context()) > 45


# names that must meet


def constants(argument: str, *names: str) -> dict[str, str]:
    """Return the first, constant argument of all calls of these functions, with where it stands."""
    found = {}
    for path, tree in modules().items():
        for call in calls(tree, *names):
            for value in ast.walk(call.args[0]) if call.args else ():
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and argument in value.value:
                    found[value.value] = path
    return found


def test_every_deferred_job_is_registered() -> None:
    background.discover()
    deferred = constants(".", "defer")
    assert deferred
    assert {name: path for name, path in deferred.items() if name not in background.registered_jobs()} == {}


def test_every_event_of_a_case_has_words_on_its_timeline() -> None:
    from wuxing.service.repair.views.said import EVENTS

    recorded = {name: path for name, path in constants(".", "leave", "record").items() if name.startswith("repair.")}
    assert len(recorded) > 30
    assert {name: path for name, path in recorded.items() if name not in EVENTS} == {}
