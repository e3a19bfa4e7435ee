"""Reads a page as a browser and a screen reader do: identities, labels, headings, words, and what the content policy forbids."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

UNSEEN = {"script", "style", "template", "noscript"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
NEED_LABEL = {"input", "select", "textarea"}
NO_LABEL = {"hidden", "submit", "button", "image", "reset"}
OPTIONAL_END = {"li", "p", "td", "th", "tr", "option", "dt", "dd", "tbody", "thead", "html", "head", "body", "optgroup"}


@dataclass
class _Control:
    tag: str
    named: bool
    id: str
    where: str


@dataclass
class Page(HTMLParser):
    """A page that was read; `faults()` lists what is wrong with it."""

    ids: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)
    without_token: list[str] = field(default_factory=list)  # forms that would be refused as forged

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.controls: list[_Control] = []
        self.labels: set[str] = set()
        self.needs: set[str] = set()
        self.headings = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        where = f"<{tag} {' '.join(f'{k}={v}' for k, v in said.items() if k in ('id', 'name', 'class'))}>"
        if "id" in said:
            self.ids.append(said["id"])
        self.headings += tag == "h1"
        for name in ("aria-labelledby", "aria-describedby", "aria-controls", "list"):
            self.needs |= set(said.get(name, "").split()) if name != "aria-controls" else set()
        if tag == "label" and said.get("for"):
            self.labels.add(said["for"])
            self.needs.add(said["for"])
        if tag in NEED_LABEL and said.get("type") not in NO_LABEL:
            named = bool(said.get("aria-label") or said.get("aria-labelledby") or "label" in self.open)
            self.controls.append(_Control(tag, named, said.get("id", ""), where))
        self._policy(tag, said, where)
        if tag == "form" and said.get("method", "").lower() == "post":
            self.without_token.append(said.get("action") or "this page")
        if said.get("name") == "csrfmiddlewaretoken" and said.get("value"):
            self.without_token = self.without_token[:-1]
        if tag not in VOID:
            self.open.append(tag)

    def _policy(self, tag: str, said: dict[str, str], where: str) -> None:
        if "style" in said or any(name.startswith("on") for name in said):
            self.forbidden.append(f"{where} has an inline style or handler")
        if tag == "style" or (tag == "script" and not said.get("src") and said.get("type") != "application/json"):
            self.forbidden.append(f"{where} is inline")
        if any(said.get(name, "").strip().lower().startswith("javascript:") for name in ("href", "src", "action")):
            self.forbidden.append(f"{where} runs script from an address")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        while self.open and self.open[-1] != tag and self.open[-1] in OPTIONAL_END:
            self.open.pop()
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.unclosed.append(f"</{tag}> closes {self.open[-1] if self.open else 'nothing'}")

    def handle_data(self, data: str) -> None:
        if data.strip() and not UNSEEN & set(self.open):
            self.words.append(" ".join(data.split()))

    def faults(self) -> list[str]:
        """Return everything that is wrong, each in a few words."""
        twice = sorted({name for name in self.ids if self.ids.count(name) > 1})
        unnamed = [c.where for c in self.controls if not c.named and c.id not in self.labels]
        return [
            *(f"id {name} stands twice" for name in twice),
            *(f"{where} has no label" for where in unnamed),
            *(f"nothing has the id {name}" for name in sorted(self.needs - set(self.ids))),
            *([] if self.headings == 1 else [f"{self.headings} h1"]),
            *self.forbidden,
            *(f"the form to {action} has no token" for action in self.without_token),
            *self.unclosed[:3],
        ]


def read(html: str) -> Page:
    """Read a page."""
    page = Page()
    page.feed(html)
    page.close()
    return page
