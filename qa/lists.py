"""Questions that ask for several things, and candidates widened to the enumeration or the list that they stand in."""

import re
from dataclasses import replace

from index import BAR, RECORDS, Document, suffix_of
from qa.candidates import Candidate
from qa.enumeration import enumeration
from qa.question import asks_yes_or_no
from qa.words import ASKING, AUXILIARIES, CLAUSE, base_form, is_function, is_past

ITEMS = 12  # of a list; a longer one is no answer, and
CHARACTERS = 500  # so is one of more than this

_SINGULAR = re.compile(
    r"(?:.*(?:ss|us|is)|(?:mathemat|phys|econom|polit|ath?let|gymnast|electron|genet|linguist|acoust|eth)ics|"
    r"headquarters|diabetes|was|has|does|as|news|besides|series|species|means|gas|lens|bias|atlas|canvas|alias|chaos)",
    re.I,
)
_FEW = "two|three|four|five|six|several|some|all"
_IRREGULAR = re.compile(
    r"\w*people|(?:\w*wo|\w+[sery])?men|\w*children|criteria|feet|geese|mice|phenomena|teeth", re.IGNORECASE
)
_NO_KIND = "of|that|who|which|for|in|on|at|to|from|with|when|where|and|or|by|is|was|has|does|one|a|an"
_ITEMS_ASKED = re.compile(
    # "Name the members", "list Anna's old songs", but not "name the president of the clubs" or "List price of …".
    rf"^(?:please )?(?:name|list|enumerate) (?:(?:at least |any )?(?:{_FEW}|every|each|\d+)\b(?!-)|"
    rf"(?!prices?\b)(?:(?!(?:{_NO_KIND})\b)[\w'’-]+ ){{0,3}}?"
    rf"(?:(?-i:[a-z])\w+(?<![sui])s|{_IRREGULAR.pattern})\b(?!['’-]))"
    rf"|\bwho (?:are|were) (?:the|his|her|its|their)\b"
    rf"|\b(?:what|which|who) (?:are|were) (?:{_FEW})\b(?!-)"
    rf"|\b(?:name|list|what|which) (?:the )?(?:{_FEW})\b(?!-)(?!.time\b)",
    re.IGNORECASE,
)
_WHAT_ARE = re.compile(r"\b(?:what|which) (?:are|were) (?:the|his|her|its|their)\b", re.IGNORECASE)
# "Which countries have …", but not "which bridge links …": the word after tells a plural from a verb.
_PLURAL = re.compile(
    r"\b(?:what|which) ((?:\w+ ){0,2}?)(\w{2,}s) (?:are|were|do|does|did|have|has|had|can|could|will|would|shall|"
    r"should|must|may|might|need|make|made)\b"
    # Right after "which" a plural is no verb, but for "which costs more".
    r"|\bwhich (\w{3,}s) (?!(?:more|most|less|least|than|in|on|of|at|by|to|for|from|with|it|the|a|an|is|was)\b)"
    r"\w+(?<!s)\b",
    re.IGNORECASE,
)
# The words after "what" or "which": the plural is the first, or the second after one that says of which kind.
_ASKED_WORDS = re.compile(r"\b(?:what|which)((?: [^\W\d_]+){2,3})", re.IGNORECASE)


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
    if plural and _asks(question, plural) and _says_of_which_kind((plural[1] or "").lower().split()):
        noun = plural[2] or plural[3]
        # A name in -s is no plural: "Which James has the key?"
        if not _SINGULAR.fullmatch(noun) and not noun[0].isupper():
            return True
    asked = _ASKED_WORDS.search(question)
    return asked is not None and _asks(question, asked) and _has_plural_subject(asked[1].split())


def _asks(question: str, asking: re.Match[str]) -> bool:
    """Whether "which" or "what" asks, and begins no clause that says more of a thing: "the bridge which links …"."""
    clause = re.split(r"[.,;:?!—]", question[: asking.start()].lower())[-1]
    before = re.findall(r"[^\W\d_]+", clause)
    if any(word in ASKING for word in before):
        return False
    return not before or is_function(before[-1]) or base_form(before[-1]) != ""


def _says_of_which_kind(words: list[str]) -> bool:
    """Whether the words between "which" and a plural say of which kind it is, and are not themselves what is asked for.

    "European countries", "kinds of birds"; not "percentage of students", "age must drivers", "happens when members".
    """
    if any(word in CLAUSE | ASKING or _is_third_person(word) for word in words):
        return False
    if not words or words[0] in AUXILIARIES:
        return not words
    return words[-1] not in AUXILIARIES | {"of"} or words[0].endswith("s")


def _is_third_person(word: str) -> bool:
    return word.endswith("s") and base_form(word) not in ("", word)


def _has_plural_subject(words: list[str]) -> bool:
    """Whether the words after "which" or "what" begin with a plural and its verb: "people came", "countries signed"."""
    if _is_subject(words[0], words[1]):
        return True
    kind = words[0].lower()
    return (
        len(words) > 2 and not is_function(kind) and base_form(kind) == "" and _is_subject(words[1], words[2])
    )


def _is_subject(noun: str, following: str) -> bool:
    """Whether a word is a plural and the next its verb; not in "causes glaciers", where it is a verb itself."""
    if noun[0].isupper():
        return False
    if _IRREGULAR.fullmatch(noun):
        return True
    verb = base_form(following.lower())
    # A verb that is known, in the past or as it is with a plural: other words in -ed may say what a thing is like.
    acts = base_form(verb) == verb != "" and (following.lower() == verb or is_past(following.lower()))
    return acts and noun.endswith("s") and not _SINGULAR.fullmatch(noun) and base_form(noun) == ""


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
    if document.cells or suffix_of(document.path) in RECORDS:  # the rows of a table and records are no list
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
    if BAR in document.text[first:last]:  # rows of a table in a text
        return None
    return (first, last) if first <= candidate.span.start and candidate.span.end <= last else None


def _is_next_item(document: Document, before: tuple[int, int], start: int) -> bool:
    """Whether a block stands in the line after another: paragraphs and headings have an empty line between them."""
    return document.text[before[1] : start] == "\n"
