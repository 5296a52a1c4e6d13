"""The blocks of Markdown as markdown-it finds them, and those of dialects: notes, and boxes of indented lines."""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, list_block

_DEEPEST = 40  # levels of quotes and lists; marks of deeper ones are text
_INDENT = 4
_NOTE = re.compile(r"\[\^[^\[\]\s]+\]:")
_BOX = re.compile(r"(?:!!!|\?\?\?)\+?[ \t]+[\w-]+(?:[ \t]+[\w-]+)*(?=[ \t]*(?:\"|$))")

BlockRule = Callable[[StateBlock, int, int, bool], bool]


def parser() -> MarkdownIt:
    """A parser of CommonMark with tables, footnotes and the boxes of MkDocs; what is inline is not parsed."""
    made = MarkdownIt("commonmark", {"maxNesting": 2 * _DEEPEST}).enable("table").disable("inline")
    others = ["paragraph", "reference", "blockquote"]
    made.block.ruler.at("blockquote", _shallow(blockquote), {"alt": [*others, "list"]})
    made.block.ruler.at("list", _shallow(list_block), {"alt": others})
    made.block.ruler.before("reference", "note", _shallow(_indented), {"alt": [*others, "list"]})
    return made


def _shallow(rule: BlockRule) -> BlockRule:
    """The rule, but off where blocks nest deeply: there the parser would leave text out."""
    return lambda state, start, end, silent: state.level < _DEEPEST and rule(state, start, end, silent)


def _indented(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A footnote, "[^1]: …", or a box, "!!! note": its first line, and the blocks that are indented under it."""
    if state.is_code_block(start):
        return False
    first, last = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    box = _BOX.match(state.src, first, last)
    mark = box or _NOTE.match(state.src, first, last)
    if mark is None or silent:
        return mark is not None
    before = state.bMarks[start], state.tShift[start], state.sCount[start], state.parentType
    rest = state.src[mark.end() : last]
    state.bMarks[start] = mark.end()
    state.tShift[start] = len(rest) - len(rest.lstrip(" \t"))
    state.blkIndent += _INDENT
    state.sCount[start] = state.blkIndent
    state.level += 1
    state.line = start
    if rest.strip():
        lines, state.lineMax = state.lineMax, start + 1 if box else state.lineMax
        state.md.block.tokenize(state, start, min(end, state.lineMax))
        state.lineMax = lines
    state.line = max(state.line, start + 1)
    if state.line < end:
        state.md.block.tokenize(state, state.line, end)
    state.level -= 1
    state.blkIndent -= _INDENT
    state.bMarks[start], state.tShift[start], state.sCount[start], state.parentType = before
    return True
