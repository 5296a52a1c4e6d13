"""Text to sentences, with exact offsets, in time linear in the text."""

import re
from collections.abc import Iterator
from itertools import tee, zip_longest

from index.raised import RAISED

_WORD = re.compile(r"\S+")
_LETTER = re.compile(r"[^\W\d_]")
_CAPITAL_AFTER_STOP = re.compile(r"[.!?][\"'”’»)\]]{0,3}\s+[\"'“‘«(\[]{0,3}[A-Z\x80-\U0010ffff]")
_TERMINATORS = ".!?…。！？"
_CLOSERS = "\"'”’»)]}*_"
_OPENERS = "\"'“‘«([{*_¿¡"
# No white space follows these in Chinese and Japanese.
_IDEOGRAPHIC = re.compile(r"[。！？][」』”’）]*(?=[^\s。！？」』”’）])")

# After these a full stop ends no sentence: what follows belongs to them (a name, a number, an example).
_BEFORE_MORE = frozenset(
    """mr mrs ms mx dr prof rev hon st sr sra fr gen col maj capt cmdr lt sgt adm cpl pvt brig gov sen rep pres
    supt mt fig figs eq eqs no nos nr vol vols ch chap sec p pp pg ed eds trans cf e.g i.e viz vs v
    ca approx resp incl excl tel ext univ assn bros messrs mme mlle op cit ibid fl rs""".split()
)
# After these it may end one: it does so only where a word follows that commonly begins a sentence.
_MAYBE_LAST = frozenset(
    """inc ltd co corp llc plc gmbh jr sr etc u.s u.k u.n e.u u.s.a d.c a.m p.m ph.d m.d b.a m.a b.sc m.sc
    b.c a.d jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
    ave blvd rd hwy min max avg hr hrs sq oz lb lbs in cm mm km kg ft art sect al dept est para tab app""".split()
)
# Of both, those that are written with their stop wherever they stand, and are no other word.
_WITH_STOP = frozenset(
    """inc ltd corp jr sr etc bros dept univ ave blvd rd hwy jan feb apr jun jul aug sept oct nov dec""".split()
)
_SENTENCE_STARTERS = frozenset(
    """the a an this that these those it its he she they we i you his her their our my your there here in on
    at by for from with when while where who what why how if as but and or so yet since after before
    although though however moreover meanwhile then now today also another some many most all both each
    no not to one two""".split()
)


def sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences between two offsets of a text, as offsets into the text, without the white space around.

    Ends are found at `. ! ? …` and their ideographic forms. Abbreviations, initials, decimals, list numbers
    and a lower-case continuation after a quotation or an ellipsis do not end a sentence; but in a text that begins no
    sentence with a capital, as notes are typed, it does.
    """
    letter = _LETTER.search(text, start, end)
    small = letter is not None and letter[0].islower() and not _CAPITAL_AFTER_STOP.search(text, start, end)
    spans = []
    first: int | None = None
    # Never all words at once: of a text of 10 MB in one block they would take a few hundred.
    words, ahead = tee(_words(text, start, end))
    next(ahead, None)
    for (word_start, word_end), following in zip_longest(words, ahead):
        if first is None:
            first = word_start
        if following is None or _ends_sentence(text, first, (word_start, word_end), following, small):
            spans.append((first, word_end))
            first = None
    return spans


def stop_belongs(text: str, end: int) -> bool:
    """Whether the full stop at `end` is of the word before it: "D.C.", "Apple Inc.", and "Robert M." in a longer name.

    Of a single capital only where its sentence goes on and the word before it begins with a capital.
    """
    start = next(
        (at + 1 for at in range(end - 1, max(end - 8, -1), -1) if text[at].isspace()), max(end - 7, 0)
    )
    word = text[start:end].lstrip(_OPENERS)
    if text[end : end + 1] != "." or text[end + 1 : end + 2] == "." or not word:
        return False
    if _is_dotted_initials(word) or word.lower() in _WITH_STOP or word == "Co":
        return True
    if len(word) != 1 or not word.isupper():
        return False
    before, following = text[max(start - 40, 0) : start].split(), _WORD.search(text, end + 1)
    named = bool(before) and before[-1].lstrip(_OPENERS)[:1].isupper()
    return (
        named and following is not None and not _ends_sentence(text, -1, (start, end + 1), following.span())
    )


def _words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for word in _WORD.finditer(text, start, end):
        yield from _ideographic_pieces(text, *word.span())


def _ideographic_pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for stop in _IDEOGRAPHIC.finditer(text, start, end):
        yield start, stop.end()
        start = stop.end()
    yield start, end


# So many marks of notes may follow a word, each of so many characters: "[123]".
MARKS, MARK_CHARACTERS = 8, 5
_RAISED_MARKS, _LONGEST_RAISED = re.compile(rf"(?<=\S)[{RAISED}]+(?:,[{RAISED}]+)*$"), 12


def _without_marks(word: str) -> str:
    """A word without the marks of notes that stand after it: "1987.[2][a]", "1987.²"."""
    word = word[:-_LONGEST_RAISED] + _RAISED_MARKS.sub("", word[-_LONGEST_RAISED:])
    for _ in range(MARKS):
        opening = word.rfind("[", max(0, len(word) - MARK_CHARACTERS))
        if opening < 1 or not word.endswith("]") or not word[opening + 1 : -1].replace(",", "").isalnum():
            break
        word = word[:opening]
    return word


def _ends_sentence(
    text: str, first: int, word: tuple[int, int], following: tuple[int, int], small: bool = False
) -> bool:
    closed = _without_marks(text[slice(*word)]).rstrip(_CLOSERS)
    if not closed or closed[-1] not in _TERMINATORS:
        return False
    if closed[-1] in "。！？":
        return True
    next_word = text[slice(*following)].lstrip(_OPENERS)
    if next_word[:1].islower() and not (
        small and closed.rstrip(".!?")[-1:].isalnum() and not closed.endswith("..")
    ):
        return False
    if closed[-1] != "." or closed.endswith(".."):
        return True
    bare = closed.rstrip(".").lstrip(_OPENERS)
    if word[0] == first and (bare.isdigit() or (len(bare) == 1 and bare.isalpha())):
        return False  # "1. Open the lid", "A. Smith"
    if len(bare) == 1 and bare.isupper():
        # An initial: "George W. Bush"; but "It has 12 V. The lamp is green."
        return next_word.rstrip(_CLOSERS + ",;:").lower() in _SENTENCE_STARTERS - {"a", "i", "an"}
    if len(bare) == 1 and bare.islower() and next_word[:1].isdigit():
        return False  # "c. 1450", "b. 1950"
    lowered = bare.lower().rsplit("-", 1)[-1]
    if lowered in _BEFORE_MORE:
        # "No." is a whole sentence where it stands alone, an abbreviation before a number.
        return lowered == "no" and word[0] == first and not next_word[:1].isdigit()
    if lowered in _MAYBE_LAST or _is_dotted_initials(bare):
        return next_word.rstrip(_CLOSERS + ",;:").lower() in _SENTENCE_STARTERS
    return True


def _is_dotted_initials(word: str) -> bool:
    return len(word) >= 3 and all(len(part) == 1 and part.isalpha() for part in word.split("."))
