"""Questions that ask for several things, and the enumeration or the list that a candidate stands in."""

import re
from dataclasses import replace

from index import Document
from qa.candidates import Candidate
from qa.question import asks_yes_or_no

ITEMS = 12  # of a list; a longer one is no answer, and
CHARACTERS = 500  # so is one of more than this

_SINGULAR = re.compile(
    r"(?:.*(?:ss|us|is)|was|has|does|as|news|besides|series|species|means|gas|lens|bias|atlas|canvas|alias|chaos)",
    re.I,
)
_FEW = "two|three|four|five|six|several|some|all"
_ITEMS_ASKED = re.compile(
    rf"^(?:please )?(?:name|list|enumerate)\b(?! (?:one|a|an)\b)"
    rf"|\bwho (?:are|were) (?:the|his|her|its|their)\b"
    rf"|\b(?:what|which|who) (?:are|were) (?:{_FEW})\b"
    rf"|\b(?:name|list|what|which) (?:the )?(?:{_FEW})\b",
    re.IGNORECASE,
)
_WHAT_ARE = re.compile(r"\b(?:what|which) (?:are|were) (?:the|his|her|its|their)\b", re.IGNORECASE)
# "Which countries have …", but not "which bridge links …": the word after tells a plural from a verb.
_PLURAL = re.compile(
    r"\b(?:what|which) (?:\w+ ){0,2}?(\w{2,}s) (?:are|were|do|does|did|have|has|had|can|could|will|would|shall|should|"
    r"must|may|might|need|make|made)\b"
    # Right after "which" a plural is no verb, but for "which costs more".
    r"|\bwhich (\w{3,}s) (?!(?:more|most|less|least|than|in|on|of|at|by|to|for|from|with|it|the|a|an|is|was)\b)"
    r"\w+(?<!s)\b",
    re.IGNORECASE,
)
_JOINT = r"(?:\s*[,;]\s*(?:(?:and|or|as well as)\s+)?|\s+(?:and|or|as well as|&)\s+)"
# One item that is a name: capitalised words and figures, with the small words that stand inside of names.
_WORD = r"[^\W\d_a-z](?:[\w’'&-]|\.(?=\w)|(?<=\b[A-Z])\.(?=\s[A-Z]))*"
_NAME = rf"(?:the\s+)?{_WORD}(?:\s+(?:(?:of|the|de|la|von|van|for)\s+)*{_WORD})*"
_NAMES = re.compile(rf"{_NAME}(?:{_JOINT}{_NAME})*")
_NAMES_AFTER = re.compile(rf"(?:{_JOINT}{_NAME})+")
_NAMES_BEFORE = re.compile(rf"(?<![\w.])(?:{_NAME}{_JOINT})+$")
# Items of any words: only where a last one after "and" or "or" ends the sentence.
_ITEM = r"[^\s,;.]+(?:\s+[^\s,;.]+)?"
_ITEMS_TO_END = re.compile(
    rf"(?:\s*,\s*(?!and\b|or\b){_ITEM})*\s*,?\s+(?:and|or)\s+{_ITEM}(?=\s*[.?!;]?\s*$)"
)


def asks_for_several(question: str) -> bool:
    """Whether a question asks for several things: "which countries …", "what are the …", "name three …"."""
    what_are = _WHAT_ARE.search(question) is not None and not asks_yes_or_no(question)
    return what_are or asks_for_items(question)


def asks_for_items(question: str) -> bool:
    """Whether a question asks for things each of which is right by itself, wherever it stands: "which countries …".

    Not "what were the costs …": where documents say different things of these, they contradict each other.
    """
    if asks_yes_or_no(question):
        return False
    if _ITEMS_ASKED.search(question):
        return True
    plural = _PLURAL.search(question)
    noun = plural and (plural[1] or plural[2])
    # A name in -s is no plural: "Which James has the key?"
    return noun is not None and not _SINGULAR.fullmatch(noun) and not noun[0].isupper()


def enumeration(text: str, start: int, end: int) -> tuple[int, int]:
    """The things joined by commas, "and" and "or" that a span of a sentence is one or some of; else the span.

    Names are taken along on both sides. Of other words only what follows, as far as it ends the sentence: where
    such an enumeration begins, and where it ends within a sentence, its words do not tell.

    :param text: the sentence; :param start, end: the span in it, in characters.
    """
    if _NAMES.fullmatch(text, start, end):
        before, after = _NAMES_BEFORE.search(text, 0, start), _NAMES_AFTER.match(text, end)
        return (before.start() if before else start), (after.end() if after else end)
    after = _ITEMS_TO_END.match(text, end)
    return start, (after.end() if after else end)


def as_lists(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates, each widened to the enumeration that it stands in.

    Where two or more stand in different items of one list, they are widened to that list.
    """
    lists = [_list_of(candidate) for candidate in candidates]
    items: dict[tuple[int, int, int], set[int]] = {}
    for candidate, found in zip(candidates, lists, strict=True):
        if found:
            items.setdefault((candidate.document.id, *found), set()).add(candidate.sentence[0])
    widened = []
    for candidate, found in zip(candidates, lists, strict=True):
        if found and len(items[candidate.document.id, *found]) > 1:
            start, end = found
        else:
            first, span = candidate.sentence[0], candidate.span
            start, end = enumeration(candidate.sentence_text, span.start - first, span.end - first)
            start, end = first + start, first + end
        widened.append(replace(candidate, span=replace(candidate.span, start=start, end=end)))
    return widened


def _list_of(candidate: Candidate) -> tuple[int, int] | None:
    """First and last character of the list in the passage of which a candidate is an item, or of one, or None."""
    document, passage = candidate.document, candidate.span.passage
    if document.cells:  # the rows of a table are no list
        return None
    run: list[tuple[int, int]] = []
    for start, end in document.blocks:
        if start < passage.start or end > passage.end:
            continue
        if run and not _is_next_item(document, run[-1], start):
            if run[0][0] <= candidate.span.start < run[-1][1]:
                break
            run = []
        run.append((start, end))
    if not 1 < len(run) <= ITEMS or run[-1][1] - run[0][0] > CHARACTERS:
        return None
    first, last = run[0][0], run[-1][1]
    return (first, last) if first <= candidate.span.start and candidate.span.end <= last else None


def _is_next_item(document: Document, before: tuple[int, int], start: int) -> bool:
    """Whether a block stands in the line after another: paragraphs and headings have an empty line between them."""
    return document.text[before[1] : start] == "\n"
