"""Characters, lines and timestamps: what of a source is seen, and how its text is taken apart."""

import re

TIMESTAMP = r"[0-9]{1,3}:[0-5][0-9](?::[0-5][0-9])?(?:[.,][0-9]{1,3})?"
LINE_BREAK = re.compile(r"\r\n|\r|\n")

# Controls, soft hyphens, zero-width and bidirectional controls, tags, lone surrogates. A reader does not see
# them, and they make two equal-looking words differ. The joiners U+200C and U+200D stay: they change glyphs.
_INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
# Colours, links and moves of the cursor, as programs write them to a terminal and so to their logs.
TERMINAL = re.compile(r"\x1b(?:\[[0-?]*+[ -/]*+[@-~]|\][^\x07\x1b\r\n]*+(?:\x07|\x1b\\))")
_INVISIBLES = re.compile(rf"(?:{TERMINAL.pattern}|[{_INVISIBLE}])++")
# Words parted by single spaces, white space, or what is not seen.
PIECE = re.compile(
    rf"(?P<words>[^\s{_INVISIBLE}]++(?: [^\s{_INVISIBLE}]++)*+)|(?P<space>\s+)|{_INVISIBLES.pattern}"
)
CLOSING = frozenset(".,;:!?)]}”’»…。，、；：！？")


def clean(text: str) -> str:
    """The text as a title shows it: on one line, without invisible characters."""
    return " ".join(_INVISIBLES.sub("", text).split())


def line_spans(source: str) -> list[tuple[int, int]]:
    """The start and end of each line, without the line break that ends it."""
    breaks = [match.span() for match in LINE_BREAK.finditer(source)]
    starts = [0, *(end for _, end in breaks)]
    return list(zip(starts, [*(start for start, _ in breaks), len(source)], strict=True))


def seconds(timestamp: str) -> float:
    """The seconds that a timestamp such as 1:02:03, 62:03 or 3723 stands for.

    :raises ValueError: if it is none.
    """
    total = 0.0
    for part in timestamp.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total
