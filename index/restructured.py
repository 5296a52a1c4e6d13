"""Reading reStructuredText, AsciiDoc and LaTeX: paragraphs as they are written, and their headings."""

import re

from index.builder import TextBuilder
from index.plain import Line, begins_item, paragraphs
from index.types import Document

_RULE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\s*$")
_ASCIIDOC = re.compile(r"(={1,6})[ \t]+(?=\S)")
_TEX = re.compile(r"\s*\\(title|part|chapter|(?:sub){0,2}section|paragraph)\*?\{([^{}]*)\}\s*$")
_TEX_LEVELS = {"title": 1, "part": 1, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4}
_CODE_FOLLOWS = re.compile(r"::[ \t]*$|^[ \t]*\.\.[ \t]+(?:code|code-block|sourcecode|math)::", re.MULTILINE)


def read_restructured(source: str) -> Document:
    """Reads text whose headings are underlined, or marked as AsciiDoc and LaTeX do.

    The lines of a paragraph are joined; list items and lines of indented code are blocks of their own.
    """
    return _Reader(source).read()


_ASIDE = re.compile(
    r"[ \t]*\.\.[ \t]+(?:_[^\r\n]*:|[\w:-]+::)[ \t]*$"
)  # a label, or a directive with no words


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._builder = TextBuilder(source)
        self._styles: list[tuple[str, bool]] = []  # of underlines, in the order in which they come

    def read(self) -> Document:
        """The document read."""
        code = False
        for lines in paragraphs(self._source):
            indented = all(self._source[start].isspace() for start, _ in lines)
            code = indented and code
            self._paragraph(lines, code)
            self._builder.end_block()
            ends = (self._source[slice(*line)] for line in (lines[0], lines[-1]))
            code = code or any(map(_CODE_FOLLOWS.search, ends))
        return self._builder.document(self._builder.first_heading())

    def _paragraph(self, lines: list[Line], code: bool) -> None:
        i = 0
        while i < len(lines):
            start, end = lines[i]
            taken = 0 if code else self._heading(lines, i)
            if taken:
                i += taken
                continue
            if code or begins_item(self._source[start:end]):
                self._builder.end_block(tight=True)
            if not any(mark.match(self._source, start, end) for mark in (_RULE, _ASIDE)):
                self._builder.add(self._source[start:end], start, verbatim=code)
                self._builder.space(end)
            i += 1

    def _heading(self, lines: list[Line], i: int) -> int:
        """Adds the heading that begins at a line, if one does; how many lines it takes."""
        start, end = lines[i]
        if marked := _ASCIIDOC.match(self._source, start, end):
            self._add(marked.end(), end, len(marked[1]))
            return 1
        if command := _TEX.match(self._source, start, end):
            self._add(*command.span(2), _TEX_LEVELS.get(command[1], 5))
            return 1
        over = _RULE.match(self._source, start, end)
        title = i + 1 if over else i
        under = _RULE.match(self._source, *lines[title + 1]) if title + 1 < len(lines) else None
        if not under or (over and over[1] != under[1]) or _RULE.match(self._source, *lines[title]):
            return 0
        text = self._source[slice(*lines[title])]
        if len(under[0].rstrip()) < len(text.strip()) or (text[0].isspace() and not over):
            return 0
        style = (under[1], over is not None)
        if style not in self._styles:
            self._styles.append(style)
        self._add(*lines[title], self._styles.index(style) + 1)
        return title + 2 - i

    def _add(self, start: int, end: int, level: int) -> None:
        self._builder.end_block()
        self._builder.add(self._source[start:end], start)
        self._builder.end_block(heading=level)
