import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.decode import _WHOLE_WORD, ANSWER_TOKENS, Scored, best_spans, settle, whole_words
from qa.windows import most_context


def tokens_of(text: str) -> np.ndarray:
    offsets, start = [], 0
    for word in text.split(" "):
        offsets.append((start, start + len(word)))
        start += len(word) + 1
    return np.array(offsets)


def test_start_and_end_are_chosen_together() -> None:
    # The best start (b) lies after the best end (a): alone they make no span.
    starts, ends = np.float32([1, 5, 0]), np.float32([6, 0, 2])
    spans = best_spans(starts, ends, 3.0, tokens_of("a b c"), np.ones(3, dtype=bool))
    assert spans[0] == Scored(0, 1, 4.0)  # a: 1 + 6 - 3, ties with b c, which comes later in order of length
    assert spans[1] == Scored(2, 5, 4.0)
    assert len(spans) == 6


def test_a_span_has_at_most_thirty_tokens() -> None:
    text = " ".join("x" * 60)
    starts, ends = np.zeros(60, dtype=np.float32), np.zeros(60, dtype=np.float32)
    starts[0], ends[59], ends[29] = 9, 9, 3
    best = best_spans(starts, ends, 0.0, tokens_of(text), np.ones(60, dtype=bool))[0]
    assert (best.start, best.end) == (0, 2 * ANSWER_TOKENS - 1)


def test_a_span_begins_only_where_its_window_has_the_most_context() -> None:
    own = np.array([False, True, False])
    spans = best_spans(np.float32([9, 0, 9]), np.float32([0, 0, 1]), 0.0, tokens_of("a b c"), own)
    assert [(span.start, span.end) for span in spans] == [(2, 5), (2, 3)]


@given(st.integers(1, 40), st.integers(0, 10_000))
def test_best_spans_agree_with_trying_them_all(n: int, seed: int) -> None:
    generator = np.random.default_rng(seed)
    starts, ends = generator.normal(size=(2, n)).astype(np.float32)
    own = generator.random(n) < 0.7
    offsets = np.array([(2 * i, 2 * i + 1) for i in range(n)])
    tried = sorted(
        (-(starts[i] + ends[j]), i, j)
        for i in range(n)
        for j in range(i, min(n, i + ANSWER_TOKENS))
        if own[i]
    )
    found = best_spans(starts, ends, 0.5, offsets, own)
    assert [s.margin for s in found] == pytest.approx([-score - 0.5 for score, _, _ in tried[:24]], abs=1e-5)
    assert all((span.end - span.start) % 2 == 1 for span in found)


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("It cost $44 billion.", "44 bill", "$44 billion"),
        ("worth 97.4 billion", "97", "97.4"),
        ("about 40% of it", "40", "40%"),
        ("Elon Musk's offer", "Elon Mus", "Elon Musk"),
        ("They don't know", "don", "don't"),
        ("the U.S. Army", "U", "U.S."),
        ("from Washington, D.C.", "D.C", "D.C."),
        ("opens at 5 p.m. daily", "5 p.m.", "5 p.m."),
        ("works at Apple Inc. now", "Apple Inc", "Apple Inc."),
        ("on 5 Sept. 2019", "5 Sept", "5 Sept."),
        ("Robert M. (Bob) won", "Robert M", "Robert M."),
        ("It is vitamin C. Bob knew.", "vitamin C", "vitamin C"),
        ("It has plan B. The rest", "plan B.", "plan B"),
        ("Then he left Plan B. The rest", "Plan B.", "Plan B"),
        ("at example.com. Anna", "example.com.", "example.com"),
        ("for the U.S... or not", "U.S", "U.S"),
        ("(dora.vance@kestrel.example, room 114)", "@kestrel.exam", "dora.vance@kestrel.example"),
        ("Mei Chen <mei@lund.example> wrote", "<mei", "mei@lund.example"),
        ("it takes <5 minutes", "<5 minutes", "<5 minutes"),
        ("by Messrs. Halloran of Bideford", "Messrs", "Messrs. Halloran"),
        ("by Dr. J. R. Olsen in May", "Dr.", "Dr. J. R. Olsen"),
        ("the Lord said", "Lord", "Lord"),
        ("He said “yes, I do” twice", "“yes, I", "yes, I"),
        ("He said “yes” twice", "“yes”", "“yes”"),
        ("a (small) one", "small)", "small"),
        ("Ann (lead), Petra (client), Li", "Ann (lead), Petra (client", "Ann (lead), Petra (client)"),
        ("Ann (lead), Petra (the client), Li", "Petra (the", "Petra"),
        ("Ann (lead), Petra (client), Li", "lead), Petra", "Petra"),
        ("see f(x) and [1] there", "f(x) and [1", "f(x) and [1]"),
        ("the end, finally", "end,", "end"),
        ("at http://127.0.0.1:7860 now", "127", "127.0.0.1:7860"),
        ("by Zoe\u0308 Bronte\u0308.", "Zoe\u0308 Bronte", "Zoe\u0308 Bronte\u0308"),
        ('a pipe of 12" is fitted', '12"', '12"'),
        ('He said "in 1990" once', '1990"', "1990"),
        ("It fell to −5 °C.", "5", "−5"),
        ("for (>5) persons", "5", ">5"),
        ("from 10-12 on", "12", "12"),
        ("from 10 -12 on", "12", "12"),
        ("press File->5 now", "5", "5"),
        ("nearly two-thirds of it", "two", "two-thirds"),
        ("le journal « Le Monde »", "Le Monde »", "Le Monde"),
    ],
)
def test_whole_words(text: str, span: str, expected: str) -> None:
    start = text.index(span)
    words = [match.span() for match in _WHOLE_WORD.finditer(text)]
    found = whole_words(text, start, start + len(span), words, [first for first, _ in words])
    assert text[slice(*found)] == expected


def test_spans_of_a_passage_do_not_overlap_and_are_three_at_most() -> None:
    text = "one two three four five"
    spans = [
        Scored(0, 7, 5.0),
        Scored(4, 13, 4.0),
        Scored(8, 13, 3.0),
        Scored(14, 18, 2.0),
        Scored(19, 23, 1.0),
    ]
    assert [text[s.start : s.end] for s in settle(text, spans)] == ["one two", "three", "four"]


@given(st.integers(1, 300), st.integers(5, 60), st.integers(1, 59))
def test_every_token_is_owned_by_the_window_with_most_context(tokens: int, room: int, step: int) -> None:
    step = min(step, room)
    spans = [(s, min(s + room, tokens)) for s in range(0, max(1, tokens - room + step), step)]
    owners = most_context(spans, tokens)
    assert spans[-1][1] == tokens
    for token, owner in enumerate(owners):
        contexts = [min(token - s, e - 1 - token) if s <= token < e else -1 for s, e in spans]
        assert contexts[owner] == max(contexts) >= 0


def test_a_span_never_goes_from_one_block_into_the_next() -> None:
    text = "Press Ctrl-C to stop.\n\nTwo more are handy."
    spans = [Scored(6, 29, 5.0), Scored(6, 12, 1.0)]
    assert [text[s.start : s.end] for s in settle(text, spans)] == ["Ctrl-C"]


def test_a_span_never_goes_from_one_cell_to_the_next() -> None:
    table = "Boat | Hour | Day\nCanoe | 8 € | 40 €\nKayak | 9 € | 50 €"
    spans = [Scored(table.index("8 €"), table.index("40 €") + 4, 5.0), Scored(table.index("40 €"), 37, 1.0)]
    assert [table[s.start : s.end] for s in settle(table, spans)] == ["40 €"]
    command = "Type this:\nls -l | sort\nand press Enter."
    start = command.index("ls")
    assert [command[s.start : s.end] for s in settle(command, [Scored(start, start + 12, 5.0)])] == [
        "ls -l | sort"
    ]


@pytest.mark.parametrize(
    ("span", "kept"),
    [
        ("George W. Lund sold it. Mr. Holm", []),
        ("sold it. Mr. Holm bought it in 1950", []),
        ("George W. Lund", ["George W. Lund"]),
        ("Mr. Holm", ["Mr. Holm"]),
        (
            "George W. Lund sold it. Mr. Holm bought it in 1950.",
            ["George W. Lund sold it. Mr. Holm bought it in 1950"],
        ),
    ],
)
def test_only_whole_sentences_go_over_the_end_of_one(span: str, kept: list[str]) -> None:
    text = "It was good. “George W. Lund sold it. Mr. Holm bought it in 1950.” All went well."
    start = text.index(span)
    found = settle(text, [Scored(start, start + len(span), 5.0)])
    assert [text[s.start : s.end] for s in found] == kept
