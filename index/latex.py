"""Reading LaTeX: paragraphs as they are written, and their headings without markup."""

import re
from bisect import bisect_right

from index.marked_text import MarkedText
from index.plain import Line
from index.types import Document

_MOST_HEADING_CHARACTERS = 500
_DEEPEST = 10  # braces in a heading

_COMMAND = re.compile(
    r"\s*\\(title|part|chapter|(?:sub){0,2}section|(?:sub)?paragraph)\*?[ \t]*(?:\[[^\[\]\r\n]*\][ \t]*)?\{"
)
_LEVELS = {"title": 1, "part": 1, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4}
_BRACE = re.compile(r"\\.|[{}]")
# What of a heading is not its words; "\LaTeX", which is a word, stays.
_MARKUP = re.compile(
    r"\\(?:label|index|cite[a-z]*)\*?\{[^{}]*\}|(?P<note>\\(?:thanks|footnote)\{)|(?P<break>\\\\)"
    r"|\\[A-Za-z]+\*?(?=\{)|\\(?=[&%$#_{}])|(?<!\\)[{}]"
)
_COMMENT = re.compile(r"(?<!\\)(?:\\\\)*(?P<sign>%)(?![0-9A-Fa-f]{2})")  # but "a%20b" is an address
_VERBATIM = re.compile(r"\\(?P<edge>begin|end)\{(?P<name>verbatim|lstlisting|minted|Verbatim)\*?\}")
_AFTER = re.compile(r"(?:[ \t]*+(?:\\label\{[^{}\r\n]*\}|%[^\r\n]*))*+[ \t]*+")


def read_latex(source: str) -> Document:
    """Reads text whose headings are commands of LaTeX.

    The lines of a paragraph are joined; list items are blocks of their own. Comments are left out.
    """
    return _Latex(source).read()


def _verbatim_edges(source: str) -> list[int]:
    """Where each stretch of code begins and ends: in it a percent sign is one."""
    edges: list[int] = []
    within = ""
    for mark in _VERBATIM.finditer(source):
        if (mark["edge"] == "begin" and not within) or (mark["edge"] == "end" and within == mark["name"]):
            within = "" if within else mark["name"]
            edges.append(mark.end())
    return edges[:-1] if within else edges


class _Latex(MarkedText):
    def __init__(self, source: str) -> None:
        super().__init__(source)
        self._edges = _verbatim_edges(source)

    def text_end(self, start: int, end: int) -> int:
        is_verbatim = bisect_right(self._edges, start) % 2 == 1
        comment = None if is_verbatim else _COMMENT.search(self.source, start, end)
        return comment.start("sign") if comment else end

    def special(self, lines: list[Line], i: int) -> int:
        command = _COMMAND.match(self.source, *lines[i])
        if not command:
            return 0
        limit = min(lines[-1][1], command.end() + _MOST_HEADING_CHARACTERS)
        end = self._closing(command.end(), limit)
        if end < 0:
            return 0
        notes = self._heading(command.end(), end, _LEVELS.get(command[1], 5))
        for note in notes:
            self.builder.add(self.source[slice(*note)], note[0])
            self.builder.end_block()
        last = next(number for number in range(i, len(lines)) if lines[number][1] > end)
        line_end = lines[last][1]
        after = _AFTER.match(self.source, end + 1, line_end)
        start = after.end() if after else end + 1
        self.builder.add(self.source[start:line_end], start)
        self.builder.space(line_end)
        return last + 1 - i

    def _closing(self, start: int, limit: int) -> int:
        """Where the brace stands that closes the one before `start`, or -1."""
        depth = 1
        for brace in _BRACE.finditer(self.source, start, limit):
            depth += (brace[0] == "{") - (brace[0] == "}")
            if depth == 0:
                return brace.start()
            if depth > _DEEPEST:
                break
        return -1

    def _heading(self, start: int, end: int, level: int) -> list[Line]:
        """Adds the words of a heading; where its notes stand, which are none of them."""
        self.builder.end_block()
        notes: list[Line] = []
        for markup in _MARKUP.finditer(self.source, start, end):
            if markup.start() < start:
                continue
            self.builder.add(self.source[start : markup.start()], start)
            start = markup.end()
            if markup["break"]:
                self.builder.space(markup.start())
            closing = self._closing(start, end) if markup["note"] else -1
            if closing >= 0:
                notes.append((start, closing))
                start = closing + 1
        self.builder.add(self.source[start:end], start)
        self.builder.end_block(heading=level)
        return notes
