"""The things joined by commas, "and" and "or" of which a span of a sentence is one or some."""

import re

from qa.words import (
    ADVERBS,
    AUXILIARIES,
    CLAUSE,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    base_form,
    is_past,
    is_time,
    words_of,
)

_CONJUNCTION = r"(?:and|or|as well as)"
_JOINT = re.compile(rf"\s*[,;]\s*(?:{_CONJUNCTION}\s+)?|\s+(?:{_CONJUNCTION}|&)\s+")
# One item that is a name: capitalised words and figures, with the small words that stand inside of names.
_WORD = (
    r"(?:[dl]['’])?[^\W\d_a-z](?:[\w’'&-]|\.(?=\w)|(?<=\b[A-Z])\.(?=\s[A-Z])|(?<=\b(?:St|Mt|Dr|Mr|Ms))\.(?=\s[A-Z])"
    r"|(?<=\bMrs)\.(?=\s[A-Z]))*(?:\+\+|\#)?"
)
_NAME = rf"(?:the\s+)?{_WORD}(?:\s+(?:(?:of|the|de|la|von|van|for)\s+)*{_WORD})*"
_FIRST_NAME = re.compile(_NAME)
_NAMES = re.compile(rf"{_NAME}(?:(?:{_JOINT.pattern}){_NAME})*")
_NAMES_AFTER = re.compile(rf"(?:(?:{_JOINT.pattern}){_NAME})+")
_NAMES_BEFORE = re.compile(rf"(?<![\w.'’])(?:{_NAME}(?:{_JOINT.pattern}))+$")
# Items of any words: only where a last one after "and" or "or" ends the sentence.
_ITEM = r"[^\s,;.]+(?:\s+[^\s,;.]+)?"
_ITEMS_TO_END = re.compile(
    rf"(?:\s*,\s*(?!and\b|or\b){_ITEM})*\s*,?\s+(?:and|or)\s+(?P<last>{_ITEM})(?=\s*[.?!;]?\s*$)"
)
_KEY_ENDS = re.compile(r"\s*:")
_ENDS = re.compile(r"[\s\"”’»)]*(?:[.;:!?(–—]|$)")
_GOES_ON = re.compile(r"\s+([^\W\d_]+)")
_NEXT_CLAUSE = re.compile(r"\s*,\s*(\w+)")
_CLAUSE_STARTS = re.compile(r"[.;:!?(—“\"]")
_SUBORDINATING = frozenset("when whenever while if although though because once unless whereas as".split())
# They open what is not counted among the names after the comma: "Unlike Finland, Norway and Sweden signed".
_APART = frozenset("unlike besides instead excluding including except".split())
_OPENERS = PREPOSITIONS | _SUBORDINATING | _APART
# Alone before the first comma they are said of the whole sentence; so are words such as "officially".
_OF_THE_SENTENCE = ADVERBS | frozenset(
    """accordingly afterwards altogether anyway besides consequently conversely furthermore hence however indeed
    likewise meanwhile moreover nevertheless no nonetheless nowadays otherwise overall perhaps regardless similarly
    sometimes therefore thereafter thus tomorrow tonight yes yesterday""".split()
)
_ADVERB = re.compile(r"[a-z]{2,}(?:al|at|ed|ent|ing|iv|ous)e?ly")


def enumeration(text: str, start: int, end: int) -> tuple[int, int]:
    """The things joined by commas, "and" and "or" that a span of a sentence is one or some of; else the span.

    Names are taken along on both sides. Of other words only what follows, as far as it ends the sentence: where
    such an enumeration begins, and where it ends within a sentence, its words do not tell.

    :param text: the sentence; :param start, end: the span in it, in characters.
    """
    if not _NAMES.fullmatch(text, start, end):
        after = _ITEMS_TO_END.match(text, end)
        return start, (after.end() if after and not _is_predicate(after["last"]) else end)
    before, after = _NAMES_BEFORE.search(text, 0, start), _NAMES_AFTER.match(text, end)
    first, last = (before.start() if before else start), (after.end() if after else end)
    for broken in (_semicolons, _trailing, _opening):
        for joint in broken(text, first, last):
            if joint.end() <= start:
                first = max(first, joint.end())
            elif joint.start() >= end:
                last = min(last, joint.start())
    # "Norway; Capital: Oslo" names one thing, "Oslo and Rome: both are old" two.
    while last > end and _KEY_ENDS.match(text, last) and (joints := _joints(text, end, last)):
        if ";" not in joints[-1][0] and ":" not in text[:first]:
            break
        last = joints[-1].start()
    return min(start, _without_opener(text, first)), last


def _is_predicate(item: str) -> bool:
    """Whether a verb and what it says stand where an item might: "lead and is toxic", "milk and stays fresh"."""
    first, *more = item.split()
    if first in AUXILIARIES:
        return True
    return bool(more) and first.endswith("s") and base_form(first) not in ("", first)


def _joints(text: str, first: int, last: int) -> list[re.Match[str]]:
    return list(_JOINT.finditer(text, first, last))


def _is_comma(joint: re.Match[str]) -> bool:
    """Whether a joint is a comma alone."""
    return joint[0].strip() == ","


def _goes_on(text: str, last: int) -> bool:
    """Whether a verb follows, of which the names before it are the subject."""
    word = _GOES_ON.match(text, last)
    return word is not None and (word[1] in AUXILIARIES | ADVERBS or base_form(word[1]) != "")


def _semicolons(text: str, first: int, last: int) -> list[re.Match[str]]:
    """The joints at which a clause ends and no item does: semicolons, where other joints stand beside them."""
    joints = _joints(text, first, last)
    found = [joint for joint in joints if ";" in joint[0]]
    return found if len(found) < len(joints) or _goes_on(text, last) else []


def _trailing(text: str, first: int, last: int) -> list[re.Match[str]]:
    """The joints before names that belong to what follows: "Norway, Sweden and Denmark, Anna said".

    The item after the last "and" is the last one, but for pairs that end the sentence: "in Oslo, Norway and Lund,
    Sweden." Of two names with a comma and "and" between them the second begins a clause where a verb follows.
    """
    joints = _joints(text, first, last)
    if not joints or _ENDS.match(text, last):
        return []
    closing = [number for number, joint in enumerate(joints) if not _is_comma(joint)]
    if not closing or (len(joints) == 1 and "," in joints[0][0]):
        return joints[-1:] if _goes_on(text, last) else []
    # "Carl saw Rome, Paris and London, and Anna Berg saw Oslo": a second "and" with a comma begins a clause.
    if len(closing) > 1 and closing[-1] == len(joints) - 1 and "," in joints[-1][0] and _goes_on(text, last):
        return joints[-1:]
    after = joints[closing[-1] + 1 :]
    # More than one: it goes on, and the "and" was within an item, as in "the Academy for Science and the Arts".
    return after if len(after) == 1 else []


def _opening(text: str, first: int, last: int) -> list[re.Match[str]]:
    """The first joint, where the name before it belongs to an opening: "On Monday, Anna Berg and Carl Lind met"."""
    joints = _joints(text, first, last)
    if not joints or not _is_comma(joints[0]):
        return []
    lead, item, after_comma = _opener(text, first, joints[0].start())
    if not item:
        return joints[:1]
    if not _governs(lead) or (is_time(item[0]) and not is_time(item[-1])):  # "In May Anna Berg, Carl Lind"
        return []
    second = text[joints[0].end() : joints[1].start() if len(joints) > 1 else last]
    if is_time(item[-1]) and not any(is_time(word.lower) for word in words_of(second)):
        return joints[:1]
    # "When Norway, Sweden and Denmark signed"
    if len(lead) == 1 and lead[0] in _SUBORDINATING - PREPOSITIONS:
        return []
    following = _NEXT_CLAUSE.match(text, last)
    if _goes_on(text, last):
        # "After Norway, Sweden and Denmark signed, the pact was kept."
        return [] if len(lead) == 1 and lead[0] in CLAUSE and "," in text[last:] else joints[:1]
    if after_comma or following is None:
        return []
    # A subject after the next comma: the enumeration stands in the opening, as in "In Norway and Sweden, it rains".
    word = following[1]
    subject = word[0].isupper() or word in (DETERMINERS - {"both", "all"}) | PRONOUNS
    return joints[:1] if all(map(_is_comma, joints)) or not subject else []


def _governs(lead: list[str]) -> bool:
    """Whether a name stands in the opening of a clause that begins with these words, as in "When he left Paris"."""
    if not lead:
        return False
    if lead[-1] in PREPOSITIONS | _APART:
        return lead[0] in _OPENERS | {"according", "speaking"} or is_past(lead[0])
    return len(lead) > 1 and lead[0] in _SUBORDINATING | CLAUSE and base_form(lead[-1]) != ""


def _opener(text: str, first: int, end: int) -> tuple[list[str], list[str], bool]:
    """The words of a clause before a name, those of the name, and whether the clause begins after a comma.

    No word of the name is left where an adverb or the like stands alone: "However", "Last Monday".
    """
    marks = [mark.end() for mark in _CLAUSE_STARTS.finditer(text, 0, first)]
    clause = marks[-1] if marks else 0
    comma = text.rfind(",", clause, first)
    lead = [word.lower for word in words_of(text[max(clause, comma + 1) : first])]
    item = [word.lower for word in words_of(text[first:end])]
    if lead or comma >= 0:
        return lead, item, comma >= 0
    if len(item) == 1 and (item[0] in _OF_THE_SENTENCE or _ADVERB.fullmatch(item[0])):
        return [], [], False
    if item[0] in ("last", "next", "this", "every") and is_time(item[-1]):
        return [], [], False
    return (item[:1], item[1:], False) if item[0] in _OPENERS else ([], item, False)


def _without_opener(text: str, first: int) -> int:
    """Where a name begins before which a clause is opened, with a capital: "In Norway", "In May Anna Berg"."""
    before = text[:first].rstrip()
    name = _FIRST_NAME.match(text, first)
    words = words_of(name[0]) if name else []
    if not words or words[0].lower not in _OPENERS:
        return first
    if before and before[-1] not in ".;:!?—":  # in brackets or quotation marks it may be a title
        return first
    words = words[1:]
    while len(words) > 1 and is_time(words[0].lower) and not is_time(words[-1].lower):
        words = words[1:]
    return first + words[0].start if words else first
