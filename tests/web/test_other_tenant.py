"""The walls by door: as each role of another company, every address and every operation of the API, with our numbers."""

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.service.repair.checking import snapshot
from tests.shop import Shop
from tests.web.walking import Address, Lived, addresses, live, load_edition
from wuxing.core import clock, tokens
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.members import INSIDE
from wuxing.core.models import Tenant, User
from wuxing.core.tenants import in_tenant

Make = Callable[..., Actor]
_keys = count(1)
# These parts are no records of a company: everybody may ask by them.
PUBLIC_PARTS = {
    "number", "pk", "metric_id", "indicator_id", "name", "subject", "citation_id", "class_code", "population_id",
    "leaf", "body", "word", "certificate_number", "language", "part", "year", "code", "scheme", "rule", "kind", "meeting",
    "door_word", "file_kind", "purpose", "notice_kind", "notice_event", "event", "month",
    "door_code", "company", "block", "act_name", "paper",
}  # fmt: skip
SHUT = {403, 404, 405, 429}  # a public door asked too often is shut, too
PLAIN = {address.path for address in addresses(defaultdict(lambda: ["0"])) if not address.parts}
# The page of components shows people who are made up, and shares names with the company of the tests.
MADE_UP = ("/design", "/design/form", "/design/phone")


@pytest.fixture
def lived(shop: Shop, actor: Make) -> Lived:
    load_edition()
    return live(shop, actor)


def faults(address: Address | str, method: str, response: HttpResponse, lived: Lived, *, ours: bool) -> list[str]:
    """Return what is wrong with an answer to a stranger."""
    where = f"{method} {getattr(address, 'path', address)}: {response.status_code}"
    if response.status_code >= 500:
        return [where]
    back = response.status_code == 302 and response["Location"] in PLAIN
    if ours and response.status_code not in SHUT and not back:
        return [f"{where}, though it is of another company"]
    if str(getattr(address, "path", address)) in MADE_UP:
        return []
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    text = body.decode(errors="replace") + str(dict(response.items()))
    return [f"{where} tells {secret}" for secret in lived.secrets if secret in text]


EVERYBODY = frozenset(INSIDE)
ROLES = [EVERYBODY, *(frozenset({role}) for role in Role)]


def turn(of: list[Any], roles: frozenset[Role]) -> list[Any]:
    """Return what these roles try: everything with every role at once, a quarter by itself, and the next role the next one."""
    return of if roles == EVERYBODY else of[ROLES.index(roles) % 4 :: 4]


@pytest.mark.slow
def test_no_page_opens_to_another_company(lived: Lived, actor: Make, other_company: Tenant) -> None:
    form = {name: values[0] for name, values in lived.values.items()} | {"tenant_id": lived.shop.tenant.pk}
    there = sorted(addresses(lived.values), key=lambda one: one.name == "account_logout")
    found: list[str] = []
    for place, roles in enumerate(ROLES):
        by = actor(*roles, tenant=other_company, name="外人")
        before = snapshot()
        client = Client(raise_request_exception=False, REMOTE_ADDR=f"10.0.0.{place}")
        client.force_login(User.objects.get(pk=by.user_id))
        for address in turn(there, roles):
            ours = bool(address.parts - PUBLIC_PARTS)
            found += faults(address, "GET", client.get(address.path), lived, ours=ours)
            found += faults(address, "POST", client.post(address.path, form), lived, ours=ours)
        assert snapshot() == before
    assert not found, "\n".join(found)


# the API

STRINGS = {"step": "depart", "reason": "waiting_parts"}  # where another string is refused before anything is looked up


def example(schema: dict[str, Any], parts: dict[str, Any], named: str, lived: Lived) -> Any:
    """Return a value that fits a schema of OpenAPI, with our numbers where it asks for one."""
    if "$ref" in schema:
        return example(parts[schema["$ref"].rpartition("/")[2]], parts, named, lived)
    if "anyOf" in schema:
        return example(schema["anyOf"][0], parts, named, lived)
    if "enum" in schema or "const" in schema:
        return schema.get("const", (schema.get("enum") or [None])[0])
    if "prefixItems" in schema:
        start = clock.now() + timedelta(hours=1)
        instants = [(start + timedelta(hours=n)).isoformat() for n in range(len(schema["prefixItems"]))]
        return [
            instant if one.get("format") == "date-time" else example(one, parts, named, lived)
            for one, instant in zip(schema["prefixItems"], instants, strict=True)
        ]
    kind = schema.get("type")
    if kind == "object":
        return {name: example(said, parts, name, lived) for name, said in schema.get("properties", {}).items()}
    if kind == "array":
        return [example(schema["items"], parts, named, lived)]
    if kind == "string":
        return {"date-time": clock.now().isoformat(), "date": "2026-01-01"}.get(
            schema.get("format", ""), STRINGS.get(named, "x" * schema.get("minLength", 1))
        )
    return {"integer": lived.values.get(named, [1])[0], "boolean": True, "number": 1}[str(kind)]


def asked_by_query(said: dict[str, Any], parts: dict[str, Any], lived: Lived) -> str:
    """Return the part of an address behind "?" with what an operation cannot be asked without."""
    values = {
        one["name"]: example(one["schema"], parts, one["name"], lived)
        for one in said.get("parameters", ())
        if one["in"] == "query" and one.get("required")
    }
    return f"?{urlencode(values)}" if values else ""


def operations(lived: Lived) -> list[tuple[str, str, Any, bool]]:
    """Return every operation: method, path, body, and whether it names a record of ours; a file is sent as bytes."""
    document = Client().get("/api/openapi.json").json()
    parts = document["components"]["schemas"]
    made = []
    for route, methods in document["paths"].items():
        names = [part.partition("}")[0] for part in route.split("{")[1:]]
        path = route.format(**{name: lived.values[name][0] for name in names})
        for method, said in methods.items():
            content = said.get("requestBody", {}).get("content", {})
            schema = content.get("application/json", {}).get("schema")
            body = None if schema is None else example(schema, parts, "", lived)
            if "multipart/form-data" in content:
                body = dict.fromkeys(content["multipart/form-data"]["schema"]["properties"], b"x")
            asked = path + asked_by_query(said, parts, lived)
            made.append((method.upper(), asked, body, bool(set(names) - PUBLIC_PARTS)))
    return made


@pytest.mark.slow
def test_no_operation_reaches_another_company(lived: Lived, actor: Make, other_company: Tenant) -> None:
    there = operations(lived)
    found: list[str] = []
    for place, roles in enumerate(ROLES):
        by = actor(*roles, tenant=other_company, name="外人")
        with in_tenant(other_company.pk):
            token = tokens.issue_token(user_id=by.user_id or 0, name="x", by=by)
        before = snapshot()
        client = Client(raise_request_exception=False, REMOTE_ADDR=f"10.0.1.{place}")
        for method, path, body, ours in turn(there, roles):
            headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"stranger-{next(_keys)}"}
            if body and all(isinstance(value, bytes) for value in body.values()):
                files = {name: SimpleUploadedFile(f"{name}.png", value) for name, value in body.items()}
                answer = client.post(path, files, headers=headers)
            else:
                text = json.dumps(body or {})
                answer = client.generic(method, path, text, content_type="application/json", headers=headers)
            found += faults(path, method, answer, lived, ours=ours)
        assert snapshot() == before
    assert not found, "\n".join(found)
