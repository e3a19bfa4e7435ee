"""When an edition may be kept, and when it may be adopted."""

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


def why_not_adopt(*, same_edition: bool, last_since: date | None, since: date) -> Reason | None:
    """Return why an organisation may not be assessed by an edition from `since` on, or None."""
    if last_since is not None and since <= last_since:
        return say("an edition is already in force since %(last)s; choose a later day", last=last_since.isoformat())
    if same_edition:
        return say("this edition is already in force; nothing needs to change")
    return None
