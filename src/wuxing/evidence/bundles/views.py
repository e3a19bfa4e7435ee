"""Ask for a bundle, and take it."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound, RuleBroken
from wuxing.evidence.bundles import actions, exporting
from wuxing.evidence.bundles.models import Bundle


@require_POST
def ask_bundle(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Have a bundle made."""
    by = acting(request, Permission.EVIDENCE_READ)
    asked = request.POST.get("each", "")
    each = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else exporting.EACH
    try:
        actions.ask(assessment_id=assessment_id, each=each, language=get_language() or "", by=by)
    except RuleBroken as error:
        messages.error(request, wording.text(error.reason))
    else:
        messages.success(request, _("The bundle is being made; it is ready in a moment."))
    return redirect("evidence:assessment", assessment_id)


def bundle_file(request: HttpRequest, bundle_id: int) -> FileResponse:
    """Hand out a bundle."""
    by = acting(request, Permission.EVIDENCE_READ)
    found = Bundle.objects.filter(pk=bundle_id, state=Bundle.State.DONE).select_related("assessment").first()
    if found is None:
        raise NotFound(_("this bundle is not ready"))
    content = default_storage.open(actions.path_of(by.tenant_id, found.sha256))
    name = f"{found.assessment.number}.wuxing.zip"
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")
