"""The JSON-LD context of credentials: what each word of the content means. Verifying needs none of it. Pure."""

from typing import Any

_DATE = "http://www.w3.org/2001/XMLSchema#date"
_SCHEMA = "https://schema.org/"


def context(base: str) -> dict[str, Any]:
    """Return the context that credentials of an installation name."""
    own = f"{base}/contexts/certificate/v1#"
    text = {"@container": "@language"}

    def inside(**terms: Any) -> dict[str, Any]:
        return {"@protected": True, **terms}

    def term(name: str, **more: Any) -> dict[str, Any]:
        return {"@id": own + name, **more}

    party = {"name": f"{_SCHEMA}name", "name_en": own + "nameInEnglish", "address": f"{_SCHEMA}address"}
    holder = inside(**party, credit_code=own + "unifiedSocialCreditCode")
    body = inside(**party, did=term("did", **{"@type": "@id"}), approval=own + "approval")
    scheme = inside(id=own + "identity", title={"@id": f"{_SCHEMA}name", **text}, basis=term("basis"))
    level = inside(id=own + "levelId", stars=own + "stars", name={"@id": f"{_SCHEMA}name", **text})
    status = inside(list=term("statusList", **{"@type": "@id"}), index=own + "statusIndex")
    days = ("issued_on", "valid_until", "last_evaluated_on", "surveillance_due_on")
    terms = {
        "number": own + "number",
        "revision": own + "revision",
        "body": term("body", **{"@context": body}),
        "holder": term("holder", **{"@context": holder}),
        "scheme": term("scheme", **{"@context": scheme}),
        "level": term("level", **{"@context": level}),
        "score": own + "score",
        "scope": own + "scope",
        "sites": term("sites", **{"@container": "@list", "@context": inside(**party)}),
        **{day: term(day, **{"@type": _DATE}) for day in days},
        "replaces": own + "replaces",
        "status": term("status", **{"@context": status}),
        "log": own + "log",
        "url": {"@id": f"{_SCHEMA}url", "@type": "@id"},
    }
    kinds = ("AfterSalesServiceCertificate", "RehearsalCertificate")
    return {
        "@context": {
            "@protected": True,
            **{kind: {"@id": own + kind, "@context": {"@protected": True, **terms}} for kind in kinds},
        }
    }
