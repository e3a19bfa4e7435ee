"""What the network adds when it was asked for: a body's keys as its own server gives them, and its status lists."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, urlsplit

from wuxing.proof.credentials import PURPOSES
from wuxing.proof.fetching import Unreachable, ask
from wuxing.proof.statuslists import MOST_CHARACTERS
from wuxing.proof.trust import MOST_BYTES, BadTrust, Trust, TrustedBody, merged, trust_from
from wuxing.proof.verifying.opinion import Opinion
from wuxing.proof.verifying.verdicts import Verdict
from wuxing.web.verify import kinds
from wuxing.web.verify.inputs import Input, NoInput, kind_of, taken
from wuxing.web.verify.options import Options

_PAGE = re.compile(r"/register/[A-Za-z0-9_-]+/[A-Za-z0-9._-]+/")
LOCAL = ("localhost", "127.0.0.1", "[::1]")


def verdict_on(given: Input, options: Options) -> Verdict:
    """Return the verdict on an input, with what its body's server says about it now."""
    data = given.data
    if given.asked and not kind_of(data):
        data = _of_page(given.name, options)
    verdict = kinds.verdict_on(data, options)
    if not isinstance(verdict, Opinion):
        return verdict
    asked: list[str] = []
    if verdict.code == "cannot_say:unknown_issuer" and (trust := _trust(verdict.facts, options, asked)):
        options = replace(options, trust=merged([options.trust, trust]))
        verdict = kinds.verdict_on(data, options)
    if isinstance(verdict, Opinion) and verdict.is_signed and not options.beside.status:
        lists = _lists(str(verdict.facts["status_list"]), options, asked)
        options = replace(options, beside=replace(options.beside, status=lists))
        verdict = kinds.verdict_on(data, options)
    verdict.facts["asked"] = asked
    return verdict


def _of_page(url: str, options: Options) -> bytes:
    """Return the credential behind a page of a register."""
    parts = urlsplit(url)
    if not _PAGE.fullmatch(parts.path):
        raise NoInput("this page is none of a public register, and nothing that can be verified")
    return taken(f"{parts.scheme}://{parts.netloc}{parts.path[:-1]}.jwt", private=options.private).data


def _trust(facts: dict[str, Any], options: Options, asked: list[str]) -> Trust | None:
    """Return the keys of a body from its own server: believed for bodies of that very server only."""
    host, slug = str(facts.get("issuer_host", "")), str(facts.get("issuer_slug", ""))
    if not host or not slug:
        return None
    answer = _asked(f"{_scheme(host)}://{host}/bodies/{slug}/trust.json", MOST_BYTES, options, asked)
    if answer is None:
        return None
    try:
        bodies = trust_from(answer).bodies
    except BadTrust as error:
        asked.append(str(error))
        return None
    return Trust({did: _named(body, host) for did, body in bodies.items() if _host_of(did) == host})


def _named(body: TrustedBody, host: str) -> TrustedBody:
    return replace(body, name=f"{body.name} (keys as {host} gives them now)")


def _lists(base: str, options: Options, asked: list[str]) -> tuple[str, ...]:
    found = [_asked(f"{_scheme(base)}://{base}/{purpose}", MOST_CHARACTERS, options, asked) for purpose in PURPOSES]
    return tuple(one.decode(errors="replace").strip() for one in found if one is not None)


def _asked(url: str, most: int, options: Options, asked: list[str]) -> bytes | None:
    """Return the answer of a server, or None; what was asked and what came of it is told."""
    try:
        answer = ask(url, most=most, private=options.private)
    except Unreachable as error:
        asked.append(f"{url}: {error}")
        return None
    asked.append(f"{url}: {answer.status}")
    return answer.body if answer.status == 200 else None


def _host_of(did: str) -> str:
    return unquote(did.split(":")[2]).lower() if did.count(":") >= 2 else ""


def _scheme(host: str) -> str:
    return "http" if host.partition("/")[0].rsplit(":", 1)[0] in LOCAL else "https"
