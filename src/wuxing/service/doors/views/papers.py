"""Papers of the progress page: what a block gives the customer to keep, once the last four digits were given."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuxing.core.tenants import in_tenant
from wuxing.service.doors import limits, queries
from wuxing.service.doors.blocks import file_of
from wuxing.service.doors.door import Failed
from wuxing.service.doors.looking import looked
from wuxing.service.doors.views.tracking import busy, gone, is_verified, opened, private, shown_again


@require_safe
def paper(request: HttpRequest, door_word: str, block: str, act_name: str, paper: str) -> HttpResponse:
    """Give a paper of the case as PDF; without the digits the page again, which asks for them."""
    found = queries.find_link(door_word)
    if found is None:
        return gone(request, None)
    if limits.too_many(request, limits.POST, key=door_word):
        return busy(request)
    verified = is_verified(request, found.pk)
    with in_tenant(found.tenant.pk):
        door, _until, refused = opened(request, found, door_word, verified=verified)
        give = file_of(block, act_name)
        if refused or give is None or door.order is None:
            return gone(request, found if refused else None, refused)
        looked(request, found.tenant.pk, f"{block}.{act_name}"[:20], link_id=found.pk, verified=verified)
        if not verified:
            failed = Failed("verify", "verify", _("give the last four digits of your phone number first"))
            return shown_again(request, door, failed, 403)
        content = give(door.order, door, paper)
    if content is None:
        return gone(request, None)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{paper}.pdf"'
    return private(answer)
