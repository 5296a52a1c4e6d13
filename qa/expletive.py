"""Tells an "it" that stands for nothing: of the weather, the hour and the way, and before "to …" and "that …"."""

import re

_SOMETIMES = r"(?:also |still |really |ever |always |usually |normally )?"
_EXPLETIVE = re.compile(
    r"\bit(?:'s|\s+(?:is|was|be|been|being|will be))?\s+(?:also |still |really |ever )?"
    r"(?:possible|necessary|true|likely|easy|hard|difficult|better|best|safe|worth|allowed|important|rain|raining|snow"
    r"|rains|rained|snows|snowed|snowing|seem|seems|turn out|happen that)\b"
    r"|\b(?:does|did|will|would) it (?:take|cost|mean|matter)\b.*\bto\b|\bwas it that\b|\bis it that\b"
    r"|\bhow long (?:does|did) it take\b.+\bto\b"
    r"|\b(?:ma[kd]e|makes|making|find|found|think|thought) it \w+ (?:that|to|for)\b"
    # "What is it like in Leeds?", but "What is it like?"; "How far is it to Leeds?", but "How far is it from Leeds?"
    r"|\b(?:is|was) it like (?:to|in|at|on|being|living|working|when|for)\b"
    r"|\bhow far (?:is|was) it\b.*\bto\b"
    r"|\bwhat (?:time|day|date|month|year|season) (?:is|was) it\b|\bhow (?:late|early) is it(?= now\b|\W*$)"
    r"|\bhow (?:cold|dark|dry|hot|sunny|warm|wet|windy) (?:is|was|does|did|will) it (?:be |get )?(?:in|at|on|outside)\b"
    r"|\b(?:after|as soon as|before|if|once|until|when|while) it (?:is|was|gets|got) (?:dark|too late)\b"
    r"|\b(?:is|was) it called (?:when|if)\b|\bcall it (?:when|if)\b"
    # Before the clause that it announces.
    r"|\bit(?:'s|\s+(?:is|was|be|been|will be))?\s+"
    + _SOMETIMES
    + r"(?:acceptable|advisable|cheaper|common|compulsory"
    r"|customary|dangerous|faster|fine|forbidden|illegal|lawful|legal|mandatory|normal|ok|okay|permitted|prohibited"
    r"|quicker|required|rude|sensible|unlawful|unsafe|unusual|usual|wise)\s+(?:for [^?]{1,40} )?(?:to|that|if)\b"
    r"|\b(?:is|was) it (?:certain|clear|known|recorded|said|specified|stated|written) "
    r"(?:how|if|that|what|when|where|whether|which|who|why)\b"
    r"|^\W*(?:is|was) it [^?]{1,60} who\b|\bwhose \w+ (?:is|was) it to\b",
    re.IGNORECASE,
)


def is_expletive(question: str, start: int) -> bool:
    """Whether the "it" at a place of a question stands for nothing."""
    return any(match.start() <= start < match.end() for match in _EXPLETIVE.finditer(question))
