"""The API's description: a name of a shape says one thing."""

from collections import Counter

from ninja import Schema

from wuxing.web.api import api


def shapes(of: type[Schema]) -> set[type[Schema]]:
    return {
        made for one in of.__subclasses__() for made in (one, *shapes(one)) if made.__module__.startswith("wuxing.")
    }


def test_each_shape_has_a_name_of_its_own() -> None:
    assert api.get_openapi_schema()["paths"]
    counted = Counter(shape.__name__ for shape in shapes(Schema))
    assert [name for name, count in counted.items() if count > 1] == []
