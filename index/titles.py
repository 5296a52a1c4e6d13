"""Titles in the metadata of files: many are the name of a file or of a program, and no title."""

import re

from index.characters import clean

MOST_CHARACTERS = 150

_NO_TITLE = re.compile(
    r"\W*(?:untitled|anonymous|unspecified|unknown|title|(?:word )?document ?[0-9]*|about:blank)\W*"
    r"|microsoft \w+ - .*|.*\.(?:docx?|pptx?|xlsx?|odt|rtf|pdf|tex|dvi|indd|qxd|html?|txt|md|tmp|ps)|.*://.*",
    re.I,
)


def sensible_title(named: str) -> str:
    """The title that metadata name, on one line, or nothing if it can be none."""
    title = clean(named)
    letters = sum(character.isalpha() for character in title)
    return title if letters >= 3 and len(title) <= MOST_CHARACTERS and not _NO_TITLE.fullmatch(title) else ""
