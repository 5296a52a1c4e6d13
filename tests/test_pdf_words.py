"""Which hyphens at the ends of the lines of PDF files belong to a word."""

import pytest

from index.pdf_words import Hyphens, Join

OWN = [
    "an exam‐",
    "ple of mead‐",
    "ows and fi‐",
    "elds in a ta‐ ble",
]  # parted by a hyphen of the program's own


@pytest.mark.parametrize(
    ("lines", "before", "after", "join"),
    [
        ([], "an exam-", "ple", Join(1, False)),
        ([], "an exam\u00ad", "ple", Join(1, False)),
        ([], "EXAM-", "PLE", Join(1, False)),
        ([], "well-", "known", Join(0, False)),
        ([], "state-of-", "the-art", Join(0, False)),
        ([], "pre-", "and post-war", Join(0, True)),
        ([], "a dash -", "here", Join(0, True)),
        ([], "no hyphen", "here", Join(0, True)),
        (["a user-friendly bridge"], "user-", "friendly", Join(0, False)),
        (["a friendly user"], "user-", "friendly", Join(0, False)),
        (["with or out or without"], "with-", "out", Join(1, False)),
        (OWN, "of value-", "added", Join(0, False)),
        (OWN, "of riv‐", "ers", Join(1, False)),
        ([*OWN, "rivers"], "of riv-", "ers", Join(1, False)),
        ([*OWN, "a life‐long"], "of riv-", "ers", Join(1, False)),
        ([*OWN, "an ax-", "is or an orb-", "it"], "of riv-", "ers", Join(1, False)),
    ],
)
def test_a_hyphen_stays_where_the_document_tells_that_it_belongs(lines, before, after, join):
    assert Hyphens([*lines, before, after]).join(before, after) == join
