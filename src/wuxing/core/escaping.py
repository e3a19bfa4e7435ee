"""Escaping for strings that are drawn by hand."""

from html import escape as escape_html

from django.utils.safestring import SafeData


def escape(value: object) -> str:
    """Return `value` as text for HTML; what is marked safe already stays as it is."""
    text = str(value)
    return text if isinstance(text, SafeData) else escape_html(text)


def cell(value: object) -> str:
    """Return `value` as text for a cell of a table, which no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
