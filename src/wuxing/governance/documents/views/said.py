"""What each ledger event of a document says, in the reader's language."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.core.access import ROLE_TITLES, Role
from wuxing.governance.documents.rules.words import AUDIENCES, FITNESS, FOUND, KINDS, VERDICTS
from wuxing.governance.documents.views.words import word

Payload = dict[str, Any]
Said = tuple[str, str, str, str]  # icon, text, note, kind


def _version(p: Payload) -> str:
    return _("version %(number)s") % {"number": p.get("version", "?")}


def _people(p: Payload, names: dict[int, str], key: str) -> str:
    return wording.listed(names.get(user, f"#{user}") for user in p.get(key) or [])


def _named(what: str, how: str) -> str:
    return _("%(what)s: %(how)s") % {"what": what, "how": how}


def _why(p: Payload) -> str:
    return str(p.get("reason") or p.get("note") or "")


def _submit(p: Payload, names: dict[int, str]) -> Said:
    text = _("%(version)s submitted: %(quorum)s approval(s) of %(people)s needed") % {
        "version": _version(p),
        "quorum": p.get("quorum"),
        "people": _people(p, names, "approvers"),
    }
    reviewers = _people(p, names, "reviewers")
    return "navigation", text, _("reviewed first by %(people)s") % {"people": reviewers} if reviewers else "", ""


def _opinion(p: Payload, names: dict[int, str], label: str) -> Said:
    returned = p.get("verdict") == "returned"
    text = _named(label, f"{_version(p)} {word(VERDICTS, str(p.get('verdict')))}")
    return (
        ("arrow-back-up" if returned else "rubber-stamp"),
        text,
        str(p.get("note") or ""),
        "" if returned else "proof",
    )


def _issue(p: Payload, names: dict[int, str]) -> Said:
    text = _("%(version)s issued, in effect from %(day)s") % {"version": _version(p), "day": p.get("effective_on")}
    before = p.get("supersedes")
    return "circle-plus", text, _("supersedes version %(number)s") % {"number": before} if before else "", "proof"


def _distribute(p: Payload, names: dict[int, str], label: str) -> Said:
    reference = str(p.get("reference", ""))
    whom = word(AUDIENCES, str(p.get("audience")))
    if p.get("audience") == "role" and reference in set(Role):
        whom = str(ROLE_TITLES[Role(reference)])
    elif p.get("audience") == "person" and reference.isdecimal():
        whom = names.get(int(reference), whom)
    return "users", _named(label, whom), "", ""


def _plain(icon: str, text: Callable[[Payload], str], kind: str = "") -> Callable[[Payload, dict[int, str]], Said]:
    return lambda p, names: (icon, text(p), _why(p), kind)


EVENTS: dict[str, Callable[[Payload, dict[int, str]], Said]] = {
    "document.create": _plain(
        "folder", lambda p: _("Entered in the list as %(number)s (%(kind)s)") % {
            "number": p.get("number"), "kind": word(KINDS, str(p.get("kind")))
        }
    ),
    "document.change": _plain("pencil", lambda p: _("Entry in the list changed")),
    "document.draft": _plain("pencil", lambda p: _("%(version)s begun") % {"version": _version(p)}),
    "document.hand_in": _plain("upload", lambda p: _("File handed in: %(file)s") % {"file": p.get("file")}, "proof"),
    "document.remove_file": _plain("trash", lambda p: _("File taken away: %(file)s") % {"file": p.get("file")}),
    "document.submit": _submit,
    "document.review": lambda p, names: _opinion(p, names, _("Word of a reviewer")),
    "document.approve": lambda p, names: _opinion(p, names, _("Word of an approver")),
    "document.take_back": _plain("arrow-back-up", lambda p: _("%(version)s taken back") % {"version": _version(p)}),
    "document.discard": _plain("trash", lambda p: _("%(version)s given up") % {"version": _version(p)}),
    "document.issue": _issue,
    "document.take_over": _plain(
        "file-import", lambda p: _("%(version)s taken over, in force since %(day)s") % {
            "version": _version(p), "day": p.get("effective_on")
        }, "proof"
    ),
    "document.obsolete": _plain("ban", lambda p: _("Made obsolete"), "proof"),
    "document.distribute": lambda p, names: _distribute(p, names, _("Goes to")),
    "document.end_distribution": lambda p, names: _distribute(p, names, _("Goes no longer to")),
    "document.acknowledge": _plain("check", lambda p: _("%(version)s read and understood") % {"version": _version(p)}, "proof"),
    "document.record_review": _plain(
        "clipboard-check", lambda p: _("Reviewed: %(result)s") % {"result": word(FITNESS, str(p.get("fitness")))}
    ),
    "document.set_source": _plain("external-link", lambda p: _("Source entered")),
    "document.check_external": _plain(
        "eye", lambda p: _("Checked at the source: %(result)s") % {"result": word(FOUND, str(p.get("found")))}
    ),
}  # fmt: skip


def said(event: str, payload: Payload | None, names: dict[int, str]) -> Said:
    """Return icon, text, note and kind of a row of the timeline."""
    if payload is None:
        return "ban", _("erased by law"), "", ""
    words = EVENTS.get(event)
    return words(payload, names) if words else ("info-circle", event, "", "")
