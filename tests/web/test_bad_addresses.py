"""Addresses that nobody should send are answered, never with a fault of ours."""

from collections.abc import Callable

import pytest
from django.test import Client

from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import User

pytestmark = pytest.mark.usefixtures("inside")
LISTS = ["/orders/", "/requests/", "/customers/", "/people/", "/procedures/", "/ledger/", "/metrics/", "/board/"]
ODD = [
    "q=%00ab", "q=%ED%A0%80ab", "q='%22%3Cscript%3E", "cursor=x", "before=99999999999999999999", "state=%00", "outlet=-1",
    "day=2026-13-45",
]  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_odd_questions_are_answered(actor: Callable[..., Actor], path: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=actor(Role.SERVICE_MANAGER).user_id))

    answers = {odd: client.get(f"{path}?{odd}").status_code for odd in ODD}

    assert {odd: status for odd, status in answers.items() if status >= 500} == {}
