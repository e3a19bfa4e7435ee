"""What we did not write: front-end packages, copied built and with their licences, so that no Node is needed.

tools/vendor.py --check    hold every file against static/vendor/VENDOR.toml (and its .gz against the file)
tools/vendor.py --fetch    fetch the listed versions with `npm pack`, copy the listed files, write hashes and .gz files
"""

import argparse
import gzip
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "src" / "wuxing" / "web" / "static" / "vendor"
LIST = STATIC / "VENDOR.toml"
PACKED = (".js", ".css")


def packages() -> dict[str, dict[str, object]]:
    """Return the list: name -> version, licence, and files as target -> [path in the package, sha256]."""
    return tomllib.loads(LIST.read_text(encoding="utf-8"))


def digest(data: bytes) -> str:
    """Return the SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()


def place(target: str) -> Path:
    """Return where a file lies: in the static files, or, for tests only, where the path says."""
    return ROOT / target if target.startswith("tests/") else STATIC / target


def check() -> list[str]:
    """Return what is wrong."""
    wrong, listed = [], set()
    for name, package in packages().items():
        for target, (_source, known) in package["files"].items():  # type: ignore[attr-defined]
            path = place(target)
            listed.add(path)
            if not path.exists():
                wrong.append(f"{name}: {target} is missing")
            elif digest(path.read_bytes()) != known:
                wrong.append(f"{name}: {target} is not the listed file")
            packed = path.with_name(path.name + ".gz")
            if path_is_packed(target):
                listed.add(packed)
                if gzip.decompress(packed.read_bytes()) != path.read_bytes():
                    wrong.append(f"{name}: {packed.name} does not hold {target}")
    found = {path for path in STATIC.rglob("*") if path.is_file() and path != LIST}
    wrong += [f"{path.relative_to(STATIC)} is in no list" for path in sorted(found - listed)]
    return wrong


def fetch() -> None:
    """Fetch, copy, and write the list anew."""
    listed = packages()
    with tempfile.TemporaryDirectory() as name:
        for package, entry in listed.items():
            print(f"{package}@{entry['version']}")
            folder = Path(name) / package.replace("/", "-")
            folder.mkdir()
            subprocess.run(["npm", "pack", "--silent", f"{package}@{entry['version']}"], cwd=folder, check=True)
            with tarfile.open(next(folder.glob("*.tgz"))) as tar:
                tar.extractall(folder, filter="data")
            for target, pair in entry["files"].items():  # type: ignore[attr-defined]
                if pair[0]:
                    path = place(target)
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes((folder / "package" / pair[0]).read_bytes())
                pair[1] = digest(place(target).read_bytes())
                if path_is_packed(target):
                    pack(place(target))
    write(listed)


def path_is_packed(target: str) -> bool:
    """Say whether a file is also kept compressed, for browsers on slow lines."""
    return target.endswith(PACKED) and not target.startswith("tests/")


def pack(path: Path) -> None:
    """Write path.gz, the same bytes on every machine."""
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def write(listed: dict[str, dict[str, object]]) -> None:
    """Write the list."""
    lines = ["# Front-end packages, made by tools/vendor.py --fetch. files: target = [path in the package, sha256]"]
    for name, entry in listed.items():
        lines += [f'\n["{name}"]', f'version = "{entry["version"]}"', f'licence = "{entry["licence"]}"']
        lines.append(f"[{chr(34)}{name}{chr(34)}.files]")
        lines += [f'"{target}" = ["{pair[0]}", "{pair[1]}"]' for target, pair in entry["files"].items()]  # type: ignore[attr-defined]
    LIST.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--fetch", action="store_true")
    options = parser.parse_args()
    if options.fetch:
        fetch()
    wrong = check()
    print("\n".join(wrong) or f"vendor: {len(packages())} packages as listed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
