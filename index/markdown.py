"""Reading Markdown: the blocks as markdown-it finds them, each with its exact place in the file."""

import re
from collections.abc import Collection, Sequence

from markdown_it.token import Token

from index.builder import TextBuilder
from index.characters import line_spans
from index.front_matter import read_front_matter
from index.html import add_html
from index.inline import TIME, add_inline
from index.line_breaks import meant_breaks
from index.markdown_blocks import parser
from index.types import Document
from index.video import is_of_recording

_PARSER = parser()
_TASK = re.compile(r"\s*\[[ xX]\](?=\s)")
_INDENT = re.compile(r"[ \t]*")
_CONTAINERS = re.compile(r"(?:[ \t]*(?:>|[-+*](?=[ \t])|[0-9]{1,9}[.)](?=[ \t])))*+[ \t]*")
_PIPE = re.compile(r"(?<!\\)\|")
_NO_BREAK = re.compile(r"[^\r\n]")
# What dialects put round words: the name of a heading, and the kind of a box.
_HEADING_ID = re.compile(r"(?<!\s)\s*\{[#.:][^{}]*\}\s*$")
_CALLOUT = re.compile(r"\s*\[![\w-]+\][+-]?")
_COLONS = re.compile(r"^[ \t]*:{3,}[ \t]*(?:\{[^{}\r\n]*\}|[a-z][a-z-]*)?(?!\w)", re.MULTILINE)


def read_markdown(source: str) -> Document:
    """Reads CommonMark with HTML, tables, strikethrough, wiki links, video timestamps and front matter."""
    # The parser puts another character in the place of a NUL, and would not find its text again.
    source = source.replace("\x00", " ")
    lines = line_spans(source)
    front = read_front_matter(source, lines)
    body = lines[front.lines :]
    builder = TextBuilder(source)
    if body:
        environment: dict[str, dict[str, object]] = {}
        parsed = _PARSER.parse(source[body[0][0] :], environment)
        recorded = is_of_recording(source, [time[1] or time[2] for time in TIME.finditer(source)])
        _Reader(builder, source, body, environment.get("references", {}), recorded).read(parsed)
    builder.end_block()
    title = front.values.get("title")
    shown = str(title) if isinstance(title, str | int | float) and not isinstance(title, bool) else ""
    return builder.document(shown or builder.first_heading(), front.values, front.notes)


class _Reader:
    def __init__(
        self,
        builder: TextBuilder,
        source: str,
        lines: Sequence[tuple[int, int]],
        references: Collection[str],
        recorded: bool,
    ) -> None:
        self._builder = builder
        self._source = source
        self._lines = lines
        self._references = references
        self._recorded = recorded

    def read(self, tokens: Sequence[Token]) -> None:
        """Adds the blocks to the builder."""
        tight, heading, item_starts, in_row = False, 0, False, False
        for token in tokens:
            if token.type in ("paragraph_open", "heading_open"):
                heading = int(token.tag[1]) if token.type == "heading_open" else 0
                tight = token.hidden  # markdown-it hides the paragraphs of list items without empty lines
            elif token.type == "list_item_open":
                item_starts = True
            elif token.type in ("tr_open", "tr_close"):
                in_row = token.type == "tr_open"
                if in_row:
                    self._row(token)
            elif not in_row:
                self._leaf(token, tight, heading, item_starts)
                item_starts = item_starts and token.type != "inline"

    def _leaf(self, token: Token, tight: bool, heading: int, item_starts: bool) -> None:
        """Adds a block that holds no other blocks."""
        if token.type == "inline":
            self._builder.end_block(tight)
            text, base = self._content(token)
            box = _TASK.match(text) if item_starts else None
            start = box.end() if box else 0
            if heading:
                text = _HEADING_ID.sub("", text)
            elif callout := _CALLOUT.match(text):
                start = callout.end()
                end = text.find("\n") + 1 or len(text)
                self._inline(text[start:end], base + start)
                self._builder.end_block()
                start = end
            else:
                text = _COLONS.sub(lambda mark: " " * len(mark[0]), text)
            for end in [] if heading else meant_breaks(text, start):
                self._inline(text[start:end], base + start)
                self._builder.end_block(tight=True)
                start = end
            self._inline(text[start:], base + start)
            self._builder.end_block(tight, heading)
        elif token.type in ("fence", "code_block"):
            self._builder.end_block()
            self._code(token)
            self._builder.end_block()
        elif token.type == "html_block":
            self._builder.end_block()
            add_html(self._builder, *self._content(token))
            self._builder.end_block()
        elif token.type in ("table_open", "table_close", "hr"):
            self._builder.end_block()

    def _inline(self, text: str, base: int) -> None:
        add_inline(self._builder, text, base, self._references, self._recorded)

    def _row(self, token: Token) -> None:
        start, end = self._lines[_first_line(token)]
        # In a quote or list, a first cell that begins with such a mark itself loses it; that is rare.
        prefix = (_CONTAINERS if token.level > 2 else _INDENT).match(self._source, start, end)
        position = prefix.end() if prefix else start
        for edge in (*(pipe.start() for pipe in _PIPE.finditer(self._source, position, end)), end):
            self._inline(self._source[position:edge], position)
            self._builder.cell(edge)
            position = edge + 1
        self._builder.end_block(tight=True)

    def _code(self, token: Token) -> None:
        first = _first_line(token) + (token.type == "fence")
        for number, line in enumerate(token.content.split("\n"), start=first):
            if content := line.strip():
                self._builder.add(content, self._source.rindex(content, *self._lines[number]), verbatim=True)
                self._builder.end_block(tight=True)

    def _content(self, token: Token) -> tuple[str, int]:
        """A block's stretch of the source, all that is not its content made spaces, and its offset.

        What is no content are the marks of the quotes, lists and headings that the block is in.
        """
        number = _first_line(token)
        base = position = self._lines[number][0]
        pieces: list[str] = []
        for line in token.content.split("\n"):
            if content := line.strip():
                # The parser keeps lines of exotic spaces as text, but then trims them from the paragraph.
                while (start := self._source.rfind(content, *self._lines[number])) < 0:
                    number += 1
                pieces += (_NO_BREAK.sub(" ", self._source[position:start]), content)
                position = start + len(content)
            number += 1
        return "".join(pieces), base


def _first_line(token: Token) -> int:
    assert token.map is not None, f"markdown-it gave no lines for {token.type}"
    return token.map[0]
