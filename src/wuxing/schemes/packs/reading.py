"""Read the YAML files of a pack to plain data, remembering the line of every value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wuxing.core.reasons import say
from wuxing.schemes.packs.problems import PackError, Problem

FILES = ("scheme", "indicators", "metrics", "examples")
NAMES = tuple(f"{name}.yaml" for name in FILES)
LARGEST = 2_000_000
DEEPEST = 60  # a part of a mode of a leaf of the third level lies 13 deep
TOO_DEEP = say("is nested too deep to be a pack")

Path_ = tuple[str | int, ...]
_PLAIN: Mapping[str, object] = {"null": None, "true": True, "false": False}
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,8})")
_HALF = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"[-+]?[0-9.][0-9._eE+-]*")


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its data, and the line at which each value starts."""

    file: str
    data: Any
    lines: Mapping[Path_, int]

    def problem(self, path: Path_, message: str) -> Problem:
        """Return a problem at `path`, or at the nearest value above it that has a line."""
        while path and path not in self.lines:
            path = path[:-1]
        return Problem(self.file, self.lines.get(path, 1), message)


@dataclass
class _Builder:
    file: str
    lines: dict[Path_, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def build(self, node: Any, path: Path_) -> Any:
        from ruamel.yaml.nodes import MappingNode, ScalarNode

        self.lines[path] = node.start_mark.line + 1
        if len(path) > DEEPEST:
            self.refuse(node, TOO_DEEP)
            return None
        if id(node) in self.seen:
            self.refuse(node, say("uses an alias (*); write the value again"))
            return None
        self.seen.add(id(node))
        if isinstance(node, ScalarNode):
            return self.scalar(node)
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]

    def mapping(self, node: Any, path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in result:
                self.refuse(key_node, say("writes %(name)s twice; keep one", name=key))
            result[key] = self.build(value_node, (*path, key))
        return result

    def scalar(self, node: Any) -> object:
        text = str(node.value)
        if _HALF.search(text):
            self.refuse(node, say("holds half of a character (U+D800 to U+DFFF), which no text may have; take it out"))
        if node.style is not None or (node.anchor and not text):
            return text
        if text in _PLAIN:
            return _PLAIN[text]
        if _WHOLE.fullmatch(text):
            return int(text)
        if _NUMBER.fullmatch(text) and text.count(".") == 1:
            self.refuse(node, say('writes the number %(number)s; put it in quotes: "%(number)s"', number=text))
        return text if text else None

    def refuse(self, node: Any, message: str) -> None:
        self.problems.append(Problem(self.file, node.start_mark.line + 1, message))


def read(directory: Path) -> dict[str, Document]:
    """Return the documents of the pack in `directory` by name.

    Raises:
        PackError: a file is missing, foreign, too large, not UTF-8 or not YAML of the plain kind that packs use.
    """
    problems = [
        Problem(path.name, 1, say("is no file of a pack; known: %(known)s", known=", ".join(NAMES)))
        for path in sorted(directory.glob("*.y*ml"))
        if path.name not in NAMES
    ]
    documents: dict[str, Document] = {}
    for name in FILES:
        try:
            documents[name] = document(directory / f"{name}.yaml")
        except PackError as error:
            problems += error.problems
    if problems:
        raise PackError(problems)
    return documents


def document(path: Path) -> Document:
    """Return one YAML file of the plain kind that packs use.

    Raises:
        PackError: it is missing, too large, not UTF-8 or not such YAML.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        text = say("cannot be read (%(fault)s); a pack needs it", fault=error.strerror)
        raise PackError([Problem(path.name, 1, text)]) from error
    return document_of(path.name, content)


def document_of(name: str, content: bytes) -> Document:
    """Return YAML of the plain kind that packs use, from wherever its bytes come.

    Raises:
        PackError: it is too large, not UTF-8 or not such YAML.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    text = _text_of(name, content)
    builder = _Builder(name)
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PackError([Problem(name, line, say("is no YAML: %(fault)s", fault=error.problem))]) from error
    except YAMLError as error:
        raise PackError([Problem(name, 1, say("is no YAML: %(fault)s", fault=str(error)))]) from error
    except RecursionError as error:
        raise PackError([Problem(name, 1, TOO_DEEP)]) from error
    data = None if node is None else builder.build(node, ())
    if builder.problems:
        raise PackError(builder.problems)
    return Document(name, data, builder.lines)


def _text_of(name: str, content: bytes) -> str:
    if len(content) > LARGEST:
        text = say("has %(size)s bytes; more than %(most)s is no pack", size=len(content), most=LARGEST)
        raise PackError([Problem(name, 1, text)])
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise PackError([Problem(name, line, say("is not UTF-8; save it as UTF-8"))]) from error
