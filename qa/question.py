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
    rf"^{_GREETING}(?:{_REQUEST}[,:]?\s+(?:about\s+)?(?={_ASKING}\b|{_TOPIC}\b|if\b|whether\b)|(?={_ASKING}\b))",
    re.IGNORECASE,
)
# Only after a comma or the end of a sentence: "How do you say thanks?" asks for it.
# And not as a title is written: "Who wrote the song, Thank You?"
_CLOSING = re.compile(r"\s*[,.?!;]\s*(?:please|pls|thanks|(?-i:(?!Thank You))thank you)\s*[?.!]*$", re.I)
# "Do you accept cards?" asks what is so, "Do you know who came?" for something else.
_NOT_YOU = (
    r"(?!(?:you|u|ya|someone|anyone)\s+(?:(?:also|even|happen to|just|kindly|perhaps|please)\s+)*(?:advise|answer|"
    r"check|clarify|compare|define|describe|explain|find|give|have (?:any|an) idea|help|identify|know|list|look|name|"
    r"point|provide|quote|remember|remind|say|show|summari[sz]e|tell|translate|write)\b)"
)
_YES_OR_NO = re.compile(
    rf"^{_GREETING}(?:(?P<verb>am(?=\s+i\b)|is|are|was|were|do|does|did|has|have|had)(?:n't|n’t)?\s+{_NOT_YOU}"
    rf"|(?:could|would|should)(?:n't|n’t)?\s+{_NOT_YOU}(?!\d)"
    rf"|can(?:'t|’t|not)?\s+{_NOT_YOU}(?=(?:i|you|we|he|she|it|they|one|{_TOPIC})\b)"
    # What "do you know" stood before, without another clause.
    r"|(?:if|whether)\s+(?=[^,]*$)"
    # These begin names, things and dates as well: "Will Smith", "can opener", "May 2018".
    rf"|(?:can|will|shall|may|might|must)(?:'t|’t|n't|n’t)?\s+{_NOT_YOU}(?!\d)(?=.*\?))",
    re.IGNORECASE,
)
# "How many …" and "How long …" ask for a number, "How do you spell …" and "How is it called" for words.
_WHY_OR_HOW = re.compile(
    rf"^{_GREETING}(?:why\b|how\s+(?:come|is|are|was|were|do|does|did|can|could|will|would|should|shall|has|have|had|to)\b"
    r"(?!.*\b(?:call|named?|spel[lt]|say|said)))",
    re.IGNORECASE,
)
_ASKING_WORD = re.compile(rf"\b{_ASKING}\b", re.IGNORECASE)
_BEING = ("is", "are", "was", "were")
# After these a question word asks: "Is it known when …?", "Did he say who …?"
_SAID = "|".join(
    r"""
    known? clear unclear certain sure obvious says? said stated? told mentione?d? specif(?:y|ied)
    indicated? asked explain(?:ed)? decided? agreed? determined?
    """.split()
)
# After these too, but not in "Was gold found when the mine was opened?": there they are said of a thing.
_FOUND = "|".join(
    r"""
    announced? choose chose chosen confirm(?:ed)? defined? described? disclosed? discover(?:ed)?
    discuss(?:ed)? established? find found forget forgotten guess hear heard learn(?:ed|t)? listed
    matter note noted pick predict(?:ed)? publish(?:ed)? recall record(?:ed)? remember(?:ed)?
    report(?:ed)? reveal(?:ed)? see seen select settled? show shown understand understood wonder
    """.split()
)
_BETWEEN = (
    r"(?:\s+(?:it|that|out|yet|already|also|anywhere|exactly|clearly|in|on|at|for|to|by|from|with))*\s+$"
)
_ASKS_AFTER_SAID = re.compile(rf"\b(?:{_SAID}){_BETWEEN}", re.IGNORECASE)
_ASKS_AFTER_FOUND = re.compile(rf"\b(?:{_SAID}|{_FOUND}){_BETWEEN}", re.IGNORECASE)
_TOLD = re.compile(
    r"\b(?:tell|told|ask|asked|inform|informed|remind|reminded|advise|advised|idea)\b", re.IGNORECASE
)
_OF = re.compile(r"\b(?:about|as to|regarding|concerning|of|on|over|until|till|since)\s+$", re.IGNORECASE)
_COORDINATED = re.compile(r"\b(?:and|or|but|so)\s+$", re.IGNORECASE)
_INVERTED = re.compile(r"\s+(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b", re.I)


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
    """Whether a question begins with a verb and asks no other thing, as in "Did he leave in 2018?".

    "Is it closed when it rains?" and "Is Anna the one who won?" ask so too; "Is it known when it closes?" asks when.
    """
    opened = _YES_OR_NO.match(question)
    if opened is None:
        return False
    asking = _ASKING_WORD.search(question, opened.end())
    return asking is None or _is_in_side_clause(question, opened, asking)


def asks_for_an_explanation(question: str) -> bool:
    """Whether a question asks why, or in what way, as in "How does it work?"."""
    return bool(_WHY_OR_HOW.match(question))


def _is_in_side_clause(question: str, opened: re.Match[str], asking: re.Match[str]) -> bool:
    """Whether a question word asks for nothing, and only begins a clause that says when, where or which."""
    word, before, after = asking[0].lower(), question[opened.end() : asking.start()], question[asking.end() :]
    if word in ("what", "why", "how") or not before.strip() or not re.search(r"\w", after):
        return False
    if word in ("when", "where") and _INVERTED.match(after):
        return False
    of = _OF.search(before)
    if of and (word in ("who", "when", "where") or of[0].split()[0].lower() == "about"):
        return False
    verb, subject = (opened["verb"] or "").lower(), before.split()[0].lower()
    of_a_thing = verb in _BEING and subject not in ("it", "this", "that", "anything")
    said = _ASKS_AFTER_SAID if of_a_thing else _ASKS_AFTER_FOUND
    return not (_COORDINATED.search(before) or _TOLD.search(before) or said.search(before))
