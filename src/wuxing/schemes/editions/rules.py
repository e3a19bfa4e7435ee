"""When an edition may be kept, and when it may be adopted."""

from dataclasses import dataclass
from datetime import date

from wuxing.core.reasons import Reason, say


def why_not_keep_edition(identity: str, kept_sha256: str | None, sha256: str) -> Reason | None:
    """Return why a pack may not be kept under its edition, or None: a published edition never changes."""
    if kept_sha256 is not None and kept_sha256 != sha256:
        return say(
            "the pack %(name)s differs from the one published under this edition (%(kept)s…); "
            "a published edition never changes: raise the edition in scheme.yaml",
            name=identity.partition("#")[0],
            kept=kept_sha256[:12],
        )
    return None


@dataclass(frozen=True, slots=True)
class Transition:
    """An edition that another one replaces: until the last day both may be adopted, then only the newer one."""

    old: str
    new: str
    until: date

    def is_over(self, day: date) -> bool:
        """Say whether the old edition may not be adopted any more."""
        return day > self.until

    def words(self, day: date) -> Reason:
        """Return what whoever is still assessed by the old edition should know on `day`."""
        if self.is_over(day):
            return say(
                "edition %(new)s has replaced %(old)s; the transition ended on %(until)s: adopt %(new)s",
                old=self.old,
                new=self.new,
                until=self.until.isoformat(),
            )
        return say(
            "edition %(new)s replaces %(old)s; move to it by %(until)s, in %(days)s days",
            old=self.old,
            new=self.new,
            until=self.until.isoformat(),
            days=(self.until - day).days,
        )


def why_not_adopt(
    *,
    same_edition: bool,
    last_since: date | None,
    since: date,
    transition: Transition | None = None,
    has_indicators: bool = True,
) -> Reason | None:
    """Return why an organisation may not be assessed by an edition from `since` on, or None."""
    if not has_indicators:
        return say("the indicators of this scheme are not public; there is nothing to be assessed by")
    if last_since is not None and since <= last_since:
        return say("an edition is already in force since %(last)s; choose a later day", last=last_since.isoformat())
    if same_edition:
        return say("this edition is already in force; nothing needs to change")
    if transition is not None and transition.is_over(since):
        return say(
            "edition %(new)s has replaced %(old)s, which could be adopted until %(until)s; adopt %(new)s",
            old=transition.old,
            new=transition.new,
            until=transition.until.isoformat(),
        )
    return None
