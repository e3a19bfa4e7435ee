"""Populations as declared: every table they read marks their records, and every word stands in three languages."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from opencc import OpenCC

from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.past import tables_in
from wuxing.evidence.populations.registry import ALL
from wuxing.schemes.packs.structure import Text

each = pytest.mark.parametrize("population", ALL, ids=lambda population: population.id)


@each
def test_every_table_that_is_read_marks_the_records(population: Population) -> None:
    read = " ".join([population.source, population.outlet, population.category, *(f.sql for f in population.fields)])
    assert sorted(population.changed_by) == list(tables_in(read))


def texts(population: Population) -> Iterator[Text]:
    yield from (population.title, population.says)
    for field in population.fields:
        yield from (field.title, *field.words.values())


@each
def test_traditional_words_say_what_the_simplified_say(population: Population) -> None:
    to_simplified = OpenCC("t2s")
    found = {text.zh_hant: text.zh_hans for text in texts(population) if text.zh_hant != "匯入"}  # Taiwan's own word
    said = {hant: to_simplified.convert(hant).replace("帐", "账") for hant in found}
    assert said == found
    assert all(text.en and text.zh_hans for text in texts(population))


@pytest.mark.parametrize("population", [one for one in ALL if one.page], ids=lambda population: population.id)
def test_the_page_of_a_record_takes_its_id(population: Population) -> None:
    assert reverse(population.page, args=[17]).count("17") == 1


@each
def test_a_condition_may_name_each_fact_once(population: Population) -> None:
    names = [field.name for field in population.fields]
    assert sorted(set(names)) == sorted(names)
    assert "as_of" in names
