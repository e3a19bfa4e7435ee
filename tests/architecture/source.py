"""The product's own source as syntax trees, for the tests of its shape."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "wuxing"


@cache
def modules() -> dict[str, ast.Module]:
    """Return every module but migrations: path below src/wuxing → tree."""
    return {
        path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text())
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts
    }


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    """Yield all functions and methods of a module."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def public_functions(tree: ast.Module) -> Iterator[Function]:
    """Yield the functions that other modules may call."""
    return (
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_")
    )


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """Yield the calls of functions by their last name: `record` finds `record(...)` and `ledger.record(...)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            last = (
                called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
            )
            if last in names:
                yield node


def of_kind(*kinds: str) -> list[str]:
    """Return the modules of these kinds of file: `actions` finds actions.py and actions/*.py."""
    return [
        path
        for path in modules()
        if any(part in kinds for part in (*Path(path).parts[:-1], Path(path).stem)) and not path.endswith("apps.py")
    ]
