"""A small table that a form hands in, as bytes: what it is is told by its content, not by its name."""

from io import BytesIO

from django.utils.translation import gettext as _

from wuxing.core.tables import csv_text, sheets
from wuxing.core.tables.rows import Table, Unreadable

ZIP, OLE, PDF, GZIP = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b"
CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_of(data: bytes) -> Table:
    """Return what an uploaded CSV or XLSX file holds.

    Raises:
        Unreadable: it is neither, empty, damaged, with macros or formulas, or packed to harm.
    """
    if data.startswith(ZIP):
        return sheets.read(BytesIO(data))
    refuse_office(data[:8])
    if data.startswith(GZIP):
        raise Unreadable(_("The file is packed; unpack it and send the CSV or XLSX file inside."))
    if not data.strip():
        raise Unreadable(_("The file is empty; fill it in and send it again."))
    return csv_text.read(lambda: [data])


def media_type_of(table: Table) -> str:
    """Return the media type of the file that a table was read from."""
    return XLSX_TYPE if table.format == "XLSX" else CSV_TYPE


def refuse_office(head: bytes) -> None:
    """Refuse what is no table by its first bytes: old or locked Excel files, and PDF. Raises Unreadable."""
    if head.startswith(OLE):
        raise Unreadable(
            _("This is an old or password-protected Excel file; save it as .xlsx without password and try again.")
        )
    if head.startswith(PDF):
        raise Unreadable(_("This is a PDF; export the records as CSV, XLSX or XES and try again."))
