import math
from pathlib import Path

import pytest
from conftest import WordEmbedder

from index import Store, sync
from qa.copies import Seen
from qa.retrieve import ALIKE, SERIES, covered, full_text_query, fuse, retrieve


def test_both_rankings_are_fused(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> None:
    question = "Which is the longest river in France?"
    sync(tmp_path / "index", [folder], embedder)
    with Store(tmp_path / "index", embedder).snapshot() as snapshot:
        hits = retrieve(question, embedder.encode([question])[0], snapshot).hits
        titles = [snapshot.document(hit.passage.document_id).title for hit in hits]
    assert titles == ["Rivers of France", "Bridges", "Lakes"]
    assert [(hit.dense_rank, hit.lexical_rank) for hit in hits] == [(1, 1), (2, None), (3, 2)]
    assert hits[0].score > hits[1].score > hits[2].score
    assert hits[0].similarity > hits[1].similarity > hits[2].similarity


def test_a_passage_found_by_its_words_has_the_lowest_cosine() -> None:
    fused = fuse({1: 0.8, 2: 0.4}, {1: 0.0, 2: 1.0, 3: 0.5})
    assert fused == {
        1: pytest.approx(0.77 * 0.8),
        2: pytest.approx(0.77 * 0.4 + 0.23),
        3: pytest.approx(0.77 * 0.4 + 0.23 * 0.5),
    }
    assert fuse({}, {}) == {}
    assert fuse({}, {1: 0.5}) == {1: pytest.approx(0.23 * 0.5)}


def test_rare_words_count_more() -> None:
    # Of ten passages, "river" stands in one, "long" in all, "loire" in none.
    weights = {
        "river": math.log(1 + 9.5 / 1.5),
        "long": math.log(1 + 0.5 / 10.5),
        "loire": math.log(1 + 10.5 / 0.5),
    }
    holding = {"river": (1, {1}), "long": (10, {1, 2}), "loire": (0, set[int]())}
    total = sum(weights.values())
    assert covered(holding, [1, 2, 3], 10) == {
        1: pytest.approx((weights["river"] + weights["long"]) / total),
        2: pytest.approx(weights["long"] / total),
        3: 0.0,
    }
    assert covered({}, [1], 10) == {1: 0.0}


def test_the_words_of_a_question_are_found_in_any_form_and_in_headings(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    (folder / "otters.md").write_text('# Otters\n\nThey were swimming in the "Lech".\n')
    (folder / "swim.txt").write_text("Swims are held in May.\n")
    sync(tmp_path / "index", [folder], embedder)
    with Store(tmp_path / "index", embedder).snapshot() as snapshot:
        by_name = {
            Path(document.path).name: [passage.id for passage in snapshot.passages_of(document.id)]
            for document in snapshot.every_document()
        }
        every = [i for ids in by_name.values() for i in ids]
        [otters], [swims] = by_name["otters.md"], by_name["swim.txt"]
        found = snapshot.holding(["swim", "otter", 'le"ch', "x OR swim"], every)
        assert found["swim"] == (2, {otters, swims}) and found["otter"] == (1, {otters})
        assert found['le"ch'] == found["x OR swim"] == (0, frozenset())
        assert snapshot.holding(["swim"], [swims])["swim"] == (2, {swims})
        assert snapshot.holding(["swim"], [])["swim"] == (2, frozenset())
        assert snapshot.passage_count() == len(every)
        some = snapshot.within([folder / "otters.md"])
        assert some.holding(["swim"], every)["swim"] == (1, {otters}) and some.passage_count() == 1


def test_some_documents_are_asked_as_if_there_were_no_others(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    question = "Which is the longest river in France?"
    vector = embedder.encode([question])[0]
    own = sorted(folder.iterdir())[:2]
    for name, sources in (("all", [folder]), ("own", own)):
        sync(tmp_path / name, sources, embedder)
    with (
        Store(tmp_path / "all", embedder).snapshot() as every,
        Store(tmp_path / "own", embedder).snapshot() as alone,
    ):
        found, expected = (retrieve(question, vector, snapshot) for snapshot in (every.within(own), alone))
    texts = [
        [
            (retrieved.documents[hit.passage.document_id].title, hit.passage.start, hit.score)
            for hit in retrieved.hits
        ]
        for retrieved in (found, expected)
    ]
    assert texts[0] == texts[1] and len(texts[0]) > 1


def test_no_more_than_asked_for(folder: Path, tmp_path: Path, embedder: WordEmbedder) -> None:
    sync(tmp_path / "index", [folder], embedder)
    with Store(tmp_path / "index", embedder).snapshot() as snapshot:
        assert len(retrieve("France", embedder.encode(["France"])[0], snapshot, count=2).hits) == 2


def test_copies_are_kept_and_near_copies_take_no_place(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    rivers = (folder / "rivers.txt").read_text()
    for number in range(12):
        (folder / f"copy{number}.txt").write_text(rivers)
        (folder / f"near{number}.txt").write_text(rivers.rstrip() + " So it was." * (number % 2) + "\n")
    sync(tmp_path / "index", [folder], embedder)
    question = "Which is the longest river in France?"
    with Store(tmp_path / "index", embedder).snapshot() as snapshot:
        hits, documents = retrieve(question, embedder.encode([question])[0], snapshot, count=4)
    texts = [documents[hit.passage.document_id].text[hit.passage.start : hit.passage.end] for hit in hits]
    assert len(set(texts)) <= 4 and len(texts) > len(set(texts))
    assert {documents[hit.passage.document_id].title for hit in hits} >= {"Rivers of France", "Bridges"}


def test_versions_of_a_text_do_not_fill_the_list(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    words = "the service interval of the kestrel pump depends on the load that it has to bear from day to day in use"
    for number in range(15):
        (folder / f"mail{number}.txt").write_text(
            f"Mail {number}\n\nAs ever, {words}, says number {number} of us.\n"
        )
    (folder / "fact.txt").write_text("Have the kestrel looked after every 18 months.\n")
    sync(tmp_path / "index", [folder], embedder)
    question = "What is the service interval of the kestrel pump?"
    vector = embedder.encode([question])[0]
    with Store(tmp_path / "index", embedder).snapshot() as snapshot:
        hits, documents = retrieve(question, vector, snapshot, count=6)
        names = [Path(documents[hit.passage.document_id].path).name for hit in hits]
        many = retrieve(question, vector, snapshot, count=50).hits
    assert len(names) == 6 and "fact.txt" in names
    assert [name.startswith("mail") for name in names] == [True] * ALIKE + [False] * 3
    assert len(many) > 15  # where there is room, all are read


def test_a_series_of_reports_does_not_fill_the_list(
    folder: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    for number in range(110):
        (folder / f"report{number}.txt").write_text(
            f"The water pump at Dell Farm was inspected in May {1900 + number}.\nPressure was {number} bar.\n"
        )
    (folder / "letter.txt").write_text("Our engineer Ruth Kamara looks after the machine at Dell Farm.\n")
    sync(tmp_path / "index", [folder], embedder)
    question = "Who inspected the water pump at Dell Farm?"
    with Store(tmp_path / "index", embedder).snapshot() as snapshot:
        hits, documents = retrieve(question, embedder.encode([question])[0], snapshot)
    names = [Path(documents[hit.passage.document_id].path).name for hit in hits]
    assert len(names) == 10 and [name.startswith("report") for name in names[:SERIES]] == [True] * SERIES
    assert "letter.txt" in names and not any(name.startswith("report") for name in names[SERIES : SERIES + 1])


@pytest.mark.parametrize(
    ("question", "query"),
    [
        ('Who wrote "To be or not to be"?', '"to be or not to be" OR "wrote"'),
        ("What is new in version 3.5 of GPT-4?", '"new" OR "version" OR "3.5" OR "gpt-4"'),
        ("Which of the 12,000 units run C++ or C#?", '"12,000" OR "units" OR "run" OR "c++" OR "c#"'),
        ("How well-known is Musk's 2-year plan?", '"well" OR "known" OR "musk" OR "2-year" OR "plan"'),
        (
            'Which bolt fits a 5" pipe and a 6" flange?',
            '"bolt" OR "fits" OR "5" OR "pipe" OR "6" OR "flange"',
        ),
        ("What does WHO recommend?", '"who" OR "recommend"'),
        ("WHO WON IT?", '"won"'),
        ("IS it DO NOT enter?", '"enter"'),
    ],
)
def test_phrases_and_numbers_are_kept_whole(question: str, query: str) -> None:
    assert full_text_query(question) == query


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        (
            "It was opened by the Queen in 1890, and cost much.",
            "It was opened by the Queen in 1890 and it cost much",
            True,
        ),
        ("The plan for the old harbour was approved.", "The plan for the old harbour was rejected.", False),
        ("The plan was approved by all in the end.", "The plan was not approved by all in the end.", False),
        ("Of 20 boats, 3 were lost in the storm.", "Of 30 boats, 2 were lost in the storm.", False),
        (
            "In 2018 Ann paid Bob and in 2019 Bob paid Ann.",
            "In 2019 Ann paid Bob and in 2018 Bob paid Ann.",
            False,
        ),
        (
            "The hall of Holm is open from 5 pm on all days.",
            "The hall of Holm is open to 5 pm on all days.",
            False,
        ),
        ("It was the end of it.", "It is to be so.", False),
        (
            "Article 5 holds for all of the houses in Ryd.",
            "Article 5a holds for all of the houses in Ryd.",
            False,
        ),
        (
            "The lake is at 3.5 degrees in the first week.",
            "The lake is at -3.5 degrees in the first week.",
            False,
        ),
    ],
)
def test_what_is_a_near_copy(one: str, other: str, near: bool) -> None:
    seen = Seen()
    seen.take("Title", one, 1)
    assert seen.is_copy("Title", one.replace(" ", "\n")) and not seen.is_copy("Title", other)
    assert seen.is_near_copy("Title", other, 1) == near
    assert not seen.is_copy("Another", one) and not seen.is_near_copy("Another", other, 1)
    assert not seen.is_near_copy("Title", other, 2)
    seen.take("Title", one, 2)
    assert seen.is_near_copy("Title", other, 1) == seen.is_near_copy("Title", other, 2) == near
