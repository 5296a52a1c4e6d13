"""What dialects of Markdown add: notes, boxes, names of headings, TOML before the text."""

import pytest
from mapped import assert_mapped, blocks

from index.markdown import read_markdown


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "A[^1]. B[^n].\n\n[^1]: Smith, The mill.\n[^2]: Jones says it began\nin the loft.\n[^3]: https://a.org/b\n"
            "[^n]: Ibid.\n\n    The second goes on over\n    two lines.\n\nAfter it.",
            [
                "A. B.",
                "Smith, The mill.",
                "Jones says it began in the loft.",
                "https://a.org/b",
                "Ibid.",
                "The second goes on over two lines.",
                "After it.",
            ],
        ),
        ("- a\n\n  [^x]: Note\n- b\n\n> [^y]: Quoted\n> note", ["a", "Note", "b", "Quoted note"]),
        ("# Install {#install}\n\nText {#no}.", ["Install", "Text {#no}."]),
        (
            "> [!NOTE] Remember\n> It is in the shed.\n\n> [!tip]-\n> Go.",
            ["Remember", "It is in the shed.", "Go."],
        ),
        ("::: warning\nDo not stop it.\n:::\n\n:::{.a #b} Yes\nno\n:::", ["Do not stop it.", "Yes no"]),
        (
            '!!! note "Logs"\n    They are kept\n    here.\n\n    And then\n    removed.\n\nAfter.\n\n??? tip\n    Go.',
            ['"Logs"', "They are kept here.", "And then removed.", "After.", "Go."],
        ),
        ("::: The end of it", ["The end of it"]),
        ("!!! wow this is great, is it not", ["!!! wow this is great, is it not"]),
    ],
)
def test_notes_boxes_and_names(source: str, expected: list[str]) -> None:
    document = read_markdown(source)
    assert blocks(document) == expected
    assert_mapped(document, source)


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ('+++\ntitle = "My post"\ndate = 2024-01-02\n+++\nText.', "My post"),
        ("---\ntitle: 1984\n---\nText.", "1984"),
        ("+++\nno toml\n+++\nText.", ""),
        ("---\ntitle: true\n---\n# Text", "Text"),
    ],
)
def test_titles_before_the_text(source: str, title: str) -> None:
    assert read_markdown(source).title == title


@pytest.mark.parametrize(
    "piece", ["[^1]: ", "!!! a\n    ", "# {#", "# a" + " " * 50, "::: a\n", "!!! a b c ", "> [!a] "]
)
def test_hostile_text_takes_no_quadratic_time(piece: str) -> None:
    read_markdown(piece * (200_000 // len(piece)))
