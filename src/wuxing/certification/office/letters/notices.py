"""What goes out of letters: the letter itself, by e-mail alone, with its Word file."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from wuxing.certification.office.letters import documents, queries
from wuxing.core.models import Tenant
from wuxing.core.notices.events import Attached, Kind, declare


def _words(mail_id: int) -> dict[str, str]:
    letter = queries.mailed(mail_id).letter
    return {"subject": letter.subject, "text": letter.text}


def _file(mail_id: int) -> Sequence[Attached]:
    letter = queries.mailed(mail_id).letter
    body = Tenant.objects.get(pk=letter.tenant_id)
    content = documents.docx_of(letter, body.name, queries.letterhead_file())
    return [Attached(f"{letter.number}.docx", content, documents.KIND)]


declare(
    "letter.mail",
    title=_("Letter to a client"),
    kind=Kind.SERVICE,
    facts={"number": "HJ-2026-000012", "subject": "决定通知", "text": "贵单位：……"},
    texts=dict.fromkeys(("zh-hans", "zh-hant", "en"), ("{subject}", "{text}")),
    only="mail",
    urgent=True,
    useful_for=timedelta(days=14),
    looks_up=_words,
    attaches=_file,
)
