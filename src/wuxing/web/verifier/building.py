"""Put the verifier page together: scripts, styles, words, pictures and the trust file in one HTML file.

The parts are plain files beside this one. A script is an ES module whose imports have the form
`import * as name from "./file.js";`; here it becomes a function that returns what it exports.
"""

import json
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

HERE = Path(__file__).resolve().parent
STATIC = HERE.parent / "static"
SHAPES = ("done", "late", "risk", "seal", "unknown", "waiting")
ICONS = ("camera", "copy", "download", "file-text", "moon", "refresh", "search", "upload")
LANGUAGES = ("zh-Hans", "zh-Hant", "en")
NO_TRUST: dict[str, Any] = {"bodies": [], "witnesses": []}
_IMPORT = re.compile(r'^import \* as (\w+) from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?:async )?(?:function|class|const) (\w+)", re.MULTILINE)
_SYMBOL = re.compile(r'<symbol id="([\w-]+)".*?</symbol>', re.DOTALL)
_MARK = re.compile(r"\[\[([A-Z]+)\]\]")


@dataclass(frozen=True, slots=True)
class Page:
    """The one file, and the content policy under which it is served."""

    html: str
    policy: str


def page(trust: Mapping[str, Any] = NO_TRUST) -> Page:
    """Return the page that believes the bodies and witnesses of a trust file."""
    parts = _parts()
    policy = _policy(parts, _hosts(trust))
    content = {
        "POLICY": policy.replace("; frame-ancestors 'none'", ""),  # a page may not say this of itself
        "STYLE": parts.style,
        "SYMBOLS": parts.symbols,
        "WORDS": _data(parts.words),
        "TRUST": _data(trust),
        "LIBRARY": parts.library,
        "SCRIPT": parts.script,
    }
    return Page(_MARK.sub(lambda mark: content[mark[1]], parts.frame), policy)


@dataclass(frozen=True, slots=True)
class _Parts:
    frame: str
    style: str
    symbols: str
    words: dict[str, dict[str, str]]
    library: str
    script: str


@cache
def _parts() -> _Parts:
    """Read what is the same in every page, once a process."""
    return _Parts(
        frame=(HERE / "page.html").read_text(encoding="utf-8"),
        style=_style(),
        symbols=_symbols(),
        words={name: json.loads((HERE / f"words/{name}.json").read_text(encoding="utf-8")) for name in LANGUAGES},
        library=(STATIC / "vendor/jsqr/jsQR.js").read_text(encoding="utf-8").strip(),
        script=_script(),
    )


def _script() -> str:
    """Return the modules in the order of their imports, each a function's result under its own name."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted((HERE / "code").glob("*.js"))}
    modules = [_module(name, texts[name]) for name in _ordered(texts)]
    return '"use strict";\n' + "\n".join(modules) + "\nmodule_main.start();"


def _ordered(texts: Mapping[str, str]) -> Iterator[str]:
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> Iterator[str]:
        if name in above:
            raise ValueError(f"the scripts import each other in a circle: {' → '.join((*above, name))}")
        if name not in done:
            for _, wanted in _IMPORT.findall(texts[name]):
                yield from visit(wanted, (*above, name))
            if name not in done:
                done.add(name)
                yield name

    yield from visit("main", ())


def _module(name: str, text: str) -> str:
    exports = ", ".join(_EXPORT.findall(text))
    body = _IMPORT.sub(lambda found: f"const {found[1]} = module_{found[2]};\n", text)
    body = re.sub(r"^export ", "", body, flags=re.MULTILINE)
    if re.search(r"^import\b", body, re.MULTILINE):
        raise ValueError(f'{name}.js: imports have the form import * as name from "./file.js";')
    return f"const module_{name} = (() => {{\n{body}\nreturn {{ {exports} }};\n}})();"


def _style() -> str:
    font = b64encode((STATIC / "vendor/inter/inter-latin-wght-normal.woff2").read_bytes()).decode()
    tokens = (STATIC / "wx/tokens.css").read_text(encoding="utf-8")
    tokens = tokens.replace(
        'url("../vendor/inter/inter-latin-wght-normal.woff2")', f'url("data:font/woff2;base64,{font}")'
    )
    return tokens + (HERE / "verifier.css").read_text(encoding="utf-8")


def _symbols() -> str:
    """Return the symbols of the house that the page draws."""
    sheet = (STATIC / "wx/symbols.svg").read_text(encoding="utf-8")
    found = {match[1]: match[0] for match in _SYMBOL.finditer(sheet)}
    return "".join(found[name] for name in (*(f"s-{one}" for one in SHAPES), *(f"i-{one}" for one in ICONS)))


def _data(value: Any) -> str:
    """Return a value as JSON that can stand inside a script element."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")


def _hosts(trust: Mapping[str, Any]) -> list[str]:
    """Return the hosts of the bodies (did:web:host%3Aport:…)."""
    names = {unquote(str(body["did"]).split(":")[2]) for body in trust["bodies"]}
    return sorted(name for name in names if re.fullmatch(r"[\w.-]+(:\d+)?", name))


def _policy(parts: _Parts, hosts: list[str]) -> str:
    """Return the policy: our scripts and styles by their hashes, the bodies' hosts for their status, nothing else."""
    scripts = " ".join(_hash(text) for text in (parts.library, parts.script))
    connect = " ".join(f"{scheme}://{host}" for host in hosts for scheme in ("https", "http")) or "https: http:"
    return (
        f"default-src 'none'; script-src {scripts}; style-src {_hash(parts.style)}; img-src data: blob:; font-src data:; "
        f"media-src blob: mediastream:; connect-src {connect}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
