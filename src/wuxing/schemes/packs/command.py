"""`wuxing pack check | build | diff | test`: for those who write packs. Needs neither Django nor a database."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from wuxing.schemes.conditions.catalogue import Catalogue
from wuxing.schemes.packs.problems import PackError
from wuxing.schemes.packs.structure import Pack

if TYPE_CHECKING:
    from wuxing.schemes.packs import loading, reading

DIFFER, BROKEN = 1, 2
DESCRIPTION = """Work on the folder of a scheme pack. In the place of a folder, a file that `build` wrote will do.

exit codes: 0 all is well; 1 worked examples disagree; 2 a pack is wrong, or cannot be read or written"""

Catalogues = Callable[[], Catalogue]


def parser() -> argparse.ArgumentParser:
    """Return the arguments of the command."""
    made = argparse.ArgumentParser(
        "wuxing pack", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = made.add_subparsers(dest="verb", required=True)
    check = verbs.add_parser("check", help="say what is wrong with a pack: file, line, and what to do")
    check.add_argument("pack", type=Path, metavar="DIR")
    check.add_argument("old", type=Path, nargs="?", metavar="OLD", help="the edition it replaces, to check its map too")
    build = verbs.add_parser("build", help="print a pack's identity; with --out write its canonical form (RFC 8785)")
    build.add_argument("pack", type=Path, metavar="DIR")
    build.add_argument("--out", "-o", type=Path, metavar="FILE", help="where to; the sha256 goes to FILE.sha256")
    diff = verbs.add_parser("diff", help="say what changes from one edition to another")
    diff.add_argument("old", type=Path, metavar="OLD")
    diff.add_argument("pack", type=Path, metavar="NEW")
    diff.add_argument("--json", action="store_true", help="as JSON")
    test = verbs.add_parser("test", help="compute the worked examples of packs again")
    test.add_argument("packs", type=Path, nargs="+", metavar="DIR")
    return made


def main(argv: Sequence[str], catalogues: Catalogues) -> int:
    """Run the command; `catalogues` gives the populations that packs may name. Return the exit code."""
    given = parser().parse_args(argv)
    try:
        code = _VERBS[given.verb](given, catalogues())
        sys.stdout.flush()
    except _Refused as refusal:
        sys.stderr.write(f"wuxing pack: {refusal}\n")
        return BROKEN
    except BrokenPipeError:  # whoever read on has enough
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115  # until the end of the process
        return 0
    return code


class _Refused(Exception):
    """One sentence for the person at the shell."""


def _check(given: argparse.Namespace, catalogue: Catalogue) -> int:
    old = None if given.old is None else _load(given.old, catalogue)
    pack = _load(given.pack, catalogue, old)
    _say(_summary(pack))
    if pack.supersedes is not None and old is None:
        _say(f"replaces {pack.supersedes.edition}; name its folder too and the map is checked against it")
    return 0


def _build(given: argparse.Namespace, catalogue: Catalogue) -> int:
    from wuxing.schemes.packs import loading

    draft = _draft(given.pack)
    with _faults_of(given.pack):
        loading.checked(draft, catalogue)
    if given.out is not None:
        _write(given.out, draft.form)
        _write(given.out.with_name(f"{given.out.name}.sha256"), f"{draft.sha256}  {given.out.name}\n".encode())
    _say(draft.identity)
    return 0


def _diff(given: argparse.Namespace, catalogue: Catalogue) -> int:
    from wuxing.schemes.packs.comparing import what_changes

    old = _load(given.old, catalogue)
    changes = what_changes(old, _load(given.pack, catalogue, old))
    if given.json:
        _say(json.dumps(changes.data(), ensure_ascii=False, indent=1))
        return 0
    _say(f"{changes.old}\n{changes.new}")
    for change in changes.all:
        _say(f"  {change.words()}")
    _say(f"{len(changes.all)} changes")
    return 0


def _test(given: argparse.Namespace, catalogue: Catalogue) -> int:
    from wuxing.schemes.packs import examples

    code = 0
    for path in given.packs:
        pack = _load(path, catalogue)
        differences = examples.differences(pack)
        for line in differences:
            sys.stderr.write(f"{path}/examples.yaml: {line}\n")
        _say(f"{pack.identity}: {len(pack.examples)} examples, {len(differences)} differences")
        code = DIFFER if differences else code
    return code


_VERBS: dict[str, Callable[[argparse.Namespace, Catalogue], int]] = {
    "check": _check,
    "build": _build,
    "diff": _diff,
    "test": _test,
}


def _summary(pack: Pack) -> str:
    counts = (len(pack.leaves), "indicators"), (len(pack.metrics), "metrics"), (len(pack.examples), "examples")
    return f"{pack.identity}: " + ", ".join(f"{count} {what}" for count, what in counts)


def _load(path: Path, catalogue: Catalogue, old: Pack | None = None) -> Pack:
    from wuxing.schemes.packs import loading

    draft = _draft(path)
    with _faults_of(path):
        return loading.checked(draft, catalogue, old)


def _draft(path: Path) -> "loading.Draft":
    """Read the pack in a folder, or in a file that `build` wrote, as far as its name."""
    from wuxing.schemes.packs import loading

    if not path.exists():
        raise _Refused(f"there is no {path}; name the folder of a pack")
    with _faults_of(path):
        return loading.draft(path) if path.is_dir() else loading.draft_of(_built(path))


def _built(path: Path) -> "dict[str, reading.Document]":
    from wuxing.schemes.packs import reading

    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise _Refused(f"{path} is neither the folder of a pack nor a file that build wrote") from error
    if not isinstance(data, dict) or set(data) != set(reading.FILES):
        raise _Refused(f"{path} is no pack; a built one holds {', '.join(reading.FILES)}")
    return {name: reading.Document(f"{path} ({name})", data[name], {}) for name in reading.FILES}


@contextmanager
def _faults_of(path: Path) -> Iterator[None]:
    """Print every fault with its place, and end the command with how many there are."""
    try:
        yield
    except PackError as error:
        folder = f"{path}/" if path.is_dir() else ""
        sys.stderr.write("".join(f"{folder}{problem}\n" for problem in error.problems))
        count = len(error.problems)
        raise _Refused(f"{count} fault{'s' if count > 1 else ''} in {path}") from error


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise _Refused(f"{path} cannot be written: {error.strerror}") from error


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
