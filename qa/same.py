"""Whether two answers say the same: "2018" and "in 2018" do, "2.5 mg" and "25 mg" do not."""

import functools
import re

# "2018" and "in 2018" are one answer.
_LEADING = frozenset("in on at by of for from to about around since until during over with".split())
_ARTICLES = frozenset("a an the".split())
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = {month[:3]: month for month in _MONTHS} | {"sept": "september"}
_COUNTS = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve".split(),
        map(str, range(1, 13)),
        strict=True,
    )
)
_SIGNS = {"%": "percent", "€": "euro", "£": "pound", "$": "dollar", "°": "degree"}
_FORMS = {
    "euros": "euro",
    "eur": "euro",
    "pounds": "pound",
    "gbp": "pound",
    "dollars": "dollar",
    "usd": "dollar",
}
_FORMS |= {"degrees": "degree", "pct": "percent"}
# Words that make another answer of one that they are put to: "12" and "12 million", "York" and "New York".
_TELLING = frozenset(
    """hundred thousand million billion trillion dozen half quarter twice double not no non never neither nor without
    except under over below above less more than minus new north south east west northern southern eastern western
    former vice deputy anti pre post ex step grand great""".split()
)
# A number with its sign, its groups of thousands and its decimals; a range of two is one word.
_NUMBER = r"\d{1,3}(?:[, \u00a0\u202f]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?"
_TOKEN = re.compile(
    rf"(?:(?<![\w.,])[-−–](?=\d))?(?:{_NUMBER})(?:[-–](?:{_NUMBER}))?|[^\W\d_]+(?:['’][^\W\d_]+)?|[%€£$°]"
)
_SIGN_BEFORE = re.compile(
    rf"([€£$])\s?((?:{_NUMBER})(?:[-–](?:{_NUMBER}))?(?:\s(?:thousand|[mbtr]+illion))?)", re.IGNORECASE
)
_DAY = re.compile(r"(?:[12]?\d|3[01])")
_YEAR = re.compile(r"1\d{3}|20\d\d")
_EXTRA = 2  # words that the longer of two equal answers may have more


@functools.lru_cache(maxsize=4_096)
def answer_key(text: str) -> tuple[str, ...]:
    """What of an answer is compared: its words and numbers in one spelling, without a preposition before them."""
    words = [_plain(match) for match in _TOKEN.findall(_SIGN_BEFORE.sub(r"\2 \1", text))]
    words = [word for word in words if word not in _ARTICLES]
    while len(words) > 1 and words[0] in _LEADING:
        words = words[1:]
    return tuple(words)


def same(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two answers, as `answer_key` gives them, say the same.

    Equal words do, dates in another order, and a short answer that stands whole in one of at most two words more:
    "Musk" and "Elon Musk". The words more must not make it another answer, as a number, "million" or "not" would.
    """
    if a == b:
        return bool(a)
    shorter, longer = sorted((a, b), key=len)
    if not shorter:
        return False
    if _is_date(longer) and (_is_date(shorter) or (len(shorter) == 1 and _YEAR.fullmatch(shorter[0]))):
        return set(shorter) <= set(longer)
    extra = len(longer) - len(shorter)
    if extra > _EXTRA:
        return False
    places = (i for i in range(extra + 1) if longer[i : i + len(shorter)] == shorter)
    more = next(((*longer[:i], *longer[i + len(shorter) :]) for i in places), ("not",))
    return not any(word in _TELLING or word[-1].isdigit() for word in more)


def _plain(word: str) -> str:
    """A word or number in the one spelling that is compared."""
    lowered = word.lower().removesuffix("'s").removesuffix("’s")
    if lowered[-1].isdigit():
        return "-".join(_plain_number(part) for part in re.split(r"(?<=\d)[-–]", lowered))
    month = _MONTH.get(lowered) or (lowered if lowered in _MONTHS else None)
    return month or _COUNTS.get(lowered) or _SIGNS.get(lowered) or _FORMS.get(lowered, lowered)


def _plain_number(number: str) -> str:
    """The number with a point before its decimals and nothing between its thousands: "1,5" is 1.5, "1,500" is 1500."""
    number = re.sub(r"^[−–]", "-", number)
    number = re.sub(r"(?<=\d)[, \u00a0\u202f](?=\d{3}(?!\d))", "", number)
    number = number.replace(",", ".")
    return number.rstrip("0").rstrip(".") if "." in number else number


def _is_date(words: tuple[str, ...]) -> bool:
    """Whether an answer is a month with a day, a year, or both."""
    others = [word for word in words if word not in _MONTHS]
    return len(others) < len(words) and all(
        _DAY.fullmatch(word) or _YEAR.fullmatch(word) or word in _LEADING for word in others
    )
