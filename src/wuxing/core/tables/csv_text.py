"""CSV: one heading line, then rows. Encoding and delimiter are told from the content."""

import codecs
import csv
import re
from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext as _

from wuxing.core.tables import encodings
from wuxing.core.tables.rows import LONGEST_VALUE, MOST_COLUMNS, MOST_ROWS, Row, Table, Unreadable

DELIMITERS = ",;\t|"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
Source = Callable[[], Iterable[bytes]]


def read(source: Source, *, encoding: str = "") -> Table:
    """Return the table of a text; `encoding` overrides what its bytes say.

    Raises:
        Unreadable: the encoding cannot be told, or there is no heading line.
    """
    codec = _codec(source, encoding)
    delimiter = _delimiter(source, codec)
    rows = _rows(source, codec, delimiter)
    headings = next(rows, None)
    if headings is None:
        raise Unreadable(_("The file has no heading line; the first line must name the columns."))
    names = clean_headings(headings[1], _("line %(line)s") % {"line": headings[0]})
    name = encodings.NAMES.get(codec, codec.upper())
    return Table("CSV", name, _named(rows, names), names, details={"delimiter": delimiter})


def clean_headings(cells: list[str], place: str) -> list[str]:
    """Return headings without stray spaces; empty ones get the number of their column.

    Raises:
        Unreadable: two columns have the same heading, or there are too many.
    """
    names = [cell.strip() or f"#{number}" for number, cell in enumerate(cells, 1)]
    if len(names) > MOST_COLUMNS:
        raise Unreadable(
            _("There are more than %(count)s columns; export only those of the records.") % {"count": MOST_COLUMNS}
        )
    for number, name in enumerate(names):
        if name in names[:number]:
            raise Unreadable(
                _(
                    "Two columns are called “%(name)s” (%(place)s, columns %(first)s and %(second)s); rename one of them."
                )
                % {"name": name, "place": place, "first": names.index(name) + 1, "second": number + 1}
            )
    return names


def _codec(source: Source, encoding: str) -> str:
    if encoding:
        try:
            return codecs.lookup(encoding).name
        except LookupError as error:
            raise Unreadable(
                _(
                    "The mapping asks for the encoding %(name)s, which does not exist; write utf-8, utf-16, gb18030 or big5."
                )
                % {"name": encoding}
            ) from error
    if codec := encodings.tell(source()):
        return codec
    raise Unreadable(
        _(
            "The encoding of the file cannot be told: it is neither UTF-8, UTF-16 nor GB18030. "
            "Save it as “CSV UTF-8” and try again, or name it in the mapping (encoding: big5)."
        )
    )


def _lines(source: Source, codec: str) -> Iterator[str]:
    """Yield the lines of a text with their ends, as the csv module wants them."""
    decoder = codecs.getincrementaldecoder(codec)()
    rest, count = "", 0
    for chunk, last in _with_last(source()):
        try:
            text = rest + decoder.decode(chunk, last)
        except UnicodeDecodeError as error:
            raise Unreadable(
                _("Line %(line)s is not valid %(name)s; save the file anew as UTF-8.")
                % {"line": count + 1, "name": encodings.NAMES.get(codec, codec)}
            ) from error
        held = "\r" if not last and text.endswith("\r") else ""
        lines = _LINE.findall(text[: len(text) - len(held)])
        rest = ""
        if not last and lines and not lines[-1].endswith(("\n", "\r")):
            rest = lines.pop()
            if len(rest) > LONGEST_VALUE:
                raise Unreadable(_("Line %(line)s is too long; this is no table.") % {"line": count + len(lines) + 1})
        rest += held
        count += len(lines)
        yield from lines


def _with_last(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    for chunk in chunks:
        yield chunk, False
    yield b"", True


def _delimiter(source: Source, codec: str) -> str:
    """Return the delimiter that cuts the first lines into the same number of columns, the most of them."""
    sample: list[str] = []
    for line in _lines(source, codec):
        sample.append(line)
        if len(sample) == 30:
            break
    best, most = ",", 1
    for delimiter in DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
        except csv.Error:
            continue
        if widths and widths[0] > most and sum(w == widths[0] for w in widths) >= 0.7 * len(widths):
            best, most = delimiter, widths[0]
    return best


def _rows(source: Source, codec: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(LONGEST_VALUE)
    reader = csv.reader(_lines(source, codec), delimiter=delimiter, strict=True)
    count = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(
                _("Line %(line)s cannot be read as CSV: a quotation mark is not closed or a value is too long.")
                % {"line": line}
            ) from error
        if any(cell.strip() for cell in cells):
            count += 1
            if count > MOST_ROWS:
                raise Unreadable(_("The file has more than %(count)s rows; split it by year.") % {"count": MOST_ROWS})
            yield line, cells


def _named(rows: Iterator[tuple[int, list[str]]], names: list[str]) -> Iterator[Row]:
    for line, cells in rows:
        problem = ""
        if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            problem = _("the row has %(count)s values, the heading line %(names)s: a delimiter too many?") % {
                "count": len(cells),
                "names": len(names),
            }
        yield Row(line, {name: cell.strip() for name, cell in zip(names, cells, strict=False)}, problem)
