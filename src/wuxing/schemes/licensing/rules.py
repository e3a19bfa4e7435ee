"""Who may load, sign off and withdraw a licensed table. Two persons: what one loads, another compares and signs."""

from datetime import datetime

from wuxing.core.reasons import Reason, say
from wuxing.schemes.licensing.states import State
from wuxing.schemes.packs.structure import Pack, Structure


def why_not_load(pack: Pack, *, user_id: int | None, waiting_since: datetime | None) -> Reason | None:
    """Return why no table of this edition may be loaded now, or None."""
    if pack.standing.structure is not Structure.COMPLETE:
        return say("only part of this scheme's structure is public; a table has nothing to fit")
    if user_id is None:
        return say("a person loads the licensed table; sign in")
    if waiting_since is not None:
        return say("a table waits to be signed off already; sign it off or withdraw it first")
    return None


def why_not_sign(state: State, *, loaded_by: int, user_id: int | None) -> Reason | None:
    """签核: return why this person may not sign a table off, or None: another than the loader has to compare it."""
    if state is State.IN_FORCE:
        return say("this table is signed off already")
    if state is not State.WAITING:
        return say("this table is out of force; load it again")
    if user_id is None:
        return say("a person signs the licensed table off; sign in")
    if user_id == loaded_by:
        return say("you loaded this table; another person compares it with the licensed copy and signs it off")
    return None


def why_not_withdraw(state: State, *, user_id: int | None) -> Reason | None:
    """Return why a table may not be taken out of force, or None."""
    if state not in (State.WAITING, State.IN_FORCE):
        return say("this table is out of force already")
    if user_id is None:
        return say("a person withdraws a licensed table; sign in")
    return None


def why_not_decide(pack: Pack, *, is_body: bool) -> Reason | None:
    """Return why an organisation may take no certification decision by this scheme at all, or None."""
    if not is_body:
        return say("a certification body decides, on the points that it has loaded and signed off itself")
    if pack.standing.structure is not Structure.COMPLETE:
        return say("the structure of this scheme is not public in full; nothing can be decided by it")
    return None
