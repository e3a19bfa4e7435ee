"""Write the vectors, or with `--check` say which files are not as they would be written."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.vectors import codes, credentials, logs, pdfs, statuses, world
from tools.vectors.vector import Vector

FOLDER = Path(__file__).resolve().parent.parent.parent / "vectors"
MAKERS = (credentials.vectors, codes.vectors, statuses.vectors, logs.vectors, pdfs.vectors)


def vectors() -> Iterator[Vector]:
    """Yield every vector; its name is its own."""
    names: set[str] = set()
    for make in MAKERS:
        for vector in make():
            if vector.name in names:
                raise ValueError(f"two vectors are called {vector.name}")
            names.add(vector.name)
            yield vector


def files() -> dict[str, bytes]:
    """Return every file of the folder with its bytes."""
    found: dict[str, bytes] = {"trust.json": _pretty(world.trust())}
    rows = []
    for vector in vectors():
        rows.append(vector.row())
        for name, data in vector.files():
            if found.setdefault(name, data) != data:
                raise ValueError(f"{name} has two contents")
    found["index.json"] = _pretty({"vectors": rows})
    return found


def _pretty(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def main(arguments: list[str]) -> int:
    """Return 1 when `--check` finds a file that differs, is missing, or is nobody's."""
    made = files()
    there = {str(path.relative_to(FOLDER)): path for path in FOLDER.rglob("*") if path.is_file()}
    if arguments == ["--check"]:
        differing = [name for name, data in made.items() if name not in there or there[name].read_bytes() != data]
        foreign = sorted(there.keys() - made.keys() - {"README.md"})
        print("\n".join([f"differs: {name}" for name in differing] + [f"nobody's: {name}" for name in foreign]))
        return int(bool(differing or foreign))
    for name in there.keys() - made.keys() - {"README.md"}:
        there[name].unlink()
    for name, data in made.items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    print(f"{len(made)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
