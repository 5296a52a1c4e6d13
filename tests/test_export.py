"""What a person takes away from a conversation: complete, citable, and document text as text only."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index import Place
from qa.answer import Answer, Citation, Outcome
from qa.export import Format, export, to_csl, to_json, to_markdown, to_quotation
from qa.render import printable
from tests.chatting import HOSTILE, WordAssistant, document, hostile, musk

ANSWERS = [
    musk().ask("How much is the value they offer?"),
    musk().ask("When was it that Musk left?"),
    musk().ask("zebras"),
]
# The variables and types that a CSL-JSON item may have, of those that are used here (CSL 1.0.2, csl-data.json).
CSL_VARIABLES = {"id", "type", "title", "page", "locator", "note", "URL", "archive_location"}
CSL_TYPES = {"document", "webpage", "dataset", "personal_communication"}


def shown(markdown: str) -> tuple[set[str], str]:
    """The elements that Markdown makes, as GitHub reads it, and the text in them."""
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    text = re.sub(r"<[^<>]+>", "", html)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return set(re.findall(r"<([a-z0-9]+)", html)), " ".join(text.split())


def test_markdown_has_questions_answers_quotations_and_places() -> None:
    elements, text = shown(to_markdown(ANSWERS))
    assert elements == {"h1", "h2", "p", "strong", "blockquote", "a"}
    for words in (
        "How much is the value they offer? $97.4 billion Sure · 93 % According to reports",
        "put the value of OpenAI at »$97.4 billion«. Sam Altman is reported",
        "— Elon Musk and the contest for AI · musk-and-ai.md, line 3 · The bid for OpenAI · 0:11:53 https://youtu.be/R4TzivjuseY?t=713",
        "When was it that Musk left? 2018 Sure",
        "zebras Not in the sources; the nearest passages are: The bid for OpenAI According to reports",
    ):
        assert words in text


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_text_is_text_in_markdown(payload: str) -> None:
    assistant = WordAssistant([hostile(payload), hostile(payload)])
    answers = [assistant.ask("hostile number"), assistant.ask(payload + " x"), assistant.ask("zebras")]
    elements, text = shown(to_markdown(answers))
    assert elements <= {"h1", "h2", "p", "strong", "blockquote"}
    assert " ".join(printable(" ".join(payload.split())).split()) in text
    assert "evil" not in json.dumps([item.get("URL", "") for item in to_csl(answers)])


@given(st.text(min_size=1))
def test_any_text_comes_out_of_markdown_as_it_went_in(text: str) -> None:
    asked = Answer(text, Outcome.NOT_IN_SOURCES, "", 0.0)
    assert shown(to_markdown([asked]))[1].startswith(
        one_line(f"Questions and answers {text} Not in the sources")
    )
    quoting = Answer("q", Outcome.ANSWERED, "x", 1.0, (citation("/a.md", text, Place()),))
    assert one_line(f"»{text}« — Title · a.md") in shown(to_markdown([quoting]))[1]


def one_line(text: str) -> str:
    """What a person sees of a text, its white space made one."""
    return " ".join(printable(" ".join(text.split())).split())


def citation(path: str, quote: str, place: Place) -> Citation:
    return Citation("Title", path, 0, len(quote), quote, place, quote, 0)


def test_json_has_the_answers_and_of_the_passages_only_what_is_shown() -> None:
    saved = json.loads(export(ANSWERS, Format.JSON))["answers"]
    assert saved == to_json(ANSWERS)
    assert [answer["question"] for answer in saved] == [answer.question for answer in ANSWERS]
    assert saved[0]["citations"] == [c.to_json() for c in ANSWERS[0].citations]
    assert [len(answer["passages"]) for answer in saved] == [0, 0, 2]


def test_csl_has_an_item_for_each_document_that_is_cited() -> None:
    items = json.loads(export(ANSWERS, Format.CSL))
    assert [item["title"] for item in items] == [
        "Elon Musk and the contest for AI",
        "What made Elon Musk walk away from OpenAI?",
    ]
    assert items[0]["URL"] == "https://youtu.be/R4TzivjuseY?t=713"
    assert items[0]["locator"] == "0:11:53"
    assert items[1]["locator"] == "line 3" and items[1]["note"] == "“2018” (line 3)"
    assert_csl(items)
    assert to_csl([ANSWERS[2]]) == []


def test_csl_gathers_pages_and_says_what_kind_of_thing_a_file_is() -> None:
    pages = [citation("/p/report.pdf", f"quote {n}", Place(page=n)) for n in (3, 7, 3)]
    others = [citation(path, "q", Place()) for path in ("/p/a.html", "/p/b.csv", "/p/c.eml", "/q/a.html")]
    items = to_csl([Answer("q", Outcome.ANSWERED, "x", 1.0, (*pages, *others))])
    assert_csl(items)
    assert [item["type"] for item in items] == [
        "document",
        "webpage",
        "dataset",
        "personal_communication",
        "webpage",
    ]
    assert items[0]["page"] == "3, 7" and "locator" not in items[0]
    assert items[0]["note"] == "“quote 3” (page 3); “quote 7” (page 7)"
    assert [item["archive_location"] for item in items] == [c.path for c in (pages[0], *others)]
    assert items == to_csl([Answer("other", Outcome.UNSURE, "y", 0.2, (*pages, *others))])


@pytest.mark.parametrize(
    ("place", "locator"),
    [
        (Place(slide=3), "slide 3"),
        (Place(line=4, row=3, column="B"), "cell B3"),
        (Place(row=3, column="B", sheet="Rivers"), "Rivers, cell B3"),
        (Place(line=40, message=2, date="2024-03-12"), "message 2, 12 March 2024, line 40"),
        (Place(line=8, date="2024-03-12"), "12 March 2024, line 8"),
        (Place(line=9, notebook_cell=2), "notebook cell 2, line 9"),
        (Place(), None),
    ],
)
def test_csl_says_where_in_a_file_without_pages_the_words_stand(place: Place, locator: str | None) -> None:
    items = to_csl([Answer("q", Outcome.ANSWERED, "x", 1.0, (citation("/p/a", "q", place),))])
    assert_csl(items)
    assert items[0].get("locator") == locator


def test_csl_has_the_labels_of_pages_that_have_some() -> None:
    cited = tuple(
        citation("/p/a.pdf", "q", Place(page=n, label=label)) for n, label in ((3, "iii"), (5, None))
    )
    [item] = to_csl([Answer("q", Outcome.ANSWERED, "x", 1.0, cited)])
    assert item["page"] == "iii, 5"
    assert item["note"] == "“q” (page iii (PDF page 3)); “q” (page 5)"


def test_markdown_says_how_a_question_was_understood() -> None:
    followed = Answer("why?", Outcome.NOT_IN_SOURCES, "", 0.1, understood="why did *Musk* leave OpenAI?")
    text = shown(to_markdown([followed]))[1]
    assert text.startswith("Questions and answers why? Understood as: why did *Musk* leave OpenAI? Not in")
    assert "Understood as" not in to_markdown(ANSWERS)


def assert_csl(items: list[dict[str, object]]) -> None:
    assert len({item["id"] for item in items}) == len(items)
    for item in items:
        assert set(item) <= CSL_VARIABLES and {"id", "type", "title"} <= set(item)
        assert item["type"] in CSL_TYPES
        assert all(isinstance(value, str) and value for value in item.values())
        assert re.fullmatch(r"[a-z0-9-]+", str(item["id"]))


def test_an_answer_is_copied_with_its_sentences_and_places() -> None:
    assert to_quotation(ANSWERS[0]) == (
        "$97.4 billion\n\n“According to reports, he stood at the head of a group of investors. "
        "Their offer put the value of OpenAI at $97.4 billion. Sam Altman is reported to have turned the offer down.”\n"
        "Elon Musk and the contest for AI · musk-and-ai.md, line 3 · The bid for OpenAI · 0:11:53\n"
        "https://youtu.be/R4TzivjuseY?t=713"
    )


def test_a_video_that_is_no_video_is_no_link() -> None:
    bad = document("/a.md", "T\nH\nIn 2018 it was.", 'R4Tz"><script>alert(1)</script>')
    answer = WordAssistant([bad]).ask("when was that in 2018")
    assert "youtu" not in to_quotation(answer) + to_markdown([answer]) + str(to_csl([answer]))
