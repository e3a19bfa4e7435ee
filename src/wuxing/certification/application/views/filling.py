"""Forms of an application filled, run and put back, for the client's pages and the body's."""

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpRequest

from wuxing.certification.application import actions, queries
from wuxing.certification.application.actions import Data
from wuxing.certification.application.forms import DataForm, PaperForm
from wuxing.certification.application.models import Paper
from wuxing.certification.application.views import shown
from wuxing.certification.cases.models import Case
from wuxing.core import files, wording
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.forms import Form


def done(form: Form, run: Callable[[], object]) -> bool:
    """Run something with a valid form and say whether it was done; what is wrong hangs on the form."""
    if not form.is_valid():
        return False
    try:
        run()
    except BadInput as error:
        form.blame(error.fields)
    except RuleBroken as error:
        form.add_error(None, wording.text(error.reason))
    return not form.errors


def hand_in(case_id: int, data: dict[str, Any], by: Actor) -> Paper:
    """Hand in what a form of a paper holds."""
    sent = data["file"]
    return actions.hand_in(
        case_id=case_id, code=data["code"], content=sent, name=sent.name, title=data.get("title", ""),
        valid_until=data["valid_until"], by=by,
    )  # fmt: skip


def put_back(rows: list[dict[str, Any]], form: Form) -> None:
    """Put a form that was refused back into the row of its paper."""
    code = form.data.get("code", "")
    for row in rows:
        if row["line"].code == code and isinstance(form, PaperForm):
            form.auto_id = f"paper_{code}_%s"
            row["form"], row["open"] = form, True


def data_form(request: HttpRequest, case: Case) -> DataForm:
    """Return the form of an application's data, as it stands or as it was sent."""
    application, client = queries.application_of(case), case.client
    first = {name: getattr(case, name) for name in ("target_level", "products", "regions", "scope", "running_since")}
    first |= {name: getattr(client, name) for name in ("name", "city", "address", "contact_name", "phone", "email")}
    first |= {"headcount": case.headcount or None, "outlets": queries.outlet_lines(case)}
    first["credit_code"] = client.credit_code or (application.claimed_code if application else "")
    if application:
        first |= {name: getattr(application, name) for name in ("no_outlets", "lawful", "no_incident", "remarks")}
        first["consent"] = application.consented_at is not None
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return DataForm(*sent, levels=shown.levels_of(case), initial=first)


def change(case: Case, form: DataForm, by: Actor) -> Case:
    """Write what a form of data holds; a code that waits to be found out about is not written."""
    said = form.said
    application = queries.application_of(case)
    if application and application.claimed_code and said["credit_code"] == application.claimed_code:
        said["credit_code"] = case.client.credit_code
    return actions.change(case_id=case.pk, data=Data(**said), by=by)


def file_of(attachment_id: int) -> FileResponse:
    """Return a file that was handed in, to be kept, never run: as an attachment with its own kind."""
    kept, content = files.opened(attachment_id)
    return FileResponse(content, as_attachment=True, filename=kept.name, content_type=kept.media_type)
