"""What the strict content policy and the look demand of every template and style sheet."""

import re
from pathlib import Path

import wuxing

PACKAGE = Path(wuxing.__file__).parent
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
SHEETS = sorted((PACKAGE / "web/static/wx").glob("*.css"))
SYMBOLS = (PACKAGE / "web/static/wx/symbols.svg").read_text(encoding="utf-8")


OUTSIDE_THE_POLICY = re.compile(
    r"""\sstyle\s*=\s*["'{]|\son[a-z]+\s*=\s*["']|hx-on|hx-vals\s*=\s*["']js:|javascript:"""
)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_templates_keep_the_policy_and_are_short() -> None:
    assert len(TEMPLATES) > 300
    assert [(path.name, found) for path in TEMPLATES if (found := OUTSIDE_THE_POLICY.findall(text_of(path)))] == []
    assert [
        (path.name, tag)
        for path in TEMPLATES
        for tag in re.findall(r"<script\b[^>]*>", text_of(path))
        if "src=" not in tag and "application/json" not in tag
    ] == []
    assert [path.name for path in TEMPLATES if text_of(path).count("\n") > 200] == []


def test_icons_of_templates_exist() -> None:
    asked = re.compile(r'''(?:{% icon |\bicon=|"icon": )"([a-z][a-z0-9-]*)"''')
    sources = [*TEMPLATES, *PACKAGE.glob("*/**/views/*.py")]
    named = {(path.name, icon) for path in sources for icon in asked.findall(text_of(path))}
    assert len(named) > 100
    assert [(name, icon) for name, icon in sorted(named) if f'id="i-{icon}"' not in SYMBOLS] == []


def test_sheets_are_whole_and_short() -> None:
    for path in SHEETS:
        text = re.sub(r"/\*.*?\*/", "", text_of(path), flags=re.DOTALL)
        assert (path.name, text.count("{")) == (path.name, text.count("}"))
        assert (path.name, text.count("\n") <= 400) == (path.name, True)


def test_only_tokens_name_colours() -> None:
    assert [
        (path.name, colour)
        for path in SHEETS
        if path.name != "tokens.css"
        for colour in re.findall(
            r"#[0-9a-fA-F]{3,8}\b", re.sub(r"url\(#\w+\)|/\*.*?\*/", "", text_of(path), flags=re.DOTALL)
        )
        if colour != "#fff"  # paper: signature and QR code are white in the dark too
    ] == []


def test_the_dark_of_the_system_is_the_chosen_dark() -> None:
    text = (PACKAGE / "web/static/wx/tokens.css").read_text(encoding="utf-8")
    chosen = re.search(r'\n\[data-bs-theme="dark"\] \{\n(.*?)\n\}', text, re.DOTALL)
    system = re.search(r'\n\[data-bs-theme="auto"\] \{\n(.*?)\n\}', text, re.DOTALL)
    assert chosen is not None
    assert system is not None
    assert system.group(1) == chosen.group(1)
