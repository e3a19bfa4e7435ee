"""A small edition that can really be published, and a draft of it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import ActorFactory
from tests.schemes.drafts.strategies import small
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.drafts import actions, queries
from wuxing.schemes.drafts.faults import documents_of
from wuxing.schemes.drafts.models import SchemeDraft
from wuxing.schemes.editions import actions as editions
from wuxing.schemes.editions.models import Edition
from wuxing.schemes.packs import loading


def publishable() -> dict[str, Any]:
    """Return the small pack over a population that exists."""
    data = small()
    data["metrics"]["metrics"][0] |= {"population": "repair_order", "conforming": "r.logged_complete"}
    return data


@pytest.fixture
def edition(inside: Tenant) -> Edition:
    """The small pack, shipped."""
    return editions.keep_edition(loading.draft_of(documents_of(publishable())), catalogue.declared())[0]


@pytest.fixture
def editor(actor: ActorFactory) -> Actor:
    return actor(Role.QUALITY_MANAGER, name="王敏")


@pytest.fixture
def draft(edition: Edition, editor: Actor) -> SchemeDraft:
    return actions.start_draft(base_id=edition.pk, by=editor)


@pytest.fixture
def cell() -> Callable[[SchemeDraft, str], str]:
    """Read a cell by its address."""

    def read(draft: SchemeDraft, name: str) -> str:
        sheet, key, column = name.split(":")
        tables = queries.tables_of(queries.content_of(queries.draft(draft.pk)))
        return next(row for row in tables[sheet] if row.key == key).cells.get(column, "")

    return read
