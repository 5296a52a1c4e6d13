"""Opening files that are ZIP archives (Office files, EPUB), so that none unpacks to more than memory holds."""

import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from lxml import etree

from index.errors import SourceError
from index.titles import sensible_title

ZIP_START = b"PK\x03\x04"
MOST_PARTS = 5_000
MOST_XML_BYTES = (
    60_000_000  # unpacked; a book of a thousand pages has about ten, and its tree takes ten times more
)
MOST_CHARACTERS = 20_000_000  # of the text of a file
MOST_OF_A_CELL = 4  # paragraphs with text; more than these are a column of a page

_OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML = (".xml", ".rels")
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def assert_packed(data: bytes, kind: str) -> None:
    """Whether the bytes are those of a ZIP archive, as the format `kind` is.

    :raises SourceError: if they are not.
    """
    if data.startswith(_OLE_START):
        raise SourceError("it is an old Office document, or encrypted with a password")
    if not data.startswith(ZIP_START):
        raise SourceError(f"it is no {kind} file, though its name says so")


def repacked(data: bytes) -> BytesIO:
    """The archive with its XML parts as they are and all others (pictures, fonts) empty.

    :raises SourceError: if it is no ZIP archive, is broken, or unpacks to too much.
    """
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        for name, content in _unpacked(data, _XML):
            copy.writestr(name, content)
    target.seek(0)
    return target


def parts_of(data: bytes, endings: tuple[str, ...] = _XML) -> dict[str, bytes]:
    """The parts whose names end so, by name.

    :raises SourceError: as `repacked`.
    """
    return {name: content for name, content in _unpacked(data, endings) if name.lower().endswith(endings)}


def _unpacked(data: bytes, endings: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """The name of each part and its content, which is left empty where the name does not end so.

    What the archive says of the sizes of its parts is not relied on: it may be wrong on purpose.
    """
    room = MOST_XML_BYTES
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = {part.filename: part for part in archive.infolist()}
            if len(parts) > MOST_PARTS:
                raise SourceError(f"it packs {len(parts)} parts, and {MOST_PARTS} is the most")
            for name, part in parts.items():
                content = b""
                if name.lower().endswith(endings):
                    with archive.open(part) as file:
                        content = file.read(room + 1)
                room -= len(content)
                if room < 0:
                    raise SourceError(f"it unpacks to more than {MOST_XML_BYTES // 1_000_000} MB of text")
                yield name, content
    except (SourceError, MemoryError):
        raise
    except Exception as error:  # the standard library raises many kinds on a broken archive
        raise SourceError(f"it is a broken ZIP archive: {error}") from error


def tree_of(content: bytes) -> etree._Element:
    """The XML tree of a part, its entities left unexpanded and its depth limited by libxml2.

    :raises etree.XMLSyntaxError: if it is no XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(content, parser)


def relations_of(parts: dict[str, bytes], name: str) -> dict[str, tuple[str, str]]:
    """The parts of an Office file that one part refers to, by id: kind (its last word) and name."""
    content = parts.get(join(dirname(name), "_rels", f"{name.rpartition('/')[2]}.rels"))
    found: dict[str, tuple[str, str]] = {}
    for relation in tree_of(content).iter(f"{{{_RELATIONS}}}Relationship") if content else ():
        if relation.get("TargetMode") != "External":
            kind = relation.get("Type", "").rpartition("/")[2]
            found[relation.get("Id", "")] = kind, resolved(name, relation.get("Target", ""))
    return found


def resolved(name: str, target: str) -> str:
    """The name of the part that an address in the part `name` means."""
    target = unquote(target.partition("#")[0])
    return normpath(target).lstrip("/") if target.startswith("/") else normpath(join(dirname(name), target))


def title_in(parts: dict[str, bytes], names: Sequence[str]) -> str:
    """The title that the first of these parts names that there is, if it is one."""
    content = next((parts[name] for name in names if name in parts), None)
    if content is None:
        return ""
    try:
        title = next(tree_of(content).iter(_TITLE), None)
    except etree.XMLSyntaxError:  # the text is worth reading without
        return ""
    return "" if title is None else sensible_title("".join(title.itertext()))
