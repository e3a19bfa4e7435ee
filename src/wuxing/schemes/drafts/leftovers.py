"""What tables cannot show of a document, as patches: set this, or drop that, at a path inside a row. Pure."""

import json
from typing import Any, NamedTuple

ABSENT = object()


class Patch(NamedTuple):
    """The value that belongs at a path; ABSENT: nothing does."""

    path: tuple[str | int, ...]
    value: Any


def difference(wanted: Any, got: Any, path: tuple[str | int, ...] = ()) -> list[Patch]:
    """Return the patches that turn `got` into `wanted`."""
    if type(wanted) is not type(got):
        return [Patch(path, wanted)]
    if isinstance(wanted, dict):
        found: list[Patch] = []
        for name in sorted({*wanted, *got}):
            one, other = wanted.get(name, ABSENT), got.get(name, ABSENT)
            if other is ABSENT or one is ABSENT:
                found.append(Patch((*path, name), one))
            else:
                found += difference(one, other, (*path, name))
        return found
    if isinstance(wanted, list) and len(wanted) == len(got):
        return [
            patch
            for number, (one, other) in enumerate(zip(wanted, got, strict=True))
            for patch in difference(one, other, (*path, number))
        ]
    return [] if wanted == got else [Patch(path, wanted)]


def written(patches: list[Patch]) -> str:
    """Return patches as the text of a cell: JSON pointers, those of what is dropped with a dash before."""
    shown = {f"-{_pointer(one.path)}" if one.value is ABSENT else _pointer(one.path): one for one in patches}
    plain = {name: None if one.value is ABSENT else one.value for name, one in shown.items()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def read(found: dict[str, Any]) -> list[Patch]:
    """Return the patches of a cell's JSON."""
    return [
        Patch(_path(name.removeprefix("-")), ABSENT if name.startswith("-") else value) for name, value in found.items()
    ]


def patched(thing: Any, patch: Patch) -> Any:
    """Return `thing` with a patch laid on. Raises LookupError or TypeError where its path leads nowhere."""
    if not patch.path:
        return patch.value
    at = thing
    for step in patch.path[:-1]:
        at = at[int(step)] if isinstance(at, list) else at.setdefault(step, {})
    last = patch.path[-1]
    if isinstance(at, list):
        at[int(last)] = patch.value
    elif patch.value is ABSENT:
        at.pop(str(last), None)
    else:
        at[str(last)] = patch.value
    return thing


def _pointer(path: tuple[str | int, ...]) -> str:
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def _path(pointer: str) -> tuple[str, ...]:
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
