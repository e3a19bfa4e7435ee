"""Draw the cells of the editor: text areas for words, selects for choices, all named by their address."""
# ruff: noqa: S308  every value that comes from outside is escaped here, by hand, for speed

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from wuxing.core.escaping import escape
from wuxing.schemes.drafts import words
from wuxing.schemes.drafts.columns import Column, Sheet
from wuxing.schemes.drafts.kinds import Form
from wuxing.schemes.drafts.tables import Address, Row

_AREAS = (Form.TEXT, Form.LINE, Form.JSON)
_RIGHT = (Form.NUMBER, Form.WHOLE)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cell to be drawn: its value, and what is said about it."""

    sheet: Sheet
    column: Column
    row: Row
    typed: str | None = None  # what somebody wrote that was not saved
    error: str = ""
    lists: frozenset[str] = frozenset()  # which lists of names are on the page
    form: str = "editor"
    is_locked: bool = False  # to be read only

    @property
    def address(self) -> str:
        """Return the cell's address, its name in forms."""
        return str(Address(self.sheet.name, self.row.key, self.column.name))

    @property
    def label(self) -> str:
        """Return what the column is called."""
        return words.label(self.sheet.name, self.column.name)

    @property
    def control(self) -> SafeString:
        """Draw the input."""
        text = self.row.cells.get(self.column.name, "") if self.typed is None else self.typed
        said = f"{self.row.key} · {self.label}" if self.row.key else self.label
        language = words.language(self.column.name)
        common = (
            f'id="c-{escape(self.address)}" name="{escape(self.address)}" form="{self.form}" aria-label="{escape(said)}"'
            + (f' lang="{language}"' if language else "")
            + (' aria-invalid="true"' if self.error else "")
        )
        kind = self.column.kind
        if self.is_locked:
            common += " disabled" if kind.form in (Form.CHOICE, Form.FLAG) else " readonly"
        if kind.form in (Form.CHOICE, Form.FLAG):
            return mark_safe(f"<select {common}>{self._options(text)}</select>")
        if kind.form in _AREAS:
            code = "" if kind.form is Form.TEXT else ' spellcheck="false" class="wx-code-in"'
            return mark_safe(f'<textarea {common} rows="1"{code}>\n{escape(text)}</textarea>')
        css = ' class="wx-r"' if kind.form in _RIGHT else ""
        named = self.sheet.refers.get(self.column.name, "")
        offered = f' list="names-{named}"' if named in self.lists else ""
        return mark_safe(f'<input type="text" {common} value="{escape(text)}" autocomplete="off"{css}{offered}>')

    def _options(self, text: str) -> str:
        known = ["", *self.column.kind.options]
        shown = known if text in known else [*known, text]
        return "".join(
            f'<option value="{escape(one)}"{" selected" if one == text else ""}>{escape(words.code(one) if one else "—")}</option>'
            for one in shown
        )

    @property
    def help(self) -> str:
        """Return what may be written, for kinds that do not show it."""
        kind = self.column.kind
        if kind.form is Form.LIST and kind.options:
            return _("several with commas: %(codes)s") % {"codes": ", ".join(kind.options)}
        if kind.form in (Form.LIST, Form.SOME):
            return _("several with commas; a dash for none")
        if kind.form is Form.PAIRS:
            return _("share = what it earns, parted by semicolons: 0.9=1; 0.5=0.5")
        return ""
