"""Who may shut a log, and where a witness may be asked."""

from urllib.parse import urlsplit

from wuxing.core.reasons import Reason, say


def why_not_choose_log(kind: str) -> Reason | None:
    """Return why an organisation of a kind may not choose whether its log is public, or None."""
    if kind == "certification_body":
        return say("the log of a certification body is always public")
    return None


def why_not_address(url: str) -> Reason | None:
    """Return why a witness cannot be asked at an address, or None."""
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
        fits = fits and not parts.query and not parts.fragment and (parts.port or 1) > 0
    except ValueError:
        fits = False
    if not fits or not url.isascii() or any(character <= " " for character in url):
        return say("write the address as https://witness.example.org/name, without a question mark")
    return None
