"""Reading EPUB books: their chapters in reading order, each by the reader of HTML."""

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from index.builder import TextBuilder
from index.characters import clean
from index.decode import decode
from index.errors import SourceError
from index.html import add_html
from index.packed import MOST_CHARACTERS, assert_packed, parts_of, resolved, title_in, tree_of
from index.types import Document

_CONTAINER = "META-INF/container.xml"
_LOCKS = "META-INF/encryption.xml"
_TEXT = (".xml", ".opf", ".ncx", ".xhtml", ".html", ".htm")
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
# In a web page asides and footers are what frames the page, in a book they are notes, boxes and ends of chapters.
_ASIDE = re.compile(r"(</?)(aside|footer)(?=[\s/>])", re.I)
_HEADING = re.compile(r"<h[1-6][\s>]", re.I)


def read_epub(data: bytes) -> Document:
    """Reads the text of an EPUB; the headings over a place are those of its chapters.

    A chapter whose text has no heading is headed by its name in the table of contents.

    :raises SourceError: if it is broken, protected, or too long; the message is a reason, without the file's path.
    """
    assert_packed(data, "EPUB")
    parts = parts_of(data, _TEXT)
    try:
        return _document(parts)
    except (SourceError, MemoryError):
        raise
    except Exception as error:  # a broken part may lack whatever is looked for
        raise SourceError(
            f"it is a broken EPUB file: {clean(str(error))[:200] or type(error).__name__}"
        ) from error


def _document(parts: dict[str, bytes]) -> Document:
    opf = next(element.get("full-path", "") for element in _named(tree_of(parts[_CONTAINER]), "rootfile"))
    package = tree_of(parts[opf])
    items = {item.get("id", ""): item for item in _named(package, "item")}
    spine = [items[ref.get("idref", "")] for ref in _named(package, "itemref") if ref.get("idref") in items]
    chapters = [resolved(opf, item.get("href", "")) for item in spine if item.get("media-type") in _PAGES]
    names = _contents(parts, opf, items.values())
    locked = _locked(parts)
    builder = TextBuilder("", lined=False)
    at = 0
    missing = 0
    for chapter in dict.fromkeys(chapters):
        if chapter in locked:
            raise SourceError("it is protected against copying (DRM): its chapters are encrypted")
        if chapter not in parts:
            missing += 1
            continue
        text = _ASIDE.sub(_as_division, decode(parts[chapter])[0])
        if chapter in names and not _HEADING.search(text):
            builder.pin(names[chapter], at)
            builder.end_block(heading=1)
        add_html(builder, text, at)
        builder.end_block()
        at += len(text) + 1
        if at > MOST_CHARACTERS:
            raise SourceError(f"it is an EPUB of more than {MOST_CHARACTERS} characters, which is the most")
    notes = (f"chapters that are not in the file: {missing}",) if missing else ()
    return builder.document(title_in(parts, [opf]) or builder.first_heading(), notes=notes)


def _as_division(tag: re.Match[str]) -> str:
    return tag[1] + "div".ljust(len(tag[2]))  # as long, so that places stay


def _named(tree: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements of this name, whatever their namespace: books have them of several versions."""
    yield from tree.iter(f"{{*}}{name}")


def _contents(parts: dict[str, bytes], opf: str, items: Iterable[etree._Element]) -> dict[str, str]:
    """The chapters' names in the table of contents, those of their beginnings."""
    found: dict[str, str] = {}
    for item in items:
        name = resolved(opf, item.get("href", ""))
        is_navigation = "nav" in item.get("properties", "").split()
        if name not in parts or not (is_navigation or item.get("media-type") == "application/x-dtbncx+xml"):
            continue
        try:
            tree = tree_of(parts[name])
        except etree.XMLSyntaxError:  # the chapters are worth reading without
            continue
        for point in _named(tree, "navPoint"):
            label = next(_named(point, "navLabel"), None)
            content = next(_named(point, "content"), None)
            if label is not None and content is not None:
                found.setdefault(resolved(name, content.get("src", "")), _words(label))
        for link in _named(tree, "a") if is_navigation else ():
            found.setdefault(resolved(name, link.get("href", "")), _words(link))
    return {name: words for name, words in found.items() if words}


def _words(element: etree._Element) -> str:
    return clean("".join(map(str, element.itertext())))


def _locked(parts: dict[str, bytes]) -> set[str]:
    """The parts that are encrypted; fonts often are, which is no protection of the text."""
    if _LOCKS not in parts:
        return set()
    references = _named(tree_of(parts[_LOCKS]), "CipherReference")
    return {resolved("", reference.get("URI", "")) for reference in references}
