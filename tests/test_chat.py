"""What the chat shows: an answer, its words and places, the head; and that text stays text."""

import html
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answer import Alternative, Answer, Citation, Outcome
from qa.chat_page import answer_html, failure_html, head_html, plain, question_html
from qa.export import to_markdown
from qa.render import printable, to_text
from tests.chatting import ARTICLE, HOSTILE, NOTES, WordAssistant, chat, document, hostile, musk, running
from tests.tags import Tags

SOURCE = r"/source\?document=\d+&start=\d+&end=\d+&version=[0-9a-f]{16}(?:&as=passage)?#quote"


def assert_only_text(source: str) -> None:
    """Nothing in it is markup but ours, for HTML or for Markdown."""
    tags = Tags(source)
    ours = "a blockquote br details div h1 h2 header li mark p pre small span strong summary table tbody td th thead tr"
    assert tags.names <= {*ours.split(), "ul"}
    for name, value in tags.attributes:
        if name == "aria-label":  # in which every sign is written as an entity
            continue
        assert name in ("class", "dir", "href", "rel", "scope", "tabindex", "target")
        assert re.fullmatch(rf"[\w -]+|{SOURCE}", str(value)) or str(value).startswith("https://youtu.be/")
    between = re.sub(r"<[^<>]+>|&#\d+;", "", source)
    assert not re.search(r"[!-+/;-@\[-`{-~]", between), between  # what is left has no sign that starts markup


@given(st.text())
def test_plain_text_has_no_ascii_sign(text: str) -> None:
    escaped = plain(text)
    assert re.fullmatch(r"(?:[^\x00-\x7f]|[A-Za-z0-9 ]|&#\d+;)*", escaped)
    assert html.unescape(escaped) == printable(" ".join(text.split()))


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_text_is_only_text(payload: str) -> None:
    assistant = WordAssistant([hostile(payload), hostile(payload)], (payload,))
    answer = assistant.ask("hostile number")
    absent = assistant.ask("nothing about zebras")
    assert (answer.outcome, absent.outcome) == (Outcome.ANSWERED, Outcome.NOT_IN_SOURCES)
    shown = printable(" ".join(payload.split()))
    pages = [
        answer_html(answer),
        answer_html(absent),
        question_html(payload),
        failure_html(payload),
        head_html(assistant.documents, assistant.notes),
    ]
    for page in pages:
        assert_only_text(page)
        assert " ".join(shown.split()).casefold() in " ".join(Tags(page).text.split()).casefold()
        assert all(
            re.fullmatch(SOURCE, str(value)) for name, value in Tags(page).attributes if name == "href"
        )


def test_an_answer_shows_its_words_its_place_and_how_sure_it_is() -> None:
    page = answer_html(musk().ask("How much is the value they offer?"))
    assert re.search(r'"qa-words"[^>]*>&#36;97&#46;4 billion<', page)
    assert "at <mark>&#36;97&#46;4 billion</mark>&#46; Sam" in page
    assert re.search(r'qa-sure">Sure · 93 &#37;<', page)
    assert "musk-and-ai.md, line 3 · The bid for OpenAI · 0:11:53" in Tags(page).text
    link = '<a href="https://youtu.be/R4TzivjuseY?t=713" target="_blank" rel="noopener noreferrer">'
    assert page.count("https://") == 1
    assert link in page
    assert re.search(
        r'"qa-open" href="/source\?document=1&amp;start=159&amp;end=172&amp;version=\w{16}#quote"', page
    )


def test_the_card_of_a_file_that_has_changed_says_so() -> None:
    answer = musk().ask("How much is the value they offer?")
    place = r'<p class="qa-place"[^>]*>([^<]*)</p>'
    assert "changed" not in Tags(answer_html(answer)).text
    changed = replace(answer, citations=tuple(replace(one, changed=True) for one in answer.citations))
    [shown] = re.findall(place, answer_html(changed))
    assert html.unescape(shown).endswith("The bid for OpenAI · 0:11:53 · changed since it was indexed")


def test_how_an_answer_was_found_unfolds() -> None:
    page = answer_html(musk().ask("How much is the value they offer?"))
    found = Tags(page[page.index('<details class="qa-how">') :])
    assert "open" not in dict(found.attributes)
    assert found.text.startswith("How was this found?")
    assert "musk-and-ai.md, line 2 · The bid for OpenAI110.40−1.00" in found.text
    assert "Time: total 0.00 s" in found.text
    some = musk().ask("their offer")
    unranked = replace(some.passages[0], dense_rank=None, similarity=None, margin=None)
    assert "–1––" in Tags(answer_html(replace(some, passages=(unranked,), timings={}))).text


def test_an_answer_of_chosen_documents_says_so() -> None:
    answer = replace(musk().ask("zebras?"), only=("/docs/why.md", "/x/a.md", "/y/a.md", "/b.md"))
    asked = "Asked only: why.md, x/a.md, y/a.md and 1 more"
    assert asked in Tags(question_html("zebras?", only=answer.only)).text
    assert "Not in the chosen documents" in Tags(answer_html(answer)).text
    assert f"{asked}\nNot in the chosen documents" in to_text(answer)
    assert asked in html.unescape(to_markdown([answer])).replace("\\", "")


def test_an_unsure_answer_and_another_one_say_so() -> None:
    page = answer_html(musk().ask("reports"))
    assert re.search(r'qa-unsure">Not sure enough · 42 &#37;</span> Check the sources', page)
    assert page.count("Another passage says&#58; <strong>") == 1
    assert "31 %" in Tags(page).text
    assert "source says" not in Tags(page).text  # two sentences may say the same
    both = Tags(answer_html(musk().ask("OpenAI offer companies left"))).text
    assert "1 source says $97.4 billion, 1 source says 2018." in both


def test_what_is_not_in_the_sources_shows_the_three_nearest_passages() -> None:
    page = answer_html(WordAssistant([document(f"/{i}.md", ARTICLE) for i in range(4)]).ask("zebras"))
    assert 'qa-absent">Not in the sources</span> The nearest passages are&#58;' in page
    assert page.count("<blockquote") == 3
    assert "<mark>" not in page
    assert "Why did Musk quit OpenAI&#63;<br>Earlier reports" in page


@pytest.mark.parametrize(
    "video", ["short", "x" * 21, "a b c d e f", "../../../x", 'R4Tz"onclick="x', "R4Tzivj?x=1"]
)
def test_a_strange_video_has_no_link(video: str) -> None:
    answer = WordAssistant([document("/a.md", NOTES, video)]).ask("their offer")
    assert "youtu" not in answer_html(answer)


def test_rows_and_items_are_told_apart_where_they_stand_in_one_line() -> None:
    text = "Prices\nOf tickets\nTicket | Adult\nSingle | €4.50\n\ntent\ntwo sleeping bags"
    prices = document("/docs/prices.md", text)
    table, items = text.index("Ticket"), text.index("tent")
    quoted = Citation.of(prices, text.index("€"), text.index("\n\n"), (table, len(text)))
    listed = Alternative(
        "tent\ntwo sleeping bags", 0.3, (Citation.of(prices, items, len(text), (items, len(text))),)
    )
    answer = Answer("How much?", Outcome.ANSWERED, "€4.50", 0.9, (quoted,), (listed,))
    shown = to_text(answer)
    assert "    Ticket | Adult / Single | »€4.50« / tent / two sleeping bags\n" in shown
    assert "Another passage says: tent / two sleeping bags\n" in shown
    assert "tent / two sleeping bags" in Tags(answer_html(answer)).text
    whole = replace(answer, text="tent\ntwo sleeping bags", alternatives=())
    assert "**tent / two sleeping bags**" in to_markdown([whole])


def test_many_places_unfold() -> None:
    answer = musk().ask("their offer")
    several = Answer(**(vars(answer) | {"citations": answer.citations * 5}))
    assert "<summary>3 more places</summary>" in answer_html(several)


def test_the_head_names_the_documents_and_the_notes() -> None:
    text = Tags(head_html(musk().documents, musk().notes)).text
    assert "2 documents are open" in text
    assert "What made Elon Musk walk away from OpenAI? why.md" in text
    assert "1 note" in text
    assert "skipped /docs/scan.pdf: no text in it" in text
    many = head_html([(f"/{i}.md", f"Title {i}") for i in range(1000)], ())
    assert "and 800 more" in many
    assert "qa-notes" not in many


def test_the_head_of_a_chat_without_documents_says_what_to_do() -> None:
    assert "No document is open: drop files on this page" in Tags(head_html([], (), True)).text
    assert "No document is open: its sources hold none." in Tags(head_html([], ())).text
    with running(WordAssistant([])) as address:
        assert "No document is open" in html.unescape(chat(address, "zebras?"))


@given(st.text(), st.text(min_size=1))
def test_what_was_understood_is_only_text(question: str, understood: str) -> None:
    assert_only_text(question_html(f"x{question}", understood))
