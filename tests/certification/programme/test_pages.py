"""The body's rules as pages: read, hand in, put in force, note the filing."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.certification.body import Body
from tests.certification.cases.test_views import signed_in
from tests.certification.programme.test_loading import text
from tests.web.reading import read
from wuxing.certification.programme import loading, queries, rules
from wuxing.certification.programme.models import ProgrammeVersion
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor

SCHEME = "cn.gbt.27922"


def upload(content: str) -> dict[str, object]:
    return {"file": SimpleUploadedFile("rule.yaml", content.encode()), "note": "整改期限缩短"}


def act(name: str, version: object = "") -> str:
    return f"{reverse('certification:programme_act', args=[SCHEME, name])}?version={version}"


def test_pages_open_and_are_well_made(body: Body) -> None:
    for language in ("en", "zh-hant"):
        for path in (reverse("certification:programmes"), reverse("certification:programme", args=[SCHEME])):
            page = signed_in(body.officer, language).get(path)
            assert (page.status_code, read(page.content.decode()).faults()) == (200, [])
    assert signed_in(body.officer).get(reverse("certification:programme", args=["none.at.all"])).status_code == 404


def test_a_version_is_handed_in_put_in_force_by_another_and_filed(body: Body, actor: Callable[..., Actor]) -> None:
    second = actor(Role.CERTIFICATION_MANAGER, tenant=body.tenant, name="second 华")
    head = signed_in(body.manager)
    assert head.post(act("draft"), upload(text().replace("correction: 30", "correction: 20"))).status_code == 302
    made = ProgrammeVersion.objects.get()
    shown = read(head.get(reverse("certification:programme", args=[SCHEME]) + f"?version={made.pk}").content.decode())
    assert (shown.faults(), "windows · correction" in " ".join(shown.words)) == ([], True)
    head.post(act("in_force", made.pk))
    assert queries.in_force(SCHEME) is None  # the maker
    signed_in(second).post(act("in_force", made.pk))
    assert queries.in_force(SCHEME) == made
    filed = {"kind": "filed", "on": clock.today().isoformat(), "number": "CNCA-1"}
    assert head.post(act("note", made.pk), filed).status_code == 302
    assert list(made.steps.order_by("pk").values_list("kind", flat=True)) == ["in_force", "filed"]


def test_faults_are_shown_with_their_lines(body: Body) -> None:
    content = text().replace("quorum: 3", "quorum: 9")
    line = content[: content.index("quorum: 9")].count("\n") + 1
    page = signed_in(body.manager).post(act("draft"), upload(content))
    assert (
        page.status_code,
        f"line {line}: is more than members_least" in " ".join(read(page.content.decode()).words),
    ) == (422, True)
    unknown = signed_in(body.manager).post(act("draft"), upload(text().replace('"5.1.1.2"', '"5.9.9"')))
    assert "names indicator 5.9.9, which the scheme does not have" in " ".join(read(unknown.content.decode()).words)
    assert ProgrammeVersion.objects.count() == 0


def test_who_does_not_keep_rules_hands_nothing_in(body: Body) -> None:
    assert signed_in(body.officer).post(act("draft"), upload(text())).status_code == 403


def test_what_is_handed_out_is_taken_again(body: Body) -> None:
    answer = signed_in(body.officer).get(reverse("certification:programme_yaml", args=[SCHEME]))
    assert answer.content.decode() == text()
    draft = loading.read("rule.yaml", text().encode())
    assert loading.read("again.yaml", loading.as_yaml(draft.form).encode()).sha256 == draft.sha256


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (
            {"a": 1, "rows": [{"code": "x", "n": 1}]},
            {"a": 1, "rows": [{"code": "x", "n": 2}]},
            [("rows · x · n", "1", "2")],
        ),
        (
            {"rows": []},
            {"rows": [{"code": "y", "n": [1, 2]}]},
            [("rows · y · code", None, "y"), ("rows · y · n", None, "1, 2")],
        ),
        ({"a": 1}, {"a": 1}, []),
    ],
)
def test_differences_name_their_place(
    old: object, new: object, found: list[tuple[str, str | None, str | None]]
) -> None:
    assert [(one.place, one.was, one.becomes) for one in rules.differences(old, new)] == found
