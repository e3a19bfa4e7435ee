"""Skill first, then the district of the outlet, then today's load."""

from datetime import date

import pytest

from wuxing.service.repair.rules.candidates import Fit, fit_for, ranked

TODAY = date(2026, 11, 21)


def _fit(**changes: object) -> Fit:
    given = {
        "person_id": 1,
        "name": "陈伟",
        "outlet": "福州网点",
        "covers": True,
        "load": 0,
        "trade": "refrigeration",
        "needed": 2,
        "level": 2,
        "valid_until": date(2027, 5, 1),
        "on": TODAY,
    }
    return fit_for(**(given | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        (
            {},
            [
                ("done", "refrigeration level 2, certificate until 2027-05-01"),
                ("done", "福州网点 covers this district"),
                ("done", "0 visits today"),
            ],
        ),
        (
            {"covers": False, "load": 3, "valid_until": None},
            [
                ("done", "refrigeration level 2"),
                ("risk", "福州网点 does not cover this district"),
                ("waiting", "3 visits today"),
            ],
        ),
        (
            {"covers": None, "load": 6, "trade": "", "level": None},
            [("unknown", "the district is not known"), ("risk", "6 visits today")],
        ),
        ({"level": 1}, [("excluded", "cannot assign 陈伟: refrigeration level 1, this order needs 2")]),
        ({"level": None}, [("excluded", "cannot assign 陈伟: no skill in refrigeration")]),
        (
            {"valid_until": date(2026, 11, 20)},
            [("excluded", "cannot assign 陈伟: the certificate ended on 2026-11-20")],
        ),
    ],
)
def test_a_candidate_says_why(changes: dict[str, object], reasons: list[tuple[str, str]]) -> None:
    assert list(_fit(**changes).reasons) == reasons


def test_the_best_stands_first_and_who_cannot_go_last() -> None:
    busy = _fit(person_id=1, load=4)
    far = _fit(person_id=2, covers=False)
    free = _fit(person_id=3)
    unfit = _fit(person_id=4, level=1)
    master = _fit(person_id=5, level=3)

    assert [fit.person_id for fit in ranked([unfit, busy, far, free, master])] == [5, 3, 1, 2, 4]
    assert 1 <= min(fit.points for fit in (busy, far, free)) <= max(fit.points for fit in (busy, far, free)) <= 100
