"""Pages of the evaluation on site: they open, they do what they say, they refuse with a reason."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.certification.body import Body
from tests.certification.onsite_audit import site
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.onsite_audit import actions
from wuxing.certification.onsite_audit.models import PlanAnswer, Sheet, SiteDraw
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import User

SignIn = Callable[[Actor], Client]


@pytest.fixture
def signed_in(db: None) -> SignIn:
    """Return a browser in which a person is signed in."""

    def sign_in(by: Actor) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=by.user_id))
        return client

    return sign_in


def address(name: str, *args: object) -> str:
    return reverse(f"certification:{name}", args=args)


def paths(case: Case) -> list[str]:
    names = ("case_audit", "audit_cycle", "audit_plan", "audit_draws", "audit_tablet")
    return [
        *(address(name, case.pk) for name in names),
        address("audit_meeting", case.pk, "opening"),
        address("audit_meeting", case.pk, "closing"),
        address("audit_sheet", case.pk, "5.2.4-b"),
        address("audit_sheet", case.pk, "5.1.1.1"),
    ]


def test_the_pages_open_in_every_stage(body: Body, signed_in: SignIn) -> None:
    browser, reviewer = signed_in(body.lead), signed_in(body.reviewer)
    for case in (body.case(Stage.DOCUMENT_REVIEW), site.planned(body), site.on_site(body), site.closed(body)):
        for path in paths(case):
            assert (path, browser.get(path).status_code) == (path, 200)
        assert reviewer.get(paths(case)[0]).status_code == 200
