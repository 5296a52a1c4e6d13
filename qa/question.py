"""What a person typed to what is asked: cleaned, without the polite words round it, and of which form."""

import re

from index import QuestionError

# Longer questions are cut here before anything else looks at them; the models read the first 64 tokens anyway.
QUESTION_CHARACTERS = 2_000

_UNSAYABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_ASKING = r"(?:who|whom|whose|what|when|where|why|which|how)"
_GREETING = r"(?:(?:hi|hello|hey|so|and|well|ok|okay|please|also)\b[,!.:]?\s+)*"
_REQUEST = (
    r"(?:(?:can|could|would|will) (?:you|u|someone|anyone)(?: please| kindly)? "
    r"(?:tell|show|explain to|remind|inform|help) (?:me|us)(?: understand| find out)?"
    r"|do (?:you|u|we)(?: happen to| even)? know|does (?:anyone|it|this|the (?:text|document|article)) (?:know|say)"
    r"|i(?:'d|’d| would)? (?:like|love|want|need|wish) to (?:know|find out|learn|understand)"
    r"|i(?:'m|’m| am)? (?:just )?(?:wonder|wondering|curious|trying to find out)"
    r"|(?:please )?(?:tell|remind|show) (?:me|us)|(?:any|have you any|got any) idea)"
)
_TOPIC = r"(?:the|a|an|all|every|his|her|their|its|my|our|your)"
_OPENING = re.compile(
    rf"^{_GREETING}(?:{_REQUEST}[,:]?\s+(?:about\s+)?(?={_ASKING}\b|{_TOPIC}\b)|(?={_ASKING}\b))",
    re.IGNORECASE,
)
# Only after a comma or the end of a sentence: "How do you say thanks?" asks for it.
_CLOSING = re.compile(r"\s*[,.?!;]\s*(?:please|pls|thanks|thank you)\s*[?.!]*$", re.IGNORECASE)
_NOT_YOU = r"(?!(?:you|u|ya|someone|anyone)\b)"
_YES_OR_NO = re.compile(
    rf"^{_GREETING}(?:(?:is|are|was|were|do|does|did|has|have|had)(?:n't|n’t)?\s+{_NOT_YOU}"
    # These begin names and dates as well: "Will Smith", "May 2018".
    rf"|(?:can|could|will|would|should|may|might|must)(?:n't|n’t)?\s+{_NOT_YOU}(?!\d)(?=.*\?))"
    rf"(?!.*\b{_ASKING}\b)",
    re.IGNORECASE,
)


def clean_question(question: str) -> str:
    """The question in one line, without control characters and lone surrogates, cut at 2,000 characters.

    :raises QuestionError: if nothing is left.
    """
    cleaned = " ".join(_UNSAYABLE.sub(" ", question[: 2 * QUESTION_CHARACTERS]).split())[:QUESTION_CHARACTERS]
    if not any(character.isalnum() for character in cleaned):
        raise QuestionError("the question is empty: ask something in words")
    return cleaned


def plain_question(question: str) -> str:
    """The question without a greeting, "can you tell me" and "please": words that no document answers to.

    What stands before a question word is taken off only where all of it is of that kind.
    """
    plain = _OPENING.sub("", question, count=1)
    closed = _CLOSING.sub("", plain)
    return closed if closed == plain or not plain.endswith("?") else f"{closed}?"


def asks_yes_or_no(question: str) -> bool:
    """Whether a question begins with a verb, as in "Did he leave in 2018?", and has no question word in it."""
    return bool(_YES_OR_NO.match(question))
