"""What reStructuredText, AsciiDoc and LaTeX have in common: paragraphs over several lines, and marks between them."""

import re
from abc import ABC, abstractmethod

from index.builder import TextBuilder
from index.plain import Line, begins_item, paragraphs
from index.types import Document

RULE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\s*$")
_COLUMNS = re.compile(r"[ \t]*+[=-]++(?:[ \t]++[=-]++)++[ \t]*$")  # the rules of a simple table
# A label, or a directive with no words.
_ASIDE = re.compile(r"[ \t]*\.\.[ \t]+(?:_[^\r\n]*:|[\w:-]+::)[ \t]*$")


class MarkedText(ABC):
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

    @abstractmethod
    def special(self, lines: list[Line], i: int) -> int:
        """Adds what begins at a line of a paragraph, if it is no plain line; how many lines it takes."""

    def code_follows(self, line: str) -> bool:
        """Whether an indented paragraph after one that begins or ends with this line is code."""
        return False

    def text_end(self, start: int, end: int) -> int:
        """Where the text of a line ends: what follows is a comment."""
        return end

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
                end = self.text_end(start, end)
                self.builder.add(self.source[start:end], start, verbatim=code)
                self.builder.space(end)
            i += 1
