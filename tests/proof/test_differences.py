"""What happened to a log, told from what was sealed and what is there."""

import pytest

from wuxing.proof.differences import Fault, Mismatch, faults_in

C, N, M, R, X = Fault.CHANGED, Fault.INSERTED, Fault.OUT_OF_ORDER, Fault.REMOVED, Fault.CUT_OFF


def told(sealed: str, found: str) -> list[tuple[Fault, int]]:
    """Compare two logs written as letters; a dot is an entry that is gone."""
    mismatches = []
    for index in range(max(len(sealed), len(found))):
        was = sealed[index : index + 1].encode() or None
        now = found[index : index + 1].replace(".", "").encode() or None
        if was != now:
            mismatches.append(Mismatch(index, index, was, now))
    return [(fault, mismatch.index) for fault, mismatch in faults_in(mismatches, len(found))]


@pytest.mark.parametrize(
    ("sealed", "found", "faults"),
    [
        ("abcdef", "abcdef", []),
        ("abcdef", "abcdefg", []),  # grown, not yet published
        ("abcdef", "abXdef", [(C, 2)]),
        ("abcdef", "ab.def", [(R, 2)]),
        ("abcdef", "abdef", [(R, 2)]),
        ("abcdef", "abcd", [(X, 4), (X, 5)]),
        ("abcdef", "abXcdef", [(N, 2)]),
        ("abcdef", "aedcbf", [(M, 1), (M, 2), (M, 3), (M, 4)]),
        ("abcdef", "aecdbf", [(M, 1), (M, 4)]),
        ("abcdef", "bcdefa", [(M, 0), (M, 1), (M, 2), (M, 3), (M, 4), (M, 5)]),
        ("abcdef", "aXcd.f", [(C, 1), (R, 4)]),
        ("abcdef", "acde", [(R, 1), (X, 5)]),
        ("abcdef", "......", [(R, 0), (R, 1), (R, 2), (R, 3), (R, 4), (R, 5)]),
        ("abcdef", "", [(X, 0), (X, 1), (X, 2), (X, 3), (X, 4), (X, 5)]),
    ],
)
def test_faults_in(sealed, found, faults):
    assert told(sealed, found) == faults


def test_what_spoils_completeness_and_what_integrity():
    assert {fault for fault in Fault if fault.spoils_completeness} == {R, X, Fault.UNPUBLISHED}
