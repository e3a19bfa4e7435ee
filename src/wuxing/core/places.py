"""Where the world finds this installation: the address that certificates, keys and logs name."""

from urllib.parse import urlsplit

from django.conf import settings


def public_url(path: str = "") -> str:
    """Return the public address of a path, which begins with a slash."""
    return f"{settings.PUBLIC_URL}{path}"


def public_host() -> str:
    """Return the public host, with its port where it names one."""
    return urlsplit(settings.PUBLIC_URL).netloc
