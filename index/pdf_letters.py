"""The letters that a PDF's text is made of: no ligatures, and each accent with its letter."""

import re
import unicodedata

_LIGATURES = str.maketrans(
    {
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "st",
        "ﬆ": "st",
        "\uf0b7": "•",
        "\x7f": "•",
        "\x88": "•",
        "\t": " ",
    }
)
_MOST_COMPOSED = 5_000  # characters; a piece of text so long is made to take long
_COMBINING = {
    "`": "\u0300",
    "´": "\u0301",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "¯": "\u0304",
    "˘": "\u0306",
    "˙": "\u0307",
    "¨": "\u0308",
    "˚": "\u030a",
    "˝": "\u030b",
    "ˇ": "\u030c",
    "¸": "\u0327",
}
_DOTTED = {"ı": "i", "ȷ": "j"}
_BEFORE_ANY = re.compile(rf"([{''.join(_COMBINING)}])([^\W\d_])")
_BEFORE_DOTLESS = re.compile(rf"([{''.join(_COMBINING)}])([{''.join(_DOTTED)}])")
# The first fonts of TeX hold no letters with accents. In others such an accent may be someone's apostrophe.
_WITHOUT_ACCENTED = re.compile(r"[/+]CM[A-Z]{1,5}[0-9]{1,2}")


def plain_letters(text: str, font: str = "") -> str:
    """The text without ligatures, and with accented letters in one; the font is named as in the file."""
    letters = text.translate(_LIGATURES)
    before = _BEFORE_ANY if _WITHOUT_ACCENTED.search(font) else _BEFORE_DOTLESS
    letters = before.sub(_accented, letters)
    return unicodedata.normalize("NFC", letters) if len(letters) <= _MOST_COMPOSED else letters


def _accented(match: re.Match[str]) -> str:
    """An accent and the letter that it is drawn over as one, if there is such a letter."""
    accent, letter = match.groups()
    one = unicodedata.normalize("NFC", _DOTTED.get(letter, letter) + _COMBINING[accent])
    return one if len(one) == 1 else match[0]
