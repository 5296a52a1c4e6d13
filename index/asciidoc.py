"""Reading AsciiDoc: paragraphs as they are written, its headings, and its blocks of code between two lines."""

import re

from index.characters import line_spans
from index.marked_text import MarkedText
from index.plain import Line
from index.types import Document

_MARKED = re.compile(r"(={1,6})[ \t]+(?=\S)(?=[^\r\n]*?\w)")
_UNDERLINE = re.compile(r"([=~^+-])\1+[ \t]*$")
_LEVELS = "=-~^+"
_TITLE = re.compile(r"\w[^\r\n]*$")
_FENCE = re.compile(r"(?:([-.=*_+/])\1{3,}|--)(?=[ \t]*$)")
_VERBATIM = frozenset("-.+")
_COMMENT = re.compile(r"//(?!/)")
_BEFORE_TITLE = ("[", "//")  # attributes and comments


def read_asciidoc(source: str) -> Document:
    """Reads text whose headings are marked or underlined as AsciiDoc has them.

    The lines of a paragraph are joined; list items and the lines of blocks of code are blocks of their own. Comments
    are left out.
    """
    return _AsciiDoc(source).read()


class _AsciiDoc(MarkedText):
    def __init__(self, source: str) -> None:
        super().__init__(source)
        self._fences: list[str] = []  # of the delimited blocks we are in
        fences = (_FENCE.match(source, *line) for line in line_spans(source))
        self._last = {fence[0]: fence.start() for fence in fences if fence}

    def special(self, lines: list[Line], i: int) -> int:
        if self._delimiter(lines[i]):
            return 1
        if any(fence[0] == "/" for fence in self._fences):
            return 1
        if self._fences and self._verbatim:
            return self._code(*lines[i])
        if _COMMENT.match(self.source, *lines[i]):
            return 1
        if self._fences:
            return 0
        if marked := _MARKED.match(self.source, *lines[i]):
            self.add_heading(marked.end(), lines[i][1], len(marked[1]))
            return 1
        return self._underlined(lines, i)

    @property
    def _verbatim(self) -> bool:
        return self._fences[-1] != "--" and self._fences[-1][0] in _VERBATIM

    def _delimiter(self, line: Line) -> bool:
        """Begins or ends a delimited block, if the line does; one that nothing ends begins none."""
        fence = _FENCE.match(self.source, *line)
        if not fence:
            return False
        if self._fences and self._verbatim and fence[0] != self._fences[-1]:
            return False
        if fence[0] in self._fences:
            del self._fences[self._fences.index(fence[0]) :]
        elif fence.start() < self._last[fence[0]]:
            self._fences.append(fence[0])
        else:
            return False
        self.builder.end_block()
        return True

    def _code(self, start: int, end: int) -> int:
        self.builder.add(self.source[start:end], start, verbatim=True)
        self.builder.end_block(tight=True)
        return 1

    def _underlined(self, lines: list[Line], i: int) -> int:
        under = _UNDERLINE.match(self.source, *lines[i + 1]) if i + 1 < len(lines) else None
        title = _TITLE.match(self.source, *lines[i])
        alone = i == 0 or self.source.startswith(_BEFORE_TITLE, lines[i - 1][0])
        if not under or not title or not alone or abs(len(title[0].rstrip()) - len(under[0].rstrip())) > 1:
            return 0
        self.add_heading(*lines[i], _LEVELS.index(under[1]) + 1)
        return 2
