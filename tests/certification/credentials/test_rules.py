"""What keeps a certificate from being sealed or printed."""

import pytest

from wuxing.certification.certificate.states import State
from wuxing.certification.credentials import rules

KNOWN = frozenset(map(ord, "青禾电器有限公司 ABC()"))


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        (["青禾电器", "ABC (公司)", ""], None),
        (["青禾\n电器\u3000公司"], None),  # space of any kind needs no glyph
        (["青𠮷", "𠮷龘"], "these signs cannot be printed: 𠮷 (U+20BB7), 龘 (U+9F98); "
                         "write the name, the scope or the site in others"),
        (["青禾\u202e电器"], "a hidden sign (U+202E) stands in the words of the certificate; take it out"),
        (["青禾\x00"], "a hidden sign (U+0000) stands in the words of the certificate; take it out"),
    ],
)  # fmt: skip
def test_words_are_printed_complete_or_not_at_all(texts: list[str], reason: str | None) -> None:
    assert rules.why_not_print(texts, KNOWN) == reason


@pytest.mark.parametrize(("sites", "reason"), [(0, None), (200, None), (201, "a certificate names 200 sites at most")])
def test_a_certificate_names_so_many_sites(sites: int, reason: str | None) -> None:
    assert rules.why_not_list(sites) == reason


@pytest.mark.parametrize("state", State)
def test_what_has_ended_is_neither_copied_nor_sealed_anew(state: State) -> None:
    living = state in {State.VALID, State.SUSPENDED}
    assert (rules.why_not_duplicate(state) is None) == living
    assert (rules.why_not_renew(state) is None) == living
