"""The syntax of a condition, by cel-python's grammar: imported only when it is needed, and no more of it than the parser.

It costs some 20 MiB and a quarter of a second, which only the loading of a new pack should pay. Stored trees (`storing`)
serve everyone else.
"""

from functools import cache, lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from wuxing.core.reasons import Reason, say


class ConditionError(ValueError):
    """The text is no condition; `column` is where (from 1), the message says what to write."""

    def __init__(self, reason: Reason, column: int = 1) -> None:
        super().__init__(reason)
        self.reason, self.column = reason, column


@cache
def _grammar() -> Any:
    """Return cel-python's parser module alone: the package around it brings an evaluator and two libraries of times."""
    package = find_spec("celpy")
    assert package is not None
    assert package.submodule_search_locations
    path = Path(package.submodule_search_locations[0]) / "celparser.py"
    spec = spec_from_file_location("celpy_parser_alone", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def _parser() -> Any:
    return _grammar().CELParser()


@lru_cache(maxsize=1024)  # editions of one scheme share most of their conditions
def syntax_of(text: str) -> Any:
    """Return the tree of a text as lark gives it; to be read, not changed.

    Raises:
        ConditionError: it is empty, or not CEL.
    """
    if not text.strip():
        raise ConditionError(say("is empty; leave it out or write a condition such as r.signed_at != null"))
    try:
        return _parser().parse(text)
    except _grammar().CELParseError as error:
        raise ConditionError(say("cannot be read as CEL from here on"), int(error.column or 1)) from error
