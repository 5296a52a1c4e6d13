"""The text of a document as HTML: headings, paragraphs, lines, rows, and the marks of lines, pages and times."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import groupby, pairwise
from pathlib import Path

from index import BAR, CODE, RECORDS, Document, Place, Time, suffix_of
from qa.render import clock, part_of, printable, video_link

CLOSING = ".,;:!?)]}”’»…"

Span = tuple[int, int]
_Render = Callable[[Span], str]


def body_html(document: Document, shown: Span, span: Span | None, anchor: str, quoted: bool = True) -> str:
    """The element `article` with the text from `shown[0]` to `shown[1]`, what `span` covers in `mark` elements.

    The first `mark` has the id `anchor`.

    :param quoted: whether the span is a quotation; one that is not has a bar at the side of its blocks and no `mark`,
        and its first words have the id.
    """
    return _Body(document, shown, span or (0, 0), anchor, quoted).html()


class _Body:
    def __init__(self, document: Document, shown: Span, span: Span, anchor: str, quoted: bool) -> None:
        self._document = document
        self._shown = shown
        self._span = span
        self._anchor: str | None = anchor
        self._quoted = quoted
        self._headings = {heading.start: heading.level for heading in document.headings}
        self._run_starts = [run.start for run in document.runs]
        self._time_starts = [_after_closing(document.text, time) for time in document.times]
        suffix = suffix_of(Path(document.path).name)
        self._code = suffix in CODE
        self._records = suffix in RECORDS
        self._parts = _parts(document)
        self._parts_marked = 0  # how many of them have their mark
        self._code_end: tuple[int, int] | None = (
            None  # where the last line of code ends in the file, and which it is
        )
        video = document.metadata.get("videoId")
        self._video = video if isinstance(video, str) else None

    def html(self) -> str:
        kind = " ".join(
            name
            for name, is_so in (
                ("lined", bool(self._document.cells) or any(run.line for run in self._document.runs)),
                ("code", self._code),
                ("records", self._records),
            )
            if is_so
        )
        return f'<article class="{kind}" dir="auto">{"".join(self._groups())}</article>'

    def _groups(self) -> Iterator[str]:
        """The blocks, those that only a line break parts together, and the white space between them."""
        blocks = self._blocks()
        group_of = [0] if blocks else []
        for left, right in pairwise(blocks):
            group_of.append(group_of[-1] + (not self._goes_on(left, right)))
        end = self._shown[0]
        for _, members in groupby(zip(group_of, blocks, strict=False), key=lambda pair: pair[0]):
            group = [block for _, block in members]
            yield self._document.text[end : group[0][0]]
            yield self._part_mark(group[0][0], within=False)
            yield self._group(group)
            end = group[-1][1]
        yield self._document.text[end : self._shown[1]]

    def _blocks(self) -> list[Span]:
        first, last = self._shown
        blocks = self._document.blocks or (((0, len(self._document.text)),) if self._document.text else ())
        return [(max(start, first), min(end, last)) for start, end in blocks if end > first and start < last]

    def _goes_on(self, block: Span, following: Span) -> bool:
        """Whether a list, a table or a stretch of code goes on from one block to the next."""
        if following[0] - block[1] != 1 or block[0] in self._headings or following[0] in self._headings:
            return False
        return self._part(block[1] - 1) == self._part(following[0])

    def _part(self, offset: int) -> int:
        """The page, slide, message or the like that a character stands in, from 1; 0 in a document without."""
        return bisect_right(self._parts, offset)

    def _group(self, group: list[Span]) -> str:
        text = self._document.text
        if self._records and group[0][0] in self._headings:  # the name of a sheet
            return self._paragraph(group[0])
        if len(group) > 1 and not self._code and all(BAR in text[start:end] for start, end in group):
            return f'<div class="table"><table><tbody>{self._joined(group, self._row)}</tbody></table></div>'
        if len(group) > 1 or self._code or self._records:
            return f"<ul>{self._joined(group, self._item)}</ul>"
        return self._paragraph(group[0])

    def _joined(self, group: list[Span], render: _Render) -> str:
        parts = [render(group[0])]
        for (_, end), block in pairwise(group):
            parts += [self._document.text[end : block[0]], render(block)]
        return "".join(parts)

    def _paragraph(self, block: Span) -> str:
        level = self._headings.get(block[0])
        tag = f"h{min(level + 1, 6)}" if level else "p"
        return f"<{tag}{self._attributes(block)}>{self._words(*block)}</{tag}>"

    def _item(self, block: Span) -> str:
        indent = self._indent(block) if self._code else 0
        style = f' style="padding-inline-start:{indent}ch"' if indent else ""
        return f"<li{self._attributes(block)}{style}>{self._words(*block)}</li>"

    def _row(self, block: Span) -> str:
        cells, start = [], block[0]
        attributes = self._attributes(block)
        while start < block[1]:
            bar = self._document.text.find(BAR, start, block[1])
            end = block[1] if bar < 0 else bar
            divider = "" if bar < 0 else f'<span class="bar">{self._words(bar, bar + len(BAR))}</span>'
            cells.append(f"<td{attributes}>{self._words(start, end)}{divider}</td>")
            attributes, start = "", end + len(BAR)
        return f"<tr>{''.join(cells)}</tr>"

    def _attributes(self, block: Span) -> str:
        line = self._line(block[0]) or (self._document.cells and self._document.place(*block).row)
        kind = "quoted" if self._quoted else "near"
        touched = self._span[0] < block[1] and block[0] < self._span[1]
        return (f' class="{kind}"' if touched else "") + (f' data-line="{line}"' if line else "")

    def _words(self, start: int, end: int) -> str:
        """The text from start to end, marked as far as it is quoted, and where a part or a time begins in it."""
        times = self._time_starts[bisect_left(self._time_starts, start) : bisect_left(self._time_starts, end)]
        turns = self._parts[bisect_left(self._parts, start) : bisect_left(self._parts, end)]
        cuts = sorted({start, end, *times, *turns, *(edge for edge in self._span if start < edge < end)})
        parts = []
        for left, right in pairwise(cuts):
            parts += [self._part_mark(left, within=True), self._time_mark(left)]
            text = escape(printable(self._document.text[left:right]))
            if self._span[0] <= left < self._span[1]:
                anchor = f' id="{self._anchor}"' if self._anchor else ""
                self._anchor = None
                if self._quoted:
                    text = f"<mark{anchor}>{text}</mark>"
                elif anchor:
                    text = f"<span{anchor}>{text}</span>"
            parts.append(text)
        return "".join(parts)

    def _part_mark(self, offset: int, within: bool) -> str:
        """The mark of the part that the character stands in, unless it was set before."""
        part = self._part(offset)
        if part <= self._parts_marked:
            return ""
        self._parts_marked = part
        called = escape(printable(part_of(self._document.part(offset))))
        if within:
            return f'<span class="page-within" data-mark="{called}"></span>'
        called = called[:1].upper() + called[1:]
        return f'<div class="page" role="separator" aria-label="{called}" data-mark="{called}"></div>'

    def _time_mark(self, offset: int) -> str:
        i = bisect_left(self._time_starts, offset)
        if i == len(self._time_starts) or self._time_starts[i] != offset:
            return ""
        seconds = self._document.times[i].seconds
        link = video_link(Place(time=seconds, video=self._video))
        if link is None:
            return f'<span class="time" data-mark="{clock(seconds)}"></span>'
        address, label = link
        return (
            f'<a class="time" data-mark="{clock(seconds)}" aria-label="{label}" href="{address}" '
            'target="_blank" rel="noopener noreferrer"></a>'
        )

    def _line(self, offset: int) -> int:
        i = bisect_right(self._run_starts, offset) - 1
        return self._document.runs[i].line if i >= 0 else 0

    def _indent(self, block: Span) -> int:
        """How far a line of code stands in: what lies in the file between the last line and its first word.

        The text of the document has no such spaces; line breaks of two characters count as one space.
        """
        if not self._document.runs:
            return 0
        at, line = self._document.source_offset(block[0]), self._line(block[0])
        before, self._code_end = self._code_end, (self._document.source_offset(block[1] - 1) + 1, line)
        if before is None:
            return 0
        end, last_line = before
        return max(0, min(60, at - end - (line - last_line)))


def _parts(document: Document) -> Sequence[int]:
    """Where each page, slide, message or cell of a notebook begins; a message alone or within another is no part."""
    messages = [
        next(group).start for _, group in groupby(document.messages, key=lambda message: message.number)
    ]
    starts = document.pages or document.slides or document.notebook_cells
    return starts or (messages if len(messages) > 1 else ())


def _after_closing(text: str, time: Time) -> int:
    """Where the mark of a time stands: not between a sentence and the full stop that ends it."""
    start = time.start
    while start < time.end - 1 and (text[start] in CLOSING or text[start].isspace()):
        start += 1
    return start
