"""Word and Excel files as packages: archive bombs, macros, embedded programs and links to elsewhere are refused."""

import re
import zipfile
from io import BytesIO
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from wuxing.core.reasons import Reason, say

MOST_PARTS = 3_000
MOST_BYTES = 200 << 20
FREE_BYTES = 16 << 20  # a small file may be packed as tightly as it likes
HIGHEST_RATIO = 150
MOST_XML = 64 << 20
_MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "excel",
}
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_PROGRAMS = re.compile(
    r"vbaproject|activex|macrosheets|oleobject|\.(bin|exe|dll|js|vbs|ps1|bat|cmd|scr|hta|lnk)$", re.I
)
_HARMLESS = re.compile(r"^(xl/printersettings/|word/printersettings|customxml/|docprops/)", re.I)
_FIELD_THAT_RUNS = re.compile(r"\bDDE(AUTO)?\b", re.I)
_WEB = re.compile(r"^(https?|mailto|tel):", re.I)
_INSTRUCTION = re.compile(rb"<w:instrText[^>]*>([^<]*)<|w:instr=\"([^\"]*)\"")


class Hostile(Exception):
    """The package is not taken; `reason` says why and what to do."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


def checked(data: bytes) -> str:
    """Return "word" or "excel" for a package that may come in. Raises Hostile."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _refuse_bomb(archive)
            kind = _kind(archive)
            _refuse_programs(archive)
            for part in archive.infolist():
                if part.filename.endswith((".rels", ".xml")):
                    _refuse_entities(archive, part)
                if part.filename.endswith(".rels"):
                    _refuse_links(_parsed(archive.read(part)))
            if kind == "word":
                _refuse_fields(archive.read("word/document.xml"))
            return kind
    except (zipfile.BadZipFile, zipfile.LargeZipFile, KeyError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise Hostile(say("the file is damaged or cut off; save it again and send that")) from error
    except (ElementTree.ParseError, DefusedXmlException) as error:
        raise Hostile(say("the file holds XML that no Office program writes; save it again and send that")) from error
    except NotImplementedError as error:  # a way of packing that Office does not use
        raise Hostile(say("the file is damaged or cut off; save it again and send that")) from error


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    names = {part.filename for part in parts}
    strange = any(
        name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or "\x00" in name for name in names
    )
    if strange or len(names) != len(parts) or any(part.flag_bits & 1 for part in parts):
        raise Hostile(say("the file is damaged or cut off; save it again and send that"))
    too_tight = size > FREE_BYTES and size > packed * HIGHEST_RATIO
    if len(parts) > MOST_PARTS or size > MOST_BYTES or too_tight:
        raise Hostile(
            say("the file unpacks to %(size)s MB, as an archive bomb does; it is not opened", size=size >> 20)
        )


def _kind(archive: zipfile.ZipFile) -> str:
    if "[Content_Types].xml" not in archive.namelist():
        raise Hostile(say("this is a ZIP archive, no Word or Excel file; unpack it and send the file inside"))
    types = [str(one.get("ContentType", "")) for one in _parsed(archive.read("[Content_Types].xml"))]
    if any("macroenabled" in one.lower() or "vbaproject" in one.lower() for one in types):
        raise Hostile(say("the file holds macros; save it as .docx or .xlsx without macros"))
    found = {_MAIN[one] for one in types if one in _MAIN}
    if len(found) != 1:
        raise Hostile(say("send a Word (.docx), Excel (.xlsx) or PDF file, or a picture (JPEG, PNG, WebP)"))
    return found.pop()


def _refuse_programs(archive: zipfile.ZipFile) -> None:
    for name in archive.namelist():
        if "vbaproject" in name.lower() or "macrosheets" in name.lower():
            raise Hostile(say("the file holds macros; save it as .docx or .xlsx without macros"))
        if _PROGRAMS.search(name) and not _HARMLESS.match(name):
            raise Hostile(
                say("the file holds an embedded object (%(name)s); remove it and save again", name=name[-60:])
            )


def _refuse_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.file_size > MOST_XML:
        raise Hostile(say("the file is too large to be read; split it"))
    with archive.open(part) as stream:
        head = stream.read(4096)
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head or "<!DOCTYPE".encode("utf-16-le") in head:
        raise Hostile(say("the file holds XML that no Office program writes; save it again and send that"))


def _parsed(data: bytes) -> Element:
    found: Element = ElementTree.fromstring(data, forbid_dtd=True)
    return found


def _refuse_links(relations: Element) -> None:
    for one in relations:
        if str(one.get("TargetMode", "")).lower() != "external":
            continue
        is_link = str(one.get("Type", "")).endswith("/hyperlink")
        target = str(one.get("Target", ""))
        if not (is_link and (_WEB.match(target) or target.startswith("#"))):
            what = str(one.get("Type", "")).rpartition("/")[2][:40]
            raise Hostile(
                say("the file fetches something from elsewhere (%(what)s); embed it or remove the link", what=what)
            )


def _refuse_fields(document: bytes) -> None:
    said = b"".join(one or other for one, other in _INSTRUCTION.findall(document)).decode("utf-8", "replace")
    if _FIELD_THAT_RUNS.search(said):
        raise Hostile(say("the file holds a field that starts another program (DDE); remove it and save again"))
