"""Make the fonts of printed documents: Noto Sans SC, regular and bold, cut down to what Chinese business text uses.

    tools/fonts.py [PACKAGE.tgz]     make src/wuxing/web/fonts/*.ttf (the package is fetched with `npm pack` when not given)
    tools/fonts.py --check           hold the files against the list of hashes

Kept: Latin, GB 2312, Big5, punctuation, arrows, units, circled numbers and the state shapes of our screens. The screen uses the
reader's own fonts; these are for PDF.
"""

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "src" / "wuxing" / "web" / "fonts"
LIST = FOLDER / "FONTS.toml"
COVERAGE = FOLDER / "coverage.txt"
PACKAGE = "@expo-google-fonts/noto-sans-sc@0.4.3"
CUTS = {"400Regular": "NotoSansSC-Regular", "700Bold": "NotoSansSC-Bold"}
RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x2010, 0x2027),
    (0x2030, 0x205E),
    (0x20A0, 0x20BF),
    (0x2100, 0x214F),
    (0x2150, 0x218B),
    (0x2190, 0x21FF),
    (0x2200, 0x22FF),
    (0x2460, 0x24FF),
    (0x25A0, 0x25FF),
    (0x2600, 0x2606),
    (0x2700, 0x27BF),
    (0x3000, 0x303F),
    (0x3220, 0x33FF),
    (0xFF00, 0xFFEF),
)


def wanted() -> set[int]:
    """Return the code points to keep."""
    points = {point for first, last in RANGES for point in range(first, last + 1)}
    for codec in ("gb2312", "big5"):
        for high in range(0xA1, 0xFA):
            for low in range(0x40, 0xFF):
                try:
                    points |= {ord(sign) for sign in bytes((high, low)).decode(codec)}
                except UnicodeDecodeError:
                    continue
    return points


def cut(source: Path, target: Path) -> None:
    """Write the subset of one font."""
    options = subset.Options(
        hinting=False, layout_features=["kern", "locl", "ccmp", "mark"], name_IDs=["*"], notdef_outline=True
    )
    options.recalc_timestamp = False
    font = subset.load_font(str(source), options)
    maker = subset.Subsetter(options)
    maker.populate(unicodes=wanted())
    maker.subset(font)
    subset.save_font(font, str(target), options)


def make(package: Path) -> None:
    """Cut the fonts out of the npm package and write the list."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    lines = [f'package = "{PACKAGE}"', 'licence = "OFL-1.1"', "", "[sha256]"]
    with tempfile.TemporaryDirectory() as name, tarfile.open(package) as tar:
        tar.extractall(name, filter="data")
        inside = Path(name) / "package"
        (FOLDER / "OFL.txt").write_bytes((inside / "LICENSE_FONT").read_bytes())
        for folder, font in CUTS.items():
            source = next((inside / folder).glob("*.ttf"))
            cut(source, FOLDER / f"{font}.ttf")
            lines.append(f'"{font}.ttf" = "{digest(FOLDER / f"{font}.ttf")}"')
            print(f"{font}.ttf: {(FOLDER / f'{font}.ttf').stat().st_size:,} bytes")
    COVERAGE.write_text("\n".join(ranges(FOLDER / "NotoSansSC-Regular.ttf")) + "\n", encoding="ascii")
    LIST.write_text("\n".join(lines) + "\n", encoding="utf-8")


def ranges(path: Path) -> list[str]:
    """Return the code points of a font as lines "first-last", hexadecimal."""
    points = sorted(TTFont(path, lazy=True).getBestCmap())
    found: list[list[int]] = []
    for point in points:
        if found and point == found[-1][1] + 1:
            found[-1][1] = point
        else:
            found.append([point, point])
    return [f"{first:x}-{last:x}" for first, last in found]


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check() -> list[str]:
    """Return what is wrong with the files."""
    listed = tomllib.loads(LIST.read_text(encoding="utf-8"))["sha256"]
    wrong = [f"{name}: missing" for name in listed if not (FOLDER / name).exists()]
    wrong += [
        f"{name}: not the listed file" for name, known in listed.items() if not wrong and digest(FOLDER / name) != known
    ]
    if COVERAGE.read_text(encoding="ascii").split() != ranges(FOLDER / "NotoSansSC-Regular.ttf"):
        wrong.append("coverage.txt: not what the fonts hold")
    for name in listed:
        kept = set(TTFont(FOLDER / name, lazy=True).getBestCmap())
        if missing := [
            chr(point) for point in map(ord, "工单維修一二三，。：；（）《》“”…—①→≥★☆✓") if point not in kept
        ]:
            wrong.append(f"{name}: lacks {''.join(missing)}")
    return wrong


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", nargs="?", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if options.check:
        wrong = check()
        print("\n".join(wrong) or "fonts: as listed")
        return 1 if wrong else 0
    if options.package:
        make(options.package)
        return 0
    with tempfile.TemporaryDirectory() as name:
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=name, check=True)
        make(next(Path(name).glob("*.tgz")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
