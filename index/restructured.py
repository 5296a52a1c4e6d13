"""Reading reStructuredText: paragraphs as they are written, and their headings."""

import re

from index.builder import TextBuilder
from index.plain import Line, begins_item, paragraphs
from index.types import Document

RULE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\s*$")
_COLUMNS = re.compile(r"[ \t]*+[=-]++(?:[ \t]++[=-]++)++[ \t]*$")  # the rules of a simple table
_ASIDE = re.compile(
    r"[ \t]*\.\.[ \t]+(?:_[^\r\n]*:|[\w:-]+::)[ \t]*$"
)  # a label, or a directive with no words
_CODE_FOLLOWS = re.compile(r"::[ \t]*$|^[ \t]*\.\.[ \t]+(?:code|code-block|sourcecode|math)::", re.MULTILINE)


def read_restructured(source: str) -> Document:
    """Reads text whose headings are underlined.

    The lines of a paragraph are joined; list items and lines of indented code are blocks of their own.
    """
    return _Restructured(source).read()


class MarkedText:
    """Reads text written in a markup by paragraphs; each markup has headings of its own."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.builder = TextBuilder(source)

    def read(self) -> Document:
        """The document read."""
        code = False
        for lines in paragraphs(self.source):
            indented = all(self.source[start].isspace() for start, _ in lines)
            code = indented and code
            self._paragraph(lines, code)
            self.builder.end_block()
            ends = (self.source[slice(*line)] for line in (lines[0], lines[-1]))
            code = code or any(map(self.code_follows, ends))
        return self.builder.document(self.builder.first_heading())

    def special(self, lines: list[Line], i: int) -> int:
        """Adds what begins at a line of a paragraph, if it is no plain line; how many lines it takes."""
        raise NotImplementedError

    def code_follows(self, line: str) -> bool:
        """Whether an indented paragraph after one that begins or ends with this line is code."""
        return False

    def add_heading(self, start: int, end: int, level: int) -> None:
        """Adds a stretch of the source as a heading."""
        self.builder.end_block()
        self.builder.add(self.source[start:end], start)
        self.builder.end_block(heading=level)

    def _paragraph(self, lines: list[Line], code: bool) -> None:
        i = 0
        while i < len(lines):
            start, end = lines[i]
            taken = 0 if code else self.special(lines, i)
            if taken:
                i += taken
                continue
            if code or begins_item(self.source[start:end]):
                self.builder.end_block(tight=True)
            if not any(mark.match(self.source, start, end) for mark in (RULE, _COLUMNS, _ASIDE)):
                self.builder.add(self.source[start:end], start, verbatim=code)
                self.builder.space(end)
            i += 1


class _Restructured(MarkedText):
    def __init__(self, source: str) -> None:
        super().__init__(source)
        self._styles: list[tuple[str, bool]] = []  # of underlines, in the order in which they come

    def code_follows(self, line: str) -> bool:
        return _CODE_FOLLOWS.search(line) is not None

    def special(self, lines: list[Line], i: int) -> int:
        over = RULE.match(self.source, *lines[i])
        title = i + 1 if over else i
        under = RULE.match(self.source, *lines[title + 1]) if title + 1 < len(lines) else None
        if not under or (over and over[1] != under[1]) or RULE.match(self.source, *lines[title]):
            return 0
        text = self.source[slice(*lines[title])]
        if len(under[0].rstrip()) < len(text.strip()) or (text[0].isspace() and not over):
            return 0
        style = (under[1], over is not None)
        if style not in self._styles:
            self._styles.append(style)
        self.add_heading(*lines[title], self._styles.index(style) + 1)
        return title + 2 - i
