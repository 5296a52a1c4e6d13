"""Reading reStructuredText: paragraphs as they are written, and their headings."""

import re

from index.marked_text import RULE, MarkedText
from index.plain import Line
from index.types import Document

_CODE_FOLLOWS = re.compile(r"::[ \t]*$|^[ \t]*\.\.[ \t]+(?:code|code-block|sourcecode|math)::", re.MULTILINE)


def read_restructured(source: str) -> Document:
    """Reads text whose headings are underlined.

    The lines of a paragraph are joined; list items and lines of indented code are blocks of their own.
    """
    return _Restructured(source).read()


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
