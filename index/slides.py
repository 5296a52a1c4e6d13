"""Reading PPTX files: slide by slide the title, texts, tables, diagrams, charts and speaker's notes."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from index.builder import TextBuilder
from index.characters import clean
from index.charts import series_of, titles_of
from index.errors import SourceError
from index.packed import MOST_CHARACTERS, assert_packed, parts_of, relations_of, title_in, tree_of
from index.raised import raised
from index.types import Document

MOST_SLIDES = 5_000

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SLIDES = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_NEW_CHART = "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_ABOVE = re.compile(r"[1-9][0-9]*%?")  # the baseline of what is raised
_TITLES = frozenset({"title", "ctrTitle"})
_FRAME = frozenset({"dt", "ftr", "hdr", "sldImg", "sldNum"})  # stands on each slide, and says nothing of it
_SHAPES = tuple(f"{_SLIDES}{name}" for name in ("sp", "graphicFrame"))


def read_slides(data: bytes) -> Document:
    """Reads the text of a PPTX, each word with its slide; a slide's title is the heading over its text.

    Hidden slides are left out, with a note.

    :raises SourceError: if it is broken, encrypted, or too long; the message is a reason, without the file's path.
    """
    assert_packed(data, "PPTX")
    parts = parts_of(data)
    try:
        reader = _Reader(parts)
        for number, name in enumerate(_slides(parts), start=1):
            reader.slide(number, name)
    except (SourceError, MemoryError):
        raise
    except Exception as error:  # a broken part may lack whatever is looked for
        raise SourceError(
            f"it is a broken PPTX file: {clean(str(error))[:200] or type(error).__name__}"
        ) from error
    return reader.document(title_in(parts, ["docProps/core.xml"]))


def _slides(parts: dict[str, bytes]) -> list[str]:
    """The names of the parts that are slides, in the order in which they are shown."""
    main = next((name for kind, name in relations_of(parts, "").values() if kind == "officeDocument"), "")
    relations = relations_of(parts, main)
    listed = list(tree_of(parts[main]).iter(f"{_SLIDES}sldId"))
    if len(listed) > MOST_SLIDES:
        raise SourceError(f"it is a PPTX of {len(listed)} slides, and {MOST_SLIDES} is the most")
    return [relations[slide.get(f"{_RELATION}id")][1] for slide in listed]


class _Reader:
    def __init__(self, parts: dict[str, bytes]) -> None:
        self._parts = parts
        self._builder = TextBuilder("", lined=False)
        self._at = 0  # in the text of the file: its paragraphs and cells, one character after each
        self._first_title = ""
        self._charts_left = self._hidden = 0

    def slide(self, number: int, name: str) -> None:
        """Adds a slide and its notes."""
        tree = tree_of(self._parts[name])
        if tree.get("show") in ("0", "false"):
            self._hidden += 1
            return
        self._builder.slide(number)
        relations = relations_of(self._parts, name)
        shapes = list(_shapes(tree))
        titles = [shape for shape in shapes if _placeholder(shape) in _TITLES]
        title = " ".join(text for shape in titles for text in _paragraphs(shape)).strip()
        self._first_title = self._first_title or clean(title)
        if clean(title):
            self._add(title)
        else:  # else the text would stand under the title of the slide before
            self._builder.pin(f"Slide {number}", self._at)
        self._builder.end_block(heading=1)
        for shape in shapes:
            if shape not in titles and _placeholder(shape) not in _FRAME:
                self._shape(shape, relations)
        for kind, part in relations.values():
            if kind == "notesSlide" and part in self._parts:
                self._notes(tree_of(self._parts[part]))

    def document(self, title: str) -> Document:
        """The document read, its title that of the metadata or else of the first slide that has one."""
        notes = [f"hidden slides were left out: {self._hidden}"] if self._hidden else []
        notes += [f"charts that cannot be read yet: {self._charts_left}"] if self._charts_left else []
        return self._builder.document(title or self._first_title, notes=tuple(notes))

    def _shape(self, shape: Any, relations: dict[str, tuple[str, str]]) -> None:
        for row in shape.iter(f"{_DRAWING}tr"):
            for cell in row.iter(f"{_DRAWING}tc"):
                self._add("\n".join(_paragraphs(cell)))
                self._builder.cell(self._at)
            self._builder.end_block(tight=True)
        if shape.find(f".//{_DRAWING}tbl") is None:
            self._texts(_paragraphs(shape))
        for diagram in shape.iter(f"{_DIAGRAM}relIds"):
            _, part = relations.get(diagram.get(f"{_RELATION}dm"), ("", ""))
            if part in self._parts:
                for text in tree_of(self._parts[part]).iter(f"{_DIAGRAM}t"):
                    self._texts(_paragraphs(text))
        for chart in shape.iter(_CHART, _NEW_CHART):
            _, part = relations.get(chart.get(f"{_RELATION}id"), ("", ""))
            if chart.tag == _CHART and part in self._parts:
                self._chart(tree_of(self._parts[part]))
            else:
                self._charts_left += 1
        self._builder.end_block()

    def _chart(self, chart: etree._Element) -> None:
        """Adds a chart: its titles, and under the name of each series its values, each with its category."""
        self._texts(titles_of(chart))
        for name, points in series_of(chart):
            self._add(name)
            self._builder.end_block(tight=True)
            for category, value in points:
                self._builder.label(f"{category}:" if clean(category) else "", self._at)
                self._add(value)
                self._builder.end_block(tight=True)

    def _notes(self, page: Any) -> None:
        texts = [
            text for shape in _shapes(page) if _placeholder(shape) == "body" for text in _paragraphs(shape)
        ]
        if any(map(clean, texts)):
            self._builder.end_block()
            self._builder.pin("Notes", self._at)
            self._builder.end_block(heading=2)
            self._texts(iter(texts))
            self._builder.end_block()

    def _texts(self, texts: Iterator[str]) -> None:
        for text in texts:
            self._add(text)
            self._builder.end_block(tight=True)

    def _add(self, text: str) -> None:
        self._builder.add(text, self._at)
        self._at += len(text) + 1
        if self._at > MOST_CHARACTERS:
            raise SourceError(f"it is a PPTX of more than {MOST_CHARACTERS} characters, which is the most")


def _shapes(element: Any) -> Iterator[Any]:
    """The shapes of a slide, those in groups too, in their order."""
    for child in element:
        if child.tag in _SHAPES:
            yield child
        elif isinstance(child.tag, str) and child.tag != _FALLBACK:
            yield from _shapes(child)


def _placeholder(shape: Any) -> str:
    """What a shape is for on its slide: "title", say; "" for one of its own."""
    found = shape.find(f"{_SLIDES}nvSpPr/{_SLIDES}nvPr/{_SLIDES}ph")
    return "" if found is None else str(found.get("type", ""))


def _paragraphs(element: etree._Element) -> Iterator[str]:
    for paragraph in element.iter(f"{_DRAWING}p"):
        parts = []
        for child in paragraph.iter(f"{_DRAWING}t", f"{_DRAWING}br"):
            text = "\n" if child.tag == f"{_DRAWING}br" else child.text or ""
            properties = child.getparent().find(f"{_DRAWING}rPr")
            above = "0" if properties is None else properties.get("baseline", "0")
            parts.append(raised(text) if _ABOVE.fullmatch(above) else text)
        yield "".join(parts)
