"""The table editor: without a script a page is one form; what is wrong or was changed by others is told at the cell."""

import pytest
from django.test import Client

from tests.schemes.views.conftest import Signed
from tests.web.reading import read
from wuxing.core.actors import Actor
from wuxing.schemes.drafts.models import SchemeDraft
from wuxing.schemes.views.layout import VIEWS

TITLE, POINTS = "indicators:1.1:title.en", "indicators:1.1:placeholder_points"


@pytest.fixture
def client(editor: Actor, signed: Signed) -> Client:
    return signed(editor)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_a_whole_page(draft: SchemeDraft, client: Client, view: str) -> None:
    answer = client.get(f"/schemes/drafts/{draft.pk}/?view={view}")
    assert (answer.status_code, read(answer.content.decode()).faults()) == (200, [])
