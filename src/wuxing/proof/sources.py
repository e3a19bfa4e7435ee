"""Where a log's files are read: a folder, or a web server that serves it."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from wuxing.proof import fetching
from wuxing.proof.fetching import Unreachable

TRIES = 3
LONGEST_PAUSE = 60


class Missing(Exception):
    """The file is not there."""


class Source(Protocol):
    """A place where a log's files lie."""

    def read(self, path: str, most: int) -> bytes:
        """Return the file at `path` under the log's prefix. Raises Missing, Unreachable (out of reach or too large)."""
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """A log in a folder, as `wuxing` publishes it."""

    folder: Path

    def read(self, path: str, most: int) -> bytes:
        """Return a file of the folder."""
        try:
            with (self.folder / path).open("rb") as file:
                content = file.read(most + 1)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise Missing(path) from error
        except OSError as error:
            raise Unreachable(f"{path}: {error.strerror}") from error
        if len(content) > most:
            raise Unreachable(f"{path} has more than {most} bytes")
        return content


@dataclass(frozen=True, slots=True)
class Web:
    """A log behind an address; private addresses are allowed, for whoever gives it means it."""

    url: str

    def read(self, path: str, most: int) -> bytes:
        """Return a file of the log; a server that is busy is asked again."""
        for attempt in range(TRIES):
            answer = fetching.ask(f"{self.url.rstrip('/')}/{path}", most=most, private=True)
            if answer.status == 200:
                return answer.body
            if answer.status in (404, 410):
                raise Missing(path)
            if answer.status not in (429, 502, 503, 504) or attempt + 1 == TRIES:
                break
            time.sleep(min(answer.retry_after or 1, LONGEST_PAUSE))
        raise Unreachable(f"{path}: the server answers {answer.status}")


def source_of(text: str) -> Source:
    """Return where `text`, an address or a folder, says that a log lies."""
    return Web(text) if text.startswith(("http://", "https://")) else Folder(Path(text))
