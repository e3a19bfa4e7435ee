"""Hold the code against STYLE.md where a machine can: sizes, names, docstrings, and tests without mocks."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
SOURCE = TOP / "src" / "wuxing"
FILE, FUNCTION, TEST_FILE, TEMPLATE = 300, 50, 500, 200
NAMELESS = {"utils", "util", "helpers", "services", "managers", "common", "misc"}
DOCUMENTED = {"actions", "rules", "queries", "states"}
MOCKS = re.compile(r"^\s*(from|import)\s+(unittest\.mock|mock|pytest_mock)\b|\bMagicMock\b|\bmocker\b", re.MULTILINE)
OURS_PATCHED = re.compile(r"monkeypatch\.(setattr|delattr)\(\s*[\"']?wuxing\b")


def complaints() -> Iterator[str]:
    """Yield everything that is not as STYLE.md wants it."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _about_source(path)
    for path in sorted((TOP / "tests").rglob("*.py")):
        yield from _about_test(path)
    for path in sorted([*(TOP / "tools").rglob("*.py"), *(TOP / "benchmarks").rglob("*.py")]):
        yield from _too_long(path, FILE)
    for path in sorted(SOURCE.rglob("templates/**/*.html")):
        yield from _too_long(path, TEMPLATE)


def _about_source(path: Path) -> Iterator[str]:
    yield from _too_long(path, FILE)
    name = path.relative_to(TOP)
    if NAMELESS & {path.stem, *path.relative_to(SOURCE).parts}:
        yield f"{name}: a folder or file is named by what it is, not utils, helpers, services or managers"
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION:
                yield f"{name}:{node.lineno}: {node.name} has {lines} lines, at most {FUNCTION}"
    if path.stem in DOCUMENTED or DOCUMENTED & set(path.relative_to(SOURCE).parts):
        yield from _without_docstring(path, tree)


def _without_docstring(path: Path, tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        is_public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if is_public and not ast.get_docstring(node):  # type: ignore[arg-type]
            yield f"{path.relative_to(TOP)}:{node.lineno}: {node.name} needs a docstring"  # type: ignore[attr-defined]


def _about_test(path: Path) -> Iterator[str]:
    yield from _too_long(path, TEST_FILE)
    text = path.read_text()
    if MOCKS.search(text) or OURS_PATCHED.search(text):
        yield f"{path.relative_to(TOP)}: tests use no mocks of our code"


def _too_long(path: Path, most: int) -> Iterator[str]:
    lines = path.read_text().count("\n")
    if lines > most:
        yield f"{path.relative_to(TOP)}: {lines} lines, at most {most}"


def main() -> int:
    """Print the complaints; return 1 when there are any."""
    found = list(complaints())
    print("\n".join(found), end="\n" if found else "")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
