"""Small files of foreign records, whole and broken; the real log where it is at hand."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import translation

from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions as editions
from wuxing.schemes.packs import loading, shipped

REAL_LOG = Path(__file__).resolve().parents[4] / "shared" / "data" / "helpdesk.xes.gz"


@pytest.fixture(autouse=True)
def in_english() -> object:
    """Messages are compared in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def real_log() -> Path:
    """The help desk log; the test is left out, and says so, where it is absent."""
    if not REAL_LOG.exists():
        pytest.skip("../shared/data/helpdesk.xes.gz is not there")
    return REAL_LOG


@pytest.fixture
def editions_loaded(db: None) -> None:
    """The shipped packs, as editions."""
    for directory in shipped.directories():
        editions.keep_edition(loading.draft(directory), catalogue.declared())


Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file: text in an encoding, or bytes."""

    def made(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return made


def event(activity: str, at: str, resource: str = "Ann", **more: str) -> str:
    strings = "".join(f'<string key="{key}" value="{value}"/>' for key, value in more.items())
    return (
        f'<event><string key="concept:name" value="{activity}"/><string key="org:resource" value="{resource}"/>'
        f'<date key="time:timestamp" value="{at}"/>{strings}</event>'
    )


def log(*traces: tuple[str, list[str]], head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    body = "\n".join(
        f'<trace><string key="concept:name" value="{name}"/>\n' + "\n".join(events) + "</trace>"
        for name, events in traces
    )
    return f'{head}\n<log xes.version="1.0" xmlns="http://www.xes-standard.org/">\n{body}\n</log>\n'


def small_log() -> str:
    """Three cases, nine events."""
    return log(
        (
            "A",
            [
                event("Assign seriousness", "2013-05-01T08:00:00+00:00", customer="K1", product="P1"),
                event("Take in charge ticket", "2013-05-01T09:00:00+00:00", customer="K1", product="P1"),
                event("Resolve ticket", "2013-05-03T10:00:00+00:00", "Bob", customer="K1", product="P1"),
                event("Closed", "2013-05-20T10:00:00+00:00", customer="K1", product="P1"),
            ],
        ),
        (
            "B",
            [
                event("Take in charge ticket", "2013-06-01T08:00:00+00:00", customer="K2"),
                event("Wait", "2013-06-02T08:00:00+00:00", customer="K2"),
                event("Coffee", "2013-06-03T08:00:00+00:00", customer="K2"),
                event("Resolve ticket", "2013-06-20T08:00:00+00:00", customer="K2"),
            ],
        ),
        ("C", [event("Insert ticket", "2013-06-30T08:00:00+00:00", "", customer="K1")]),
    )


@pytest.fixture
def log_file(write: Write) -> Path:
    """The small log, packed."""
    return write("small.xes.gz", gzip.compress(small_log().encode()))
