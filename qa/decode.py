"""The scores of a window's tokens to the best spans of a passage."""

import re
from bisect import bisect_right
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index import BAR, sentence_spans, stop_belongs

ANSWER_TOKENS = 30
SPANS_PER_PASSAGE = 3
# More starts than are kept, since the best ones often overlap each other.
CONSIDERED = 24

# A word as a person sees it: "$44", "-5", "97.4", "two-thirds", "U.S", "don't", "40%", an e-mail address; the "'s" of a
# possessive is not of it. Accents may stand as characters of their own.
_LETTERS = r"[\w\u0300-\u036f]+"
_WHOLE_WORD = re.compile(
    rf"[\w.+-]{{1,64}}+@[\w-]+(?:\.[\w-]+)+|(?:(?<![\w.,)\]>-])(?<!\d )[-–−+±<>≤≥~≈](?=[$€£¥]?\d))?[$€£¥]?{_LETTERS}"
    rf"(?:[.,:](?=\d){_LETTERS}|\.(?=\w){_LETTERS}|['’](?!s\b){_LETTERS}|-(?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)s?\b)*%?"
)
_EDGE_SPACE = " \t\n\r\u00a0"
_TRAILING = ".,;:!?…"
_SENTENCE_END = re.compile(r"[.!?…。！？]")
_WORDS = re.compile(r"\w")
_QUOTE = re.compile(r'(?<!\d)"')  # after a number it may be inches
# Whose title it is belongs to it: "Messrs. Halloran", not "Messrs".
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Messrs|Rev|Hon|Capt|Col|Gen|Sgt|Lt|Sir|Dame|Lord|Lady)$")
_NAME = re.compile(r"\.?(?: [A-Z][\w'’-]*+(?:\.(?= [A-Z]))?){1,4}")
_PAIRS = {"“": "”", "«": "»", "(": ")", "[": "]", "‘": "’", "<": ">"}


class Scored(NamedTuple):
    """A span of a passage's text, in characters, and its margin over no answer."""

    start: int
    end: int
    margin: float


def best_spans(
    start_scores: NDArray[np.float32],
    end_scores: NDArray[np.float32],
    no_answer: float,
    offsets: NDArray[np.int64],
    own: NDArray[np.bool_],
) -> list[Scored]:
    """The spans of one window with the highest margins, best first, at most 24.

    A span goes from a start token to an end token that is the same or up to 29 tokens later; its score is the
    sum of the two logits (Devlin et al. 2019, section 4.2), and its margin that score minus `no_answer`, the
    same sum at the no-answer position (section 4.3). It belongs to the window that owns its start.

    :param start_scores, end_scores: logits of the passage's tokens, shape (n,).
    :param offsets: characters of the tokens, shape (n, 2).
    :param own: the tokens that a span of this window may start at, shape (n,).
    """
    n = len(start_scores)
    if n == 0 or not own.any():
        return []
    ends = np.full((min(ANSWER_TOKENS, n), n), -np.inf, dtype=np.float32)
    for length in range(len(ends)):
        ends[length, : n - length] = end_scores[length:]
    scores = np.where(own, start_scores, -np.inf) + ends
    flat = scores.ravel()
    count = min(CONSIDERED, flat.size)
    # A stable sort of the few that a partition leaves: equal scores stand in one order on every run.
    candidates = np.sort(np.argpartition(-flat, count - 1)[:count])
    candidates = candidates[np.argsort(-flat[candidates], kind="stable")]
    spans = []
    for candidate in candidates:
        length, first = divmod(int(candidate), n)
        if np.isfinite(flat[candidate]):
            margin = float(flat[candidate]) - no_answer
            spans.append(Scored(int(offsets[first, 0]), int(offsets[first + length, 1]), margin))
    return spans


def settle(text: str, spans: list[Scored]) -> list[Scored]:
    """The best spans of a passage over all its windows: whole words, without overlaps, at most three.

    None goes over a line break: in a document's clean text that is where a paragraph, a heading or a list item
    ends, and words of two of them are no quotation; nor from one cell of a table to the next. Over the end of a
    sentence only whole sentences go.
    """
    kept: list[Scored] = []
    sentences: list[tuple[int, int]] | None = None
    words = [match.span() for match in _WHOLE_WORD.finditer(text)]
    starts = [start for start, _ in words]
    for span in sorted(spans, key=lambda span: (-span.margin, span.start, span.end)):
        start, end = whole_words(text, span.start, span.end, words, starts)
        if start == end or "\n" in text[start:end] or _crosses_cells(text, start, end):
            continue
        if any(start < other.end and other.start < end for other in kept):
            continue
        if _SENTENCE_END.search(text, start, end - 1):
            sentences = sentences or sentence_spans(text, 0, len(text))
            if not _is_of_sentences(text, start, end, sentences):
                continue
        kept.append(Scored(start, end, span.margin))
        if len(kept) == SPANS_PER_PASSAGE:
            break
    return kept


def _crosses_cells(text: str, start: int, end: int) -> bool:
    """Whether a span goes over the bar between two cells: a line beside has one too, unlike beside "ls | sort"."""
    if BAR not in text[start:end]:
        return False
    first, last = text.rfind("\n", 0, start), text.find("\n", end)
    before = text[text.rfind("\n", 0, max(first, 0)) + 1 : max(first, 0)]
    after = text[last + 1 :].partition("\n")[0] if last >= 0 else ""
    return BAR in before or BAR in after


def _is_of_sentences(text: str, start: int, end: int, sentences: list[tuple[int, int]]) -> bool:
    """Whether a span is of one sentence, or of all words of several."""
    touched = [sentence for sentence in sentences if sentence[0] < end and start < sentence[1]]
    first, last = touched[0], touched[-1]
    around = _WORDS.search(text, first[0], start) or _WORDS.search(text, end, last[1])
    return first == last or around is None


def whole_words(
    text: str, start: int, end: int, words: list[tuple[int, int]], starts: list[int]
) -> tuple[int, int]:
    """A span widened to the whole words it touches, without the space and the punctuation at its edges, but "D.C.".

    :param words: start and end of every word of the text, in order; :param starts: their starts.
    """
    first, last = bisect_right(starts, start) - 1, bisect_right(starts, end) - 1
    if first >= 0 and start < words[first][1]:
        start = words[first][0]
    if last >= 0 and words[last][0] < end < words[last][1]:
        end = words[last][1]
    while start < end and text[start] in _EDGE_SPACE:
        start += 1
    while start < end and text[end - 1] in _EDGE_SPACE + _TRAILING:
        end -= 1
    if _TITLE.search(text, start, end) and (name := _NAME.match(text, end)):
        end = name.end()
    end += stop_belongs(text, end)
    # A quotation mark or bracket whose partner is outside goes too; a pair that is inside stays.
    inner = text[start:end]
    for opening, closing in _PAIRS.items():
        if inner.startswith(opening) and closing not in inner:
            start += opening != "<" or inner[1:2].isalpha()  # "<5" is a number
        elif inner.endswith(closing) and opening not in inner:
            end -= 1
    if inner.count('"') == 1:
        opened = len(_QUOTE.findall(text[text.rfind("\n", 0, start) + 1 : start])) % 2
        closes = inner.endswith('"') and (opened or not inner[-2:-1].isdigit())
        start, end = start + inner.startswith('"'), end - closes
    start, end = _whole_brackets(text, start, end)
    inner = text[start:end]
    start, end = start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())
    return (start, end) if start < end else (start, start)


def _whole_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without half of a bracket within it: "Ann (chair" goes on to the end of it, or stops before it."""
    for opening, closing in ("()", "[]"):
        opened = []
        for i in range(start, end):
            if text[i] == opening:
                opened.append(i)
            elif text[i] == closing and opened:
                opened.pop()
            elif text[i] == closing:
                start = (
                    i + 1 + len(text[i + 1 : end]) - len(text[i + 1 : end].lstrip(_EDGE_SPACE + _TRAILING))
                )
        if opened and text[end : end + 1] == closing and len(opened) == 1:
            end += 1
        elif opened:
            end = start + len(text[start : opened[0]].rstrip(_EDGE_SPACE + _TRAILING))
    return start, end
