"""已存视图: a list's filters under a name, for one person."""

from django.db import IntegrityError, transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.models import SavedView
from wuxing.core.reasons import say

PAGES = ("orders", "requests")
MOST = 20


def _name(typed: str) -> str:
    name = typed.strip()
    if not name or len(name) > 60:
        raise BadInput({"name": say("give the view a name of at most 60 characters")})
    return name


def _mine(view_id: int, by: Actor) -> SavedView:
    found = SavedView.objects.select_for_update().filter(pk=view_id, user_id=by.user_id or 0).first()
    if found is None:
        raise NotFound(say("there is no such view of yours"))
    return found


@transaction.atomic
def save_view(*, page: str, name: str, query: str, by: Actor) -> SavedView:
    """存为视图: keep a list's filters under a name. Raises NotAllowed, BadInput (name empty or taken, too many)."""
    by.require(Permission.REPAIR_READ)
    name = _name(name)
    mine = SavedView.objects.filter(user_id=by.user_id or 0, page=page)
    if page not in PAGES or len(query) > 1000:
        raise BadInput({"name": say("this list cannot be saved as a view")})
    if mine.count() >= MOST:
        raise BadInput({"name": say("%(most)s views are enough; delete one first", most=MOST)})

    try:
        with transaction.atomic():
            view = SavedView.objects.create(
                tenant_id=by.tenant_id,
                user_id=by.user_id or 0,
                page=page,
                name=name,
                query=query,
                created_at=clock.now(),
            )
    except IntegrityError:
        raise BadInput({"name": say("you have a view of this name already")}) from None
    ledger.record("view.save", by=by, target=view, page=page)
    return view


@transaction.atomic
def rename_view(*, view_id: int, name: str, by: Actor) -> SavedView:
    """Rename one of one's own views. Raises NotAllowed, NotFound, BadInput (name empty or taken)."""
    by.require(Permission.REPAIR_READ)
    name = _name(name)
    view = _mine(view_id, by)

    view.name = name
    try:
        with transaction.atomic():
            view.save(update_fields=["name"])
    except IntegrityError:
        raise BadInput({"name": say("you have a view of this name already")}) from None
    ledger.record("view.rename", by=by, target=view, page=view.page)
    return view


@transaction.atomic
def delete_view(*, view_id: int, by: Actor) -> str:
    """Delete one of one's own views; return the page it belonged to. Raises NotAllowed, NotFound."""
    by.require(Permission.REPAIR_READ)
    view = _mine(view_id, by)
    page = view.page

    ledger.record("view.delete", by=by, target=view, page=page)
    view.delete()
    return page
