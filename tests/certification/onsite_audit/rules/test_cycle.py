"""Over the cycle nothing is left out."""

from hypothesis import given
from hypothesis import strategies as st

from wuxing.certification.onsite_audit.rules import cycle


@given(st.integers(1, 43), st.integers(0, 30), st.integers(0, 30), st.integers(1, 6), st.integers(0, 5))
def test_every_indicator_and_outlet_has_its_turn(
    leaves: int, outlets: int, visited: int, visit: int, weak: int
) -> None:
    names, sites = [f"5.{one}" for one in range(leaves)], [f"网点 {one}" for one in range(outlets)]
    years = cycle.proposed(
        leaves=names, weak=names[:weak], outlets=sites, visited=sites[:visited], a_visit=visit, cycle_months=36,
        surveillance_months=12,
    )  # fmt: skip

    assert [(year.kind, year.month) for year in years] == [
        ("initial", 0), ("surveillance", 12), ("surveillance", 24), ("renewal", 36)
    ]  # fmt: skip
    assert cycle.why_not_keep(years, names, sites) is None
    assert all(set(names[:weak]) <= set(year.leaves) for year in years)
    assert cycle.read(cycle.kept(years)) == years


def test_a_programme_that_leaves_something_out_is_refused() -> None:
    years = [cycle.Year(0, "initial", 0, ("a",), ("甲",)), cycle.Year(1, "surveillance", 12, ("a",), ())]

    assert cycle.uncovered(years, ["a", "b"], ["甲", "乙"]) == (["b"], ["乙"])
    assert str(cycle.why_not_keep(years, ["a", "b"], ["甲"])) == "no surveillance looks closely at: b"
    assert str(cycle.why_not_keep(years, ["a"], ["甲", "乙"])) == "these outlets have no turn in the cycle: 乙"
