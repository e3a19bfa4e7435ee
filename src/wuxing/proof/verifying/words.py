"""The words of a verdict on a certificate, in the order in which the first that applies is the verdict."""

from wuxing.proof.verifying.verdicts import Answer

IN_FORCE = "in_force"
EXERCISE = "exercise"
UNKNOWN_ISSUER = "cannot_say:unknown_issuer"
ORDER = (
    "not_valid:malformed",
    UNKNOWN_ISSUER,
    "not_valid:wrong_key",
    "not_valid:signature",
    "not_valid:content",
    "not_valid:mismatch",
    "not_valid:document",
    "not_valid:log",
    "not_valid:key_not_yet",
    "not_valid:key_retired",
    "not_valid:key_revoked",
    "not_valid:not_yet",
    "not_valid:expired",
    "not_valid:withdrawn",
    "not_valid:suspended",
    EXERCISE,
    "cannot_say:key_revoked",
    "cannot_say:unknown_log",
    "cannot_say:bad_status",
    "cannot_say:no_status",
    "cannot_say:stale_status",
    "cannot_say:surveillance_due",
    "cannot_say:other_address",
    IN_FORCE,
)
RANK = {code: rank for rank, code in enumerate(ORDER)}


def answer_of(code: str) -> Answer:
    """Return the colour of a word: HOLDS is green, UNKNOWN amber, FAILS red."""
    if code == EXERCISE:
        return Answer.EXERCISE
    if code == IN_FORCE:
        return Answer.HOLDS
    return Answer.FAILS if code.startswith("not_valid:") else Answer.UNKNOWN
