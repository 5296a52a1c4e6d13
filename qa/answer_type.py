"""Whether an answer is of the type that a question asks for: a date for "when", an address for "what is the e-mail"."""

import re

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b"
)
_TIME = re.compile(
    rf"\d|\b(?:{_MONTH}|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|century|centuries|decades?|years?|months?|weeks?|"
    r"days?|hours?|minutes?|seconds?|today|tomorrow|yesterday|tonight|midnight|noon|mornings?|evenings?|afternoons?|"
    r"nights?|spring|summer|autumn|winter|christmas|easter|after|before|during|when|until|since|early|late|once|"
    r"while|daily|weekly|monthly|annually|yearly|forever|ago)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:no|none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)"
    r"teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|dozens?|hundreds?|"
    r"thousands?|millions?|billions?|half|third|quarter|once|twice|several|many|few|couple|all|both|single|every|"
    r"nothing|free|little|enough|zero)\b",
    re.IGNORECASE,
)
# A date where a number is asked for: "in 2018" says neither how many nor how much.
_DATE = re.compile(
    rf"(?:(?:in|on|since|until|by|of|from)\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{_MONTH}\.?\s*)?(?:\d{{1,2}},?\s+)?"
    r"(?:1[5-9]\d\d|20\d\d)?",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"[\W\d_]*")
_ASKED = re.compile(
    r"\b(?:(?P<when>when|(?:what|which) (?:year|date|day|month|time|decade|century))|(?P<duration>how long)|"
    r"(?P<count>how (?:many|much|old|tall|big|large|far|high|deep|heavy|often|wide|fast|hot|cold))|"
    r"(?P<who>who|whom|whose)|(?P<where>where)|(?P<other>what|which|why|how))\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_a-z]")  # a capital, or a letter of a script without them
# Asked for itself: "What is Anna's e-mail?", but not "What does the e-mail say?".
_OF_WHOM = r"(?=\s*(?:[?.!]|$|of\b|for\b|to\b|at\b|under\b|can\b|do\b|should\b|is\b))"
_ASKED_FOR = re.compile(
    r"\b(?:what|which)(?:['’]s| is| are| was)? (?:[\w'’.-]+ ){0,6}?"
    r"(?:(?P<mail>e-?mail)(?: address(?:es)?)?|(?P<phone>(?:tele)?phone|phone number|fax)(?: numbers?)?|"
    r"(?P<site>web ?site|web address|url))" + _OF_WHOM,
    re.IGNORECASE,
)
_ADDRESSES = {
    "mail": re.compile(r"\w@\w"),
    "phone": re.compile(r"(?:\d[\W_]*){5}"),
    "site": re.compile(r"\w\.[a-z]{2,}|://", re.IGNORECASE),
}
# What every one of these has, however it is written: "anna (at) firm.org", "dial 112".
_SIGNS = {
    "mail": re.compile(r"@|\bat\b|\(at\)|\[at\]", re.IGNORECASE),
    "phone": re.compile(r"\d"),
    "site": re.compile(r"\.|\bdot\b", re.IGNORECASE),
}
# "62 m tall" does not say how wide something is.
_DIMENSIONS = {
    "tall": "height",
    "high": "height",
    "wide": "width",
    "broad": "width",
    "long": "length",
    "deep": "depth",
    "thick": "thickness",
    "heavy": "weight",
    "old": "age",
}
_DIMENSION = "|".join(_DIMENSIONS)
_HOW = re.compile(rf"\bhow ({_DIMENSION}|far|fast|hot|cold)\b", re.IGNORECASE)
_SAID = re.compile(rf"\d\W*(?:\w+\s+){{0,2}}({_DIMENSION})\b", re.IGNORECASE)
_UNITS = (
    ("size", r"m|km|cm|mm|ft|in|foot|feet|inch(?:es)?|yards?|miles?|(?:kilo|centi|milli)?met(?:re|er)s?"),
    ("weight", r"kg|g|lbs?|oz|ounces?|pounds?|stones?|(?:kilo)?gram(?:me)?s?|tonnes?|tons?"),
    ("time", r"seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies)"),
)
_UNIT = re.compile(
    r"\d\s*(?:" + "|".join(rf"(?P<{name}>{units})" for name, units in _UNITS) + r")\b", re.IGNORECASE
)
_MEASURED_IN = {"width": "size", "depth": "size", "thickness": "size", "weight": "weight", "age": "time"}


def fits(question: str, text: str, after: str = "") -> float:
    """Whether an answer is of the type that the question asks for: 1.0 yes, -1.0 no, 0.0 it asks for no known type.

    The type is that of the first asking word: "Who led it when it was sold?" asks for a person.

    :param after: what follows the answer in its sentence.
    """
    address = _ASKED_FOR.search(question)
    if address:
        return 1.0 if _ADDRESSES[str(address.lastgroup)].search(text) else -1.0
    asked = _ASKED.search(question)
    kind = asked.lastgroup if asked else "other"
    bare_date = bool(_DATE.fullmatch(text.strip()))
    if kind == "where":
        return -1.0 if bare_date or _FIGURE.fullmatch(text.strip()) else 0.0
    if kind == "other":
        return 0.0
    if _measures_something_else(question, " ".join([text, *after.split(maxsplit=1)[:1]])):
        return -1.0
    if kind == "when":
        return 1.0 if _TIME.search(text) else -1.0
    if kind == "duration":
        return 1.0 if (_NUMBER.search(text) or _TIME.search(text)) and not bare_date else -1.0
    if kind == "count":
        return 1.0 if _NUMBER.search(text) and not bare_date else -1.0
    # A name has a capital, but neither "March 2018" nor "45 %" is one.
    return 1.0 if _NAME.search(text) and not bare_date and not _FIGURE.fullmatch(text.strip()) else -1.0


def is_no_address(question: str, text: str) -> bool:
    """Whether a question asks for an e-mail address, a telephone number or a web address, and this is none."""
    address = _ASKED_FOR.search(question)
    return address is not None and not _SIGNS[str(address.lastgroup)].search(text)


def _measures_something_else(question: str, text: str) -> bool:
    """Whether a question for a measure is answered by one of another dimension, as "62 m tall" for "how wide"."""
    asked = _HOW.search(question)
    dimension = _DIMENSIONS.get(asked[1].lower(), "") if asked else ""
    said, unit = _SAID.search(text), _UNIT.search(text)
    if dimension and said and _DIMENSIONS[said[1].lower()] != dimension:
        return True
    return bool(unit and dimension in _MEASURED_IN and unit.lastgroup != _MEASURED_IN[dimension])
