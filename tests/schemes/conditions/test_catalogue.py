"""Populations are declared once, with one set of fields."""

import pytest

from wuxing.schemes.conditions import catalogue
from wuxing.schemes.conditions.tree import Type


def test_population_declared_again_with_other_fields_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "_declared", {})
    catalogue.declare("visit", {"kept": Type.BOOL})
    catalogue.declare("visit", {"kept": Type.BOOL})

    with pytest.raises(ValueError, match="population visit is declared twice, with different fields"):
        catalogue.declare("visit", {"kept": Type.DOUBLE})
    assert catalogue.declared() == {"visit": {"kept": Type.BOOL}}
