"""Names and phrases that go on after "of", "to" and the like: "the Battle of Orm", "the train to Moss", and owners."""

import re
from dataclasses import replace

from qa.mentions import Kind, Mention
from qa.words import PERSONS, PREPOSITIONS, words_of

_BETWEEN = re.compile(r" (\w+) ")
_OWNS = re.compile(r"['’]s?(?= )")


def joined_names(text: str, found: list[Mention]) -> list[Mention]:
    """The mentions of a text with those that are one name as one: "the Battle of Orm"; "the CEO of Varda" is two."""
    joined: list[Mention] = []
    for mention in found:
        last = joined[-1] if joined else None
        if last and mention.is_name and _goes_on(last) and text[last.end : mention.start] == " of ":
            joined[-1] = replace(last, text=text[last.start : mention.end], end=mention.end)
        else:
            joined.append(mention)
    return joined


def _goes_on(mention: Mention) -> bool:
    return mention.is_name and not (mention.kind is Kind.PERSON and mention.head in PERSONS)


def head_of(name: str) -> str:
    """The word of a name that says what it is, in lower case: "battle" in "the Battle of Orm"."""
    return words_of(name.split(" of ")[0])[-1].bare


def complement_after(text: str, mention: Mention, found: list[Mention]) -> tuple[str, int]:
    """The preposition after a mention and where the phrase with it ends; ("", the end of the mention) without one."""
    between = _BETWEEN.match(text, mention.end)
    if between and between[1].lower() in PREPOSITIONS:
        ends = [other.end for other in found if other.start == between.end()]
        if ends:
            return between[1].lower(), max(ends)
    return "", mention.end


def owner_in(phrase: str) -> str:
    """The owner in a phrase that leaves out what is owned, "Anna" in "Anna's"; "" in any other."""
    words = words_of(phrase)
    if not words or not words[-1].is_possessive or any(word.is_possessive for word in words[:-1]):
        return ""
    return phrase[: words[-1].start + len(words[-1].bare)]


def is_owner(text: str, mention: Mention) -> bool:
    """Whether a mention owns something in its text: "Anna's salary", "the salary of Anna"."""
    return bool(_OWNS.match(text, mention.end)) or text[: mention.start].lower().endswith(" of ")


def with_owner(text: str, old: Mention, phrase: str) -> str:
    """A text with one owner exchanged for that in a phrase such as "Anna's", without its ending after "of"."""
    ending = _OWNS.match(text, old.end)
    if ending is None:
        return f"{text[: old.start]}{owner_in(phrase)}{text[old.end :]}"
    return f"{text[: old.start]}{phrase}{text[ending.end() :]}"
