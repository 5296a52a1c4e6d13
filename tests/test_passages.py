from collections.abc import Callable

import pytest
from conftest import WordEmbedder
from hypothesis import given, settings
from hypothesis import strategies as st

import index.passages
from index.passages import PASSAGE_TOKENS, SPARE_TOKENS, split, text_to_embed, title_and_headings
from index.types import Document, Heading


def document(*blocks: str, title: str = "") -> Document:
    """A document of blocks, headings written as "# One" and "## Two"."""
    text, spans, headings = "", [], []
    for block in blocks:
        level = len(block) - len(block.lstrip("#"))
        block = block[level:].strip()
        start = len(text)
        text += block
        spans.append((start, len(text)))
        if level:
            headings.append(Heading(start, len(text), level, block))
        text += "\n\n"
    return Document("d.md", title, text.strip(), "", blocks=tuple(spans), headings=tuple(headings))


def texts(given: Document, embedder: WordEmbedder | None = None) -> list[str]:
    return [given.text[start:end] for start, end in split(given, embedder or WordEmbedder())]


def sentence(name: str, words: int) -> str:
    return " ".join([name.capitalize()] + [name] * (words - 2) + [f"{name}."])


def test_a_short_document_is_one_passage() -> None:
    assert texts(document("One here.", "Two here.")) == ["One here.\n\nTwo here."]


def test_windows_overlap_by_a_sentence() -> None:
    a, b, c = sentence("a", 70), sentence("b", 70), sentence("c", 70)
    assert texts(document(f"{a} {b} {c}")) == [f"{a} {b}", f"{b} {c}"]


def test_no_passage_runs_over_a_heading_of_its_level_or_above() -> None:
    found = texts(document("# T", "## A", "Short a.", "## B", "Short b.", "# U", "Short u."))
    assert found == ["T\n\nA\n\nShort a.\n\nB\n\nShort b.", "U\n\nShort u."]
    found = texts(document("## A", "Short a.", "### A1", "Short.", "## B", "Short b."))
    assert found == ["A\n\nShort a.\n\nA1\n\nShort.", "B\n\nShort b."]


def test_a_passage_that_says_enough_stops_at_any_heading() -> None:
    a = sentence("a", 40)
    assert texts(document("# T", a, "## B", "Short b.")) == [f"T\n\n{a}", "B\n\nShort b."]


def test_a_heading_goes_with_what_follows_it() -> None:
    a, b = sentence("a", 150), sentence("b", 100)
    assert texts(document("Intro.", a[:-1] + ".", "## B", b))[-1] == f"B\n\n{b}"
    c = sentence("c", 25)
    found = texts(document("# T", c, "## B", sentence("b", 150)))
    assert found == [f"T\n\n{c}", "B\n\n" + sentence("b", 150)]


def test_a_sentence_longer_than_a_passage_is_cut_between_words() -> None:
    words = [f"word{i}" for i in range(400)]
    found = texts(document(" ".join(words)))
    assert " ".join(found) == " ".join(words)
    assert [len(part.split()) for part in found] == [160, 160, 80]


def test_title_and_headings_stand_over_a_passage_and_are_no_part_of_it() -> None:
    given = document("# Top", "## Part", sentence("a", 150), sentence("b", 150), title="Book")
    spans = split(given, WordEmbedder())
    assert title_and_headings(given, *spans[-1]) == "Book › Top › Part"
    assert title_and_headings(given, *spans[0]) == "Book"
    assert text_to_embed(given, *spans[-1], WordEmbedder()) == "Book › Top › Part\n" + sentence("b", 150)


def test_what_is_embedded_fits_the_model_even_with_long_headings() -> None:
    embedder = WordEmbedder(max_tokens=100)
    given = document("# " + " ".join(["long"] * 90), sentence("a", 60), sentence("b", 60))
    for start, end in split(given, embedder):
        assert len(embedder.token_offsets([text_to_embed(given, start, end, embedder)])[0]) <= 100


def test_what_is_carried_on_stands_in_no_section_that_ends() -> None:
    embedder = WordEmbedder(max_tokens=70)  # room for 16 words
    found = texts(document(sentence("a", 12), "## B", "## C d e f g"), embedder)
    assert found == [sentence("a", 12) + "\n\nB", "C d e f g"]
    found = texts(document("# T", sentence("a", 4), "### C", sentence("c", 5), "## B c d e f g"), embedder)
    assert found[-1] == "B c d e f g"


BLOCKS = st.lists(
    st.tuples(st.integers(0, 3), st.lists(st.integers(1, 90), min_size=1, max_size=5)),
    min_size=1,
    max_size=12,
)


@settings(deadline=None)
@given(BLOCKS, st.sampled_from([70, 120, 254]))
def test_passages_hold_every_sentence_whole_and_fit(blocks: list[tuple[int, list[int]]], limit: int) -> None:
    embedder = WordEmbedder(max_tokens=limit)
    given = document(
        *("#" * level + " ".join(sentence("w", n + 1) for n in lengths) for level, lengths in blocks)
    )
    spans = split(given, embedder)
    covered = {i for start, end in spans for i in range(start, end)}
    assert all(i in covered or given.text[i].isspace() for i in range(len(given.text)))
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)
    for start, end in spans:
        tokens = len(given.text[start:end].split())
        assert tokens <= min(PASSAGE_TOKENS, limit - SPARE_TOKENS)
        level = next((h.level for h in reversed(given.headings) if h.start <= start), 1)
        assert all(h.level > level for h in given.headings if start < h.start < end)


class Watched(WordEmbedder):
    """Keeps how many characters it got in one go, at most."""

    most = 0

    def token_offsets(self, texts: list[str]) -> list[list[tuple[int, int]]]:
        self.most = max(self.most, sum(map(len, texts)))
        return super().token_offsets(texts)


@pytest.mark.parametrize(
    "make",
    [
        lambda: document(" ".join(sentence(f"w{i}", 20) for i in range(60))),  # one block
        lambda: document(" ".join(f"word{i}" for i in range(900))),  # one sentence
        lambda: document(*(sentence(f"w{i}", 7 + i % 30) for i in range(60))),
        lambda: document(
            "# T", *(sentence(f"w{i}", 9) for i in range(9)), "word " * 400 + ".", "## U", "Short."
        ),
    ],
)
def test_a_text_tokenized_in_pieces_gives_the_same_passages(
    make: Callable[[], Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = make()
    whole = split(given, WordEmbedder())
    monkeypatch.setattr(index.passages, "TOKENIZED_TOGETHER", 500)
    watched = Watched()
    assert split(given, watched) == whole
    assert watched.most <= 500


def test_words_longer_than_a_piece_are_all_in_a_passage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.passages, "TOKENIZED_TOGETHER", 100)
    given = document("x" * 990 + " end.")
    watched = Watched()
    assert split(given, watched) == [(0, 995)]
    assert watched.most == 100
