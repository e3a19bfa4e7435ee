"""The installation's own secrets: made on first use, kept in the data folder, readable by its owner only."""

import os
import secrets
from pathlib import Path


def secret_key(data: Path) -> str:
    """Return the signing key of this installation, from WUXING_SECRET_KEY or from the data folder."""
    if given := os.environ.get("WUXING_SECRET_KEY"):
        return given
    return kept(data / "secrets" / "django.key")


def kept(path: Path) -> str:
    """Return the secret in `path`, making it (mode 0600) when it does not exist; two makers at once agree."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text()
