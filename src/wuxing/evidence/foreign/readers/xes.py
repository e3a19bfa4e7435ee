"""XES (IEEE 1849): one row an event, read as it streams. A document type, and so any entity, is refused."""

import re
from collections.abc import Iterable, Iterator
from xml.parsers import expat

from django.utils.translation import gettext as _

from wuxing.core.tables import encodings
from wuxing.core.tables.rows import CASE, LONGEST_VALUE, MOST_ROWS, Row, Table
from wuxing.evidence.foreign.refusals import Unreadable

DEEPEST = 64
LONGEST_SILENCE = 4 << 20  # bytes without any tag: an endless value
_DECLARED = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_CHINESE = {"gb2312", "gbk", "gb18030", "big5"}
ATTRIBUTES = frozenset({"string", "date", "int", "float", "boolean", "id"})


def read(chunks: Iterable[bytes], start: bytes) -> Table:
    """Return the events of a log as rows; the attributes of a trace are headed `case:…`."""
    declared = _DECLARED.search(start[:300])
    codec = (declared.group(1).decode().lower() if declared else "") or encodings.marked(start) or "utf-8"
    name = encodings.NAMES.get(encodings.marked(start) or codec, codec.upper())
    if codec in _CHINESE:
        codec = "big5" if codec == "big5" else "gb18030"
        name = encodings.NAMES[codec]
        return Table("XES", name, _Log("utf-8").rows(_recoded(chunks, codec)))
    return Table("XES", name, _Log(None).rows(chunks))


def _recoded(chunks: Iterable[bytes], codec: str) -> Iterator[bytes]:
    import codecs

    decoder = codecs.getincrementaldecoder(codec)()
    for chunk in chunks:
        try:
            yield decoder.decode(chunk).encode()
        except UnicodeDecodeError as error:
            raise Unreadable(
                _("The file says it is %(name)s, but is not; save it anew as UTF-8.") % {"name": encodings.NAMES[codec]}
            ) from error


class _Log:
    """Takes tags as they come; keeps the present trace and event, and the events that wait to be fetched."""

    def __init__(self, encoding: str | None) -> None:
        self.parser = expat.ParserCreate(encoding)
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.buffer_text = True
        self.path: list[str] = []
        self.trace: dict[str, str] = {}
        self.event: dict[str, str] | None = None
        self.line = self.trace_line = self.events_here = 0
        self.ready: list[Row] = []
        self.tags = 0

    def rows(self, chunks: Iterable[bytes]) -> Iterator[Row]:
        """Yield the events in the order of the file."""
        silence = tags = count = 0
        for chunk in chunks:
            self._feed(chunk, False)
            silence = 0 if self.tags != tags else silence + len(chunk)
            tags = self.tags
            if silence > LONGEST_SILENCE:
                raise Unreadable(
                    _("Line %(line)s holds a value of more than %(size)s MB; this is no event log.")
                    % {"line": self.parser.CurrentLineNumber, "size": LONGEST_SILENCE >> 20}
                )
            count += len(self.ready)
            if count > MOST_ROWS:
                raise Unreadable(_("The log has more than %(count)s events; split it by year.") % {"count": MOST_ROWS})
            yield from self.ready
            self.ready = []
        self._feed(b"", True)
        yield from self.ready

    def _feed(self, chunk: bytes, last: bool) -> None:
        try:
            self.parser.Parse(chunk, last)
        except expat.ExpatError as error:
            why = expat.errors.messages.get(error.code) or str(error)
            if why in {expat.errors.XML_ERROR_NO_ELEMENTS, expat.errors.XML_ERROR_UNCLOSED_TOKEN} or last:
                why = _("it ends too early")
            raise Unreadable(
                _("The log cannot be read at line %(line)s, column %(column)s: %(why)s. Export it again.")
                % {"line": error.lineno, "column": error.offset + 1, "why": why}
            ) from error
        except ValueError as error:
            raise Unreadable(_("The file names an encoding that is not known; save it anew as UTF-8.")) from error

    def _doctype(self, *_about: object) -> None:
        raise Unreadable(
            _("Line %(line)s has a document type declaration, which no event log needs and attacks use; remove it.")
            % {"line": self.parser.CurrentLineNumber}
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.tags += 1
        name = tag.rpartition(":")[2]
        path = self.path
        if not path and name != "log":
            raise Unreadable(
                _("This is XML, but no event log: it begins with <%(tag)s>, an XES file with <log>.")
                % {"tag": tag[:40]}
            )
        if len(path) >= DEEPEST:
            raise Unreadable(
                _("Line %(line)s is nested too deep for an event log.") % {"line": self.parser.CurrentLineNumber}
            )
        if name == "trace" and len(path) == 1:
            self.trace, self.trace_line, self.events_here = {}, self.parser.CurrentLineNumber, 0
        elif name == "event" and path[-1:] == ["trace"]:
            self.event, self.line = {}, self.parser.CurrentLineNumber
            self.events_here += 1
        elif name in ATTRIBUTES and path and path[-1] in {"event", "trace"}:
            self._take(path[-1], attributes)
        path.append(name)

    def _take(self, parent: str, attributes: dict[str, str]) -> None:
        key, value = attributes.get("key", ""), attributes.get("value", "")
        if len(value) > LONGEST_VALUE or len(key) > 1000:
            raise Unreadable(
                _("Line %(line)s holds a value that is too long.") % {"line": self.parser.CurrentLineNumber}
            )
        if parent == "trace":
            self.trace[CASE + key] = value
        elif self.event is not None:
            self.event[key] = value

    def _end(self, tag: str) -> None:
        self.tags += 1
        name = self.path.pop()
        if name == "event" and self.event is not None:
            self.ready.append(Row(self.line, {**self.trace, **self.event}))
            self.event = None
        elif name == "trace" and len(self.path) == 1 and not self.events_here:
            self.ready.append(Row(self.trace_line, dict(self.trace), _("the case has no events")))
