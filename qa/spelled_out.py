"""The words and numbers of a short text in one spelling: amounts, dates and times are written in many ways."""

import re
import unicodedata

MONTHS = "january february march april may june july august september october november december".split()
_MONTH = {month[:3]: month for month in MONTHS} | {"sept": "september"} | {month: month for month in MONTHS}
_UNITS = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen""".split()
_TENS = {
    word: 10 * i for i, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_COUNTS = {word: str(i) for i, word in enumerate(_UNITS, 1)} | {word: str(ten) for word, ten in _TENS.items()}
_COUNTS |= {
    f"{ten}-{unit}": str(value + i) for ten, value in _TENS.items() for i, unit in enumerate(_UNITS[:9], 1)
}
_SIGNS = {"%": "percent", "€": "euro", "£": "pound", "$": "dollar", "°": "degree"}
_FORMS = {
    "euros": "euro",
    "eur": "euro",
    "pounds": "pound",
    "gbp": "pound",
    "dollars": "dollar",
    "usd": "dollar",
}
_FORMS |= {
    "degrees": "degree",
    "pct": "percent",
    "mins": "minute",
    "min": "minute",
    "hrs": "hour",
    "hr": "hour",
}
_FORMS |= {f"{unit}s": unit for unit in "minute hour day week month year decade century mile".split()}
_FORMS |= {"centuries": "century", "noon": "12:00", "midday": "12:00", "midnight": "0:00"}
_FORMS |= {
    form: short
    for short, unit in (("km", "kilomet"), ("cm", "centimet"), ("mm", "millimet"), ("kg", "kilogram"))
    for form in (
        (f"{unit}re", f"{unit}res", f"{unit}er", f"{unit}ers") if unit.endswith("met") else (unit, f"{unit}s")
    )
}
_FORMS |= {f"{unit}{end}": "m" for unit in ("metre", "meter") for end in ("", "s")}
_FORMS |= {f"{unit}{end}": "l" for unit in ("litre", "liter") for end in ("", "s")}
_FORMS |= {"gram": "g", "grams": "g", "gramme": "g", "grammes": "g"}
_FORMS |= {"ft": "foot", "feet": "foot", "inches": "inch", "yards": "yard", "tons": "ton", "tonnes": "tonne"}
_AFTER_NUMBER = {"h": "hour", "mi": "mile", "yd": "yard"}
_LARGE = {"k": "thousand", "m": "million", "bn": "billion", "b": "billion", "tn": "trillion"}

# A number with its groups of thousands and its decimals.
_NUMBER = r"\d{1,3}(?:[, \u00a0\u202f]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?"
_MONTH_NAME = "|".join(sorted(_MONTH, key=len, reverse=True))
_CLOCK = re.compile(r"\b(\d{1,2})(?:[:.]([0-5]\d))?\s?([ap])\.?\s?m\b\.?", re.IGNORECASE)
_CLOCK_OF_24 = re.compile(r"(?<![\d:.])0?(\d{1,2}):([0-5]\d)(?![\d:])")
_ISO_DATE = re.compile(r"(?<![\d-])([12]\d{3})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\d-])")
_ORDINAL = re.compile(rf"(?i)\b([0-3]?\d)(?:st|nd|rd|th)\b(?=(?: of)? (?:{_MONTH_NAME})\b)")
_ORDINAL_AFTER = re.compile(rf"(?i)\b({_MONTH_NAME})\.? (?:the )?([0-3]?\d)(?:st|nd|rd|th)\b")
_DAY_OF = re.compile(rf"(?i)\b([0-3]?\d) of (?=(?:{_MONTH_NAME})\b)")
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.)+[A-Za-z]\b\.?")
_PER_CENT = re.compile(r"(?i)\bper\s?cent\b")
_AMOUNT = re.compile(
    rf"(?i)([€£$]|\b(?:EUR|USD|GBP)\b)\s?((?:{_NUMBER})(?:[-–](?:{_NUMBER}))?)"
    r"(?:\s?(thousand|[mbtr]+illion|k|m|bn|b|tn)\b)?"
)
_DAY_OR_MONTH = rf"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|{_MONTH_NAME})"
# One spelling for what is written in several: signs, what stands between two ends, units that hang at their number.
_SPELLINGS = (
    (re.compile("’"), "'"),
    (re.compile(r"\s*&\s*"), " and "),
    (_PER_CENT, "percent"),
    (re.compile(r"(?<=\d)'s\b"), "s"),
    (re.compile(r"\bUS(?=\$\s?\d)"), ""),
    (re.compile(r"(?:≥|>=)\s?(?=\d)"), " at least "),
    (re.compile(r"(?:≤|<=)\s?(?=\d)"), " at most "),
    (re.compile(r">\s?(?=\d)"), " more than "),
    (re.compile(r"<\s?(?=\d)"), " less than "),
    (re.compile(r"(?<![\w.,])(\d[\d.,]*)\+(?![\w+])"), r"at least \1"),
    (re.compile(rf"(?i)\b({_DAY_OR_MONTH})[-–](?={_DAY_OR_MONTH}\b)"), r"\1 to "),
    (re.compile(r"(?<=\d)(?=(?:km|cm|mm|m|kg|mg|g|ml|l|h|min|hrs?|mins?)\b)"), " "),
)
_BETWEEN = frozenset({"to", "until", "till"})
_PLAIN_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_HOUR = re.compile(r"\d+:\d\d")
_TOKEN = re.compile(
    r"\d+(?:\.\d+){2,}"  # an address, a version
    r"|\d+:\d\d"
    rf"|(?:(?<![\w.,])[-−–](?=\d))?(?:{_NUMBER})(?:[-–](?:{_NUMBER}))?(?![^\W_])"
    r"|[^\W\d_](?:\+\+|#)"
    r"|[^\W_]+(?:'(?!s\b)[^\W\d_]+)?|'s\b|[%€£$°]"
)
# Before these a number is an amount, of which zeros at the end say nothing: "3.50 euros", but "Python 3.10".
_MEASURES = frozenset(_SIGNS.values()) | frozenset(
    """million billion trillion thousand km cm mm kg m g l t metre metres meter meters gram grams tonne tonnes ton tons
    litre litres liter liters mile inch inches foot feet hour minute second seconds day week month year""".split()
)


def spelled_out(text: str) -> list[str]:
    """Words and numbers of a text in order: "7 p.m." as "19:00", "$2.5m" as "2.5", "million", "dollar".

    Words keep their capitals, but for those of months, numbers and units. The "'s" of a possessive is a word.
    """
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    for written, spelling in _SPELLINGS:
        text = written.sub(spelling, text)
    text = _CLOCK.sub(lambda found: _clock(int(found[1]), found[2] or "00", found[3].lower()), text)
    text = _CLOCK_OF_24.sub(lambda found: f"{int(found[1])}:{found[2]}", text)
    text = _ISO_DATE.sub(lambda found: f"{int(found[3])} {MONTHS[int(found[2]) - 1]} {found[1]}", text)
    text = _DAY_OF.sub(r"\1 ", _ORDINAL_AFTER.sub(r"\1 \2", _ORDINAL.sub(r"\1", text)))
    text = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    text = _AMOUNT.sub(_amount, text)
    text = re.sub(r"(?i)\b([a-z]+ty)-([a-z]+)\b", _compound, text)
    words = _ranges([_plain(word) for word in _TOKEN.findall(text)])
    words = [part for word in words for part in _in_millions(word)]
    words = [
        _AFTER_NUMBER.get(word, word) if before[:1].isdigit() else word
        for before, word in zip(["", *words], words, strict=False)
    ]
    return [_amount_of(word, following) for word, following in zip(words, [*words[1:], ""], strict=False)]


def _ranges(words: list[str]) -> list[str]:
    """With "10-12" for "10 to 12", and "9:00 17:00" for "9:00 to 17:00", as the sign between them is read."""
    made: list[str] = []
    places = iter(range(len(words)))
    for i in places:
        first, between, second, after = (*words[i : i + 4], "", "", "", "")[:4]
        of_date = (made and made[-1] in MONTHS) or after in MONTHS
        if (
            between in _BETWEEN
            and _PLAIN_NUMBER.fullmatch(first)
            and _PLAIN_NUMBER.fullmatch(second)
            and not of_date
        ):
            made.append(f"{first}-{second}")
        elif between in _BETWEEN and _HOUR.fullmatch(first) and _HOUR.fullmatch(second):
            made += [first, second]
        else:
            made.append(first)
            continue
        next(places)
        next(places)
    return made


def _in_millions(word: str) -> list[str]:
    """A round number of seven digits or more as it is spoken: "5000000" as "5", "million"."""
    if is_number(word):
        for name, one in (("billion", 10**9), ("million", 10**6)):
            if int(word) >= one and int(word) % (one // 10) == 0 and len(word) <= 15:
                return [f"{int(word) / one:g}", name]
    return [word]


def is_number(word: str) -> bool:
    """Whether a word is a whole number without sign."""
    return word.isascii() and word.isdecimal()


def _clock(hour: int, minute: str, half: str) -> str:
    return f"{hour % 12 + (12 if half == 'p' else 0)}:{minute}"


def _amount(found: re.Match[str]) -> str:
    large = (found[3] or "").lower()
    return f"{found[2]} {_LARGE.get(large, large)} {found[1]}"


def _compound(found: re.Match[str]) -> str:
    return _COUNTS.get(found[0].lower(), found[0])


def _plain(word: str) -> str:
    """A word or number in the one spelling that is compared."""
    if word[0].isdigit() or (len(word) > 1 and word[0] in "-−–"):
        if word.count(".") > 1 or ":" in word or any(sign.isalpha() for sign in word):
            return word.lower()
        return "-".join(_number(part) for part in re.split(r"(?<=\d)[-–]", word))
    lowered = word.lower()
    return _MONTH.get(lowered) or _COUNTS.get(lowered) or _SIGNS.get(lowered) or _FORMS.get(lowered, word)


def _number(number: str) -> str:
    """The number with a point before its decimals and nothing between its thousands: "1,5" is 1.5, "1,500" is 1500."""
    number = re.sub(r"^[−–]", "-", number)
    number = re.sub(r"(?<=\d)[, \u00a0\u202f](?=\d{3}(?!\d))", "", number)
    return number.replace(",", ".")


def _amount_of(word: str, following: str) -> str:
    if "." in word and following.lower() in _MEASURES and word.replace(".", "", 1).isdecimal():
        return word.rstrip("0").rstrip(".")
    return word
