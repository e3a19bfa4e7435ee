"""A pack says how much of its scheme is public, holds no more than that, and is refused where more is needed."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.schemes.conftest import CATALOGUE, Change, Data, Write, group, leaf, words
from wuxing.schemes.packs import loading
from wuxing.schemes.packs.problems import PackError
from wuxing.schemes.packs.structure import Pack, Standing, Structure, Text
from wuxing.schemes.scoring import points, rules
from wuxing.schemes.scoring.results import Inputs

Small = Callable[..., Pack]
MANUAL = {"mode": "manual"}


def said(structure: str, levels: str = "unknown", *, offered: bool = False) -> Data:
    return {"structure": structure, "levels": levels, "offered": offered, "note": words("why")}


def nothing_known(data: Data) -> None:
    scheme = data["scheme"]
    for name in ("total", "rules", "cycle"):
        del scheme[name]
    scheme.update(levels=[], standing=said("unknown"))
    data["indicators"]["indicators"], data["metrics"]["metrics"], data["examples"]["examples"] = [], [], []


def top_level(data: Data) -> None:
    scheme = data["scheme"]
    del scheme["rules"], scheme["cycle"]
    scheme.update(levels=[], standing=said("top_level"))
    data["indicators"]["indicators"] = [leaf("1", "60", MANUAL), leaf("2", "40", MANUAL)]
    data["metrics"]["metrics"] = []
    data["examples"]["examples"][0]["expected"]["levels"]["high"] = None


def test_a_pack_that_says_nothing_is_public_and_offered(small: Small) -> None:
    assert small().standing == Standing(Structure.COMPLETE, levels_public=True, offered=True, note=None)


def test_a_pack_of_which_nothing_is_known_loads_and_is_neither_scored_nor_decided_by(small: Small) -> None:
    pack = small(nothing_known)
    assert (pack.leaves, pack.levels, pack.total) == ((), (), Decimal(0))
    assert pack.standing == Standing(Structure.UNKNOWN, levels_public=False, offered=False, note=Text(*["why"] * 3))
    with pytest.raises(ValueError, match="the indicators of this scheme are not public; it is shown, not scored"):
        rules.score(pack, Inputs())
    assert points.why_not_certify(pack, {}) == (
        "the structure of this scheme is not public in full; nothing can be decided by it"
    )


def test_a_kept_pack_of_which_nothing_is_known_is_restored(write: Write, small: Small) -> None:
    draft = loading.draft(write(nothing_known))
    pack = loading.checked(draft, CATALOGUE)
    assert loading.restore(draft.form.decode(), loading.trees_of(pack), {}) == pack


def test_a_top_level_is_scored_as_a_rehearsal_and_decides_nothing(small: Small) -> None:
    pack = small(top_level)
    result = rules.score(pack, Inputs())
    assert (result.score.low, result.score.high, result.rehearsal, result.level_high) == (0, 100, True, None)
    licensed = {"1": Decimal(60), "2": Decimal(40)}
    assert points.why_not_certify(pack, licensed) == (
        "the structure of this scheme is not public in full; nothing can be decided by it"
    )


def changed(base: Change, change: Change) -> Change:
    def both(data: Data) -> None:
        base(data)
        change(data)

    return both


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            changed(nothing_known, lambda data: data["scheme"].update(total="100", gates={"x": "score.value > 1.0"})),
            "scheme.yaml: structure is unknown, yet the pack has total, gates; take out what nobody knows",
        ),
        (
            lambda data: (data["indicators"].update(indicators=[]), data["metrics"].update(metrics=[])),
            "indicators.yaml: indicators are empty exactly when standing says that the structure is unknown",
        ),
        (
            changed(top_level, lambda data: data["indicators"]["indicators"].clear()),
            "indicators.yaml: indicators are empty exactly when standing says that the structure is unknown",
        ),
        (
            lambda data: data["scheme"].update(levels=[]),
            "scheme.yaml: levels are empty exactly when standing says that they are unknown",
        ),
        (
            changed(top_level, lambda data: data["indicators"].update(indicators=[group("1", "100", leaf("1.1", "100", MANUAL))])),
            "indicators.yaml: 1: only the top level is public; give it null points, manual scoring and no children",
        ),
        (
            changed(top_level, lambda data: data["scheme"].update(standing=said("top_level", offered=True))),
            "scheme.yaml: a scheme is offered only when structure and levels are public",
        ),
        (
            lambda data: data["examples"]["examples"].clear(),
            "examples.yaml: write at least one worked example; there is something to score",
        ),
        (lambda data: data["scheme"].pop("total"), "scheme.yaml: lacks total"),
        (
            lambda data: [data["indicators"]["indicators"][1]["children"][0].pop(name) for name in ("checks", "evidence")],
            "indicators.yaml: 2.1 lacks evidence, checks",
        ),
    ],
)  # fmt: skip
def test_a_pack_that_holds_more_or_less_than_is_public_is_refused(write: Write, change: Change, says: str) -> None:
    with pytest.raises(PackError) as refused:
        loading.load(write(change), CATALOGUE)
    found = [f"{problem.file}: {problem.message}" for problem in refused.value.problems]
    assert found == [says]
