"""The database for a command: the running server, or one started for the duration; tables up to date; settings told."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wuxing.config import database, embedded


@contextmanager
def attached(home: Path) -> Iterator[database.Urls]:
    """Give the database of the data folder `home`, or that of DATABASE_URL, ready and named in the environment."""
    os.environ["WUXING_DATA"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuxing.config.settings")
    if given := os.environ.get("DATABASE_URL"):
        yield _ready(given, home)
        return
    with embedded.running(home) as server:
        yield _ready(server.url(), home)


def _ready(owner_url: str, home: Path) -> database.Urls:
    urls = database.prepare(owner_url, home)
    database.migrate(urls)
    os.environ.update(urls.environment())
    return urls
