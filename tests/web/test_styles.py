"""What the strict content policy and the look demand of every template and style sheet."""

import re
from pathlib import Path

import pytest

import wuxing

PACKAGE = Path(wuxing.__file__).parent
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
SHEETS = sorted((PACKAGE / "web/static/wx").glob("*.css"))
SYMBOLS = (PACKAGE / "web/static/wx/symbols.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_template_keeps_the_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert (
        re.findall(r"""\sstyle\s*=\s*["'{]|\son[a-z]+\s*=\s*["']|hx-on|hx-vals\s*=\s*["']js:|javascript:""", text) == []
    )
    assert [
        tag for tag in re.findall(r"<script\b[^>]*>", text) if "src=" not in tag and "application/json" not in tag
    ] == []
    assert text.count("\n") <= 200


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_icons_of_a_template_exist(path: Path) -> None:
    named = re.findall(r'{% icon "([^"]+)"', path.read_text(encoding="utf-8"))
    assert [name for name in named if f'id="i-{name}"' not in SYMBOLS] == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_sheet_is_whole_and_short(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert text.count("{") == text.count("}")
    assert text.count("\n") <= 400


@pytest.mark.parametrize("path", [p for p in SHEETS if p.name != "tokens.css"], ids=lambda path: path.name)
def test_only_tokens_name_colours(path: Path) -> None:
    found = re.findall(r"#[0-9a-fA-F]{3,8}\b", re.sub(r"url\(#\w+\)|/\*.*?\*/", "", path.read_text(encoding="utf-8")))
    assert [
        colour for colour in found if colour != "#fff"
    ] == []  # paper: signature and QR code are white in the dark too


def test_the_dark_of_the_system_is_the_chosen_dark() -> None:
    text = (PACKAGE / "web/static/wx/tokens.css").read_text(encoding="utf-8")
    chosen = re.search(r'\n\[data-bs-theme="dark"\] \{\n(.*?)\n\}', text, re.DOTALL)
    system = re.search(r'\n\[data-bs-theme="auto"\] \{\n(.*?)\n\}', text, re.DOTALL)
    assert chosen is not None
    assert system is not None
    assert system.group(1) == chosen.group(1)
