"""The page as one file: its parts, its policy, its words."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import wuxing
from wuxing.web.verifier import building

FOLDER = Path(wuxing.__file__).parent / "web" / "verifier"
CODE = {path.stem: path.read_text(encoding="utf-8") for path in sorted((FOLDER / "code").glob("*.js"))}
WORDS = building._parts().words
HANDED_ON = re.compile(r'(?:say|step|titled)\((?:"[a-z]+", )?"([\w:]+)"')
FAULTS = re.compile(r'"((?:unread|scan|kept|trust)_[a-z]+)"')


def trust(did: str = "did:web:certify.example%3A8443:bodies:huaxin", name: str = "华信") -> dict[str, Any]:
    return {
        "bodies": [{"did": did, "slug": "huaxin", "name": name, "keys": [], "x509": [], "logs": []}],
        "witnesses": [],
    }


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def directive(policy: str, name: str) -> str:
    return next(part.removeprefix(name).strip() for part in policy.split("; ") if part.startswith(name))


def test_the_policy_names_the_scripts_and_styles_that_are_in_the_page() -> None:
    page = building.page()
    scripts = re.findall(r"<script>(.*?)</script>", page.html, re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", page.html, re.DOTALL)
    assert directive(page.policy, "script-src") == " ".join(map(hashed, scripts))
    assert directive(page.policy, "style-src") == hashed(style)
    assert "unsafe" not in page.policy
    assert re.findall(r'content="(default-src[^"]*)"', page.html) == [
        page.policy.replace("; frame-ancestors 'none'", "")
    ]


def test_the_page_may_ask_the_bodies_it_believes_and_nobody_else() -> None:
    asked = directive(building.page(trust()).policy, "connect-src")
    assert asked == "https://certify.example:8443 http://certify.example:8443"
    assert directive(building.page().policy, "connect-src") == "https: http:"


@pytest.mark.parametrize("did", ["did:web:a.example%20*:bodies:x", "did:web:a.example'; script-src *:bodies:x"])
def test_a_host_that_is_none_does_not_reach_the_policy(did: str) -> None:
    assert directive(building.page(trust(did)).policy, "connect-src") == "https: http:"


def test_a_trust_file_cannot_leave_its_place() -> None:
    page = building.page(trust(name="</script><script>alert(1)</script>[[SCRIPT]]"))
    assert page.html.count("<script>") == 2
    assert "alert(1)</script>" not in page.html
    assert page.policy == building.page(trust()).policy


def test_the_page_takes_nothing_from_elsewhere() -> None:
    html = building.page().html
    assert re.findall(r"""(?:src|href)\s*=\s*"(?!#|data:|/verify/wuxing-verifier\.html")[^"]*""", html) == []
    assert re.findall(r"@import|url\((?!\"data:)[^)]*", building._parts().style) == []


@pytest.mark.parametrize("name", CODE)
def test_a_script_is_short_and_makes_no_markup_of_data(name: str) -> None:
    forbidden = r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\.style\b|XMLHttpRequest"
    assert CODE[name].count("\n") <= 300
    assert re.findall(forbidden, CODE[name]) == []
    assert max(map(len, CODE[name].splitlines())) <= 120
    assert ("fetch(" in CODE[name]) == (name == "online")


@pytest.mark.parametrize("language", building.LANGUAGES)
def test_each_language_says_everything_with_the_same_values(language: str) -> None:
    def values(words: dict[str, str]) -> dict[str, list[str]]:
        return {name: sorted(set(re.findall(r"\{(\w+)\}", text))) for name, text in words.items()}

    assert values(WORDS[language]) == values(WORDS["en"])
    assert [name for name, text in WORDS[language].items() if not text] == ["t_in_force"]


def test_every_word_that_the_page_asks_for_is_there_and_none_is_idle() -> None:
    frame = (FOLDER / "page.html").read_text(encoding="utf-8")
    script = "\n".join(CODE.values())
    asked = set(re.findall(r'data-say="(\w+)"', frame)) | set(HANDED_ON.findall(script)) | set(FAULTS.findall(script))
    known = set(WORDS["en"])
    steps = {f"{name}_text" for name in re.findall(r'\bstep\("\w+", "(\w+)"', script)}
    assert sorted((asked | steps) - known) == []
    built = re.compile(r"^(t|v|theme|missing|carrier|purpose)_")
    idle = {name for name in known if not built.match(name) and f'"{name}"' not in script + frame} - steps
    assert sorted(idle) == []


def test_every_verdict_has_its_sentence() -> None:
    codes = re.findall(r'^  "([\w:]+)",$', CODE["verdicts"], re.MULTILINE)
    assert len(codes) == 24
    assert [code for code in codes if f"t_{code}" not in WORDS["en"]] == []


def test_a_script_that_imports_otherwise_is_refused() -> None:
    with pytest.raises(ValueError, match="imports have the form"):
        building._module("one", 'import { read } from "./two.js";\n')


def test_scripts_that_import_each_other_are_refused() -> None:
    circle = {"main": 'import * as two from "./two.js";\n', "two": 'import * as main from "./main.js";\n'}
    with pytest.raises(ValueError, match="main → two → main"):
        list(building._ordered(circle))
