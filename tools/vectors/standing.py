"""What both signed carriers have in common: what time, lists and keys make of a good certificate, and of an exercise."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from tools.vectors import world
from tools.vectors.vector import GOOD_REHEARSAL, Vector
from wuxing.proof.content import REHEARSAL

SPRING = datetime(2026, 2, 1, 3, 0, tzinfo=UTC)
Make = Callable[..., Vector]
Issue = Callable[..., str]


def by_time(vector: Make, issue: Issue) -> Iterator[Vector]:
    """Yield what the day and the lists say."""
    ended = world.content(issued_on="2026-07-01", valid_until="2026-11-30", surveillance_due_on="")
    yield vector("expired", issue(ended), "not_valid:expired", "ended yesterday")
    yield vector("not-yet", issue(world.content(issued_on="2026-12-02")), "not_valid:not_yet", "begins tomorrow")
    due = issue(world.content(surveillance_due_on="2026-11-30"))
    yield vector("surveillance-past-due", due, "cannot_say:surveillance_due", "surveillance was due yesterday")
    for word, index in (("suspended", world.SUSPENDED_INDEX), ("withdrawn", world.WITHDRAWN_INDEX)):
        yield vector(word, issue(world.content(status__index=index)), f"not_valid:{word}", f"its bit says {word}")


def by_key(vector: Make, issue: Issue) -> Iterator[Vector]:
    """Yield what the trust file says of the key that signed."""
    content, earlier = world.content(), world.content(issued_on="2026-02-01")
    for name, made, expected, says in (
        ("key-retired-after", issue(earlier, key=world.RETIRED, at=SPRING), "in_force", "its key was retired later"),
        ("key-retired-before", issue(content, key=world.RETIRED), "not_valid:key_retired",
         "its key signed after it was retired"),
        ("key-not-yet", issue(earlier, at=SPRING), "not_valid:key_not_yet", "signed before its key was in use"),
        ("key-revoked", issue(content, key=world.REVOKED), "not_valid:key_revoked", "signed after its key was revoked"),
        ("key-revoked-later", issue(earlier, key=world.REVOKED, at=SPRING), "cannot_say:key_revoked",
         "it says that it was signed before its key was revoked, and nothing shows it"),
        ("wrong-key", issue(content, key=world.FOREIGN), "not_valid:wrong_key",
         "signed by a key that the body does not have"),
        ("wrong-key-purpose", issue(content, key=world.REHEARSING), "not_valid:wrong_key",
         "a certificate signed by the rehearsal key"),
    ):  # fmt: skip
        yield vector(name, made, expected, says)


def exercises(vector: Make, issue: Issue) -> Iterator[Vector]:
    """Yield exercises: never green, and never signed by a real key."""
    content = world.content(type=REHEARSAL, status__list=world.REHEARSAL_LIST)
    made = issue(content, key=world.REHEARSING)
    yield vector("exercise", made, "exercise", "an exercise, never green", status=GOOD_REHEARSAL)
    yield vector("exercise-no-status", made, "exercise", "an exercise without lists is an exercise", status=())
    by_real = issue(content)
    says = "an exercise signed by the real key"
    yield vector("exercise-by-real-key", by_real, "not_valid:wrong_key", says, status=GOOD_REHEARSAL)
