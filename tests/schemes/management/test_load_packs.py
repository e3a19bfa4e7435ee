"""`load_packs`: shipped packs become editions, once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.schemes.conftest import GBT, Write
from wuxing.schemes.editions import queries
from wuxing.schemes.editions.models import Edition
from wuxing.schemes.packs import shipped
from wuxing.schemes.packs.structure import Pack


def load(*directories: str) -> list[str]:
    out = StringIO()
    call_command("load_packs", *directories, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.django_db
def test_shipped_packs_are_loaded_once(gbt: Pack) -> None:
    loaded = load()
    assert (len(loaded), f"loaded {gbt.identity}" in loaded) == (len(shipped.directories()), True)
    assert load(str(GBT)) == [f"known {gbt.identity}"]
    assert queries.pack_of(gbt.sha256) == gbt


@pytest.mark.django_db
def test_pack_that_names_an_unknown_population_is_refused(write: Write) -> None:
    with pytest.raises(CommandError, match="names population order, which does not exist"):
        load(str(GBT), str(write()))
    assert Edition.objects.count() == 0
