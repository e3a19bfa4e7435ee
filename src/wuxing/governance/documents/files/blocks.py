"""A document as plain blocks: what its text, its comparison and its simplified PDF are made from."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(slots=True)
class Run:
    """Signs in one manner of writing."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False


@dataclass(slots=True)
class Block:
    """One block. `kind`: title, heading (level), text, item (level, mark), table (rows), picture (name, width), page."""

    kind: str
    runs: list[Run] = field(default_factory=list)
    level: int = 1
    mark: str = ""
    align: str = ""
    rows: list[list[dict[str, Any]]] = field(default_factory=list)  # cells: {text, colspan, rowspan}
    columns: int = 0
    name: str = ""
    width: float = 0.0  # in millimetres

    @property
    def text(self) -> str:
        """Return the block's words: a paragraph as a line, a table as a line a row."""
        if self.kind == "table":
            return "\n".join(" | ".join(str(cell["text"]).replace("\n", " ") for cell in row) for row in self.rows)
        return "".join(run.text for run in self.runs)


@dataclass(slots=True)
class Content:
    """All blocks of a file, with the pictures they name."""

    blocks: list[Block] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    wide: bool = False  # a sheet wants its page turned

    def text(self) -> str:
        """Return the words of the whole file, a line a paragraph."""
        return "\n".join(line for block in self.blocks for line in [block.text.strip()] if line)

    def plain(self) -> dict[str, Any]:
        """Return the blocks as data for the typesetter."""
        return {"wide": self.wide, "blocks": [asdict(block) for block in self.blocks]}
