"""What the chat shows of an answer, as HTML and as JSON, and what its page may load.

Text of documents, of questions and of errors is only ever text in the HTML.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from qa.answer import Alternative, Answer, Citation, FoundPassage, Outcome
from qa.chat_keep import kept_html
from qa.chat_source import PANE, source_link
from qa.names import cited_names, file_names
from qa.render import (
    NEAREST_SHOWN,
    agreement,
    asked_only,
    beside,
    in_one_line,
    is_likely,
    percent_of,
    printable,
    verdict,
    video_link,
    where,
)

SOURCES_SHOWN = 2  # of an answer; the others unfold
LISTED = 200  # documents and notes in the head of the page: a list of thousands would slow it down
CHOICES = 1_000  # documents to choose among
UNSCROLLED = 150  # characters of a question that surely fit where it is shown, on a low screen too
# What a browser may load for the page: nothing from elsewhere, whatever a document says.
POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "style-src 'self' 'unsafe-inline'",
        "script-src 'self'",  # and the inline scripts of the page itself: `qa.guard` adds their hashes
        "connect-src 'self'",
        "form-action 'self'",
        "frame-src 'self'",  # the pane that shows a source
        "frame-ancestors 'none'",
        "object-src 'none'",
        "base-uri 'self'",
    ]
)
_SCRIPT_FILE = Path(__file__).with_suffix(".js")
SCRIPT = f"<script>\n{_SCRIPT_FILE.read_text(encoding='utf-8')}</script>{PANE}"
_EXPLAINED = (
    "The passages that were read: their rank by meaning and by words, their likeness to the question, and how much "
    "rather the reader gives its best words in them than none. A dash (–): not found that way, or none of its words "
    "are among the best ones of all."
)


def plain(text: str) -> str:
    """Text in one line that neither HTML nor Markdown can read as anything but text.

    Every ASCII sign becomes a numeric entity: `html.escape` would leave what Markdown reads (`*`, `[`, `$`),
    and Gradio passes what it shows through Markdown.
    """
    line = printable(" ".join(text.split()))
    return "".join(f"&#{ord(c)};" if c.isascii() and not c.isalnum() and c != " " else c for c in line)


def question_html(question: str, understood: str = "", only: Sequence[str] = ()) -> str:
    """The user's own words, how they were understood where something was carried over, and what alone was asked.

    :param only: the paths of the documents that were; none: all were.
    """
    # A question that may have to be scrolled can have the keyboard's focus: see `chat.css`.
    scrolls = ' tabindex="0"' if len(question) > UNSCROLLED else ""
    # A heading, by which a screen reader goes from question to question.
    typed = f'<h2 class="qa-question" dir="auto"{scrolls}>{plain(question) or "(empty)"}</h2>'
    told = [f"Understood as: {understood}"] if understood else []
    told += [asked_only(only)] if only else []
    return typed + "".join(f'<p class="qa-understood" dir="auto">{plain(line)}</p>' for line in told)


def waiting_html(ahead: int = 0) -> str:
    """What stands in the place of an answer until it is there; `ahead` questions are answered before it."""
    before = "1 question is" if ahead == 1 else f"{ahead} questions are"
    said = f"Waiting; {before} before yours…" if ahead else "Reading the documents…"
    return f'<p class="qa-waiting">{plain(said)}</p>'


def failure_html(message: str, again: bool = False) -> str:
    """Why a question got no answer.

    :param again: whether to send it again would help; the page then puts it into the box.
    """
    looks = "qa-failure qa-again" if again else "qa-failure"
    return f'<p class="{looks}" dir="auto">{plain(message[:1].upper() + message[1:])}</p>'


def answer_html(answer: Answer, key: str = "") -> str:
    """An answer, how sure it is, the places it stands in, and what other sources say.

    :param key: what the page calls it when a person says something of it.
    """
    badge, _, hint = re.sub(r"[:;] ", "\n", verdict(answer), count=1).partition("\n")
    absent, agreed = answer.outcome is Outcome.NOT_IN_SOURCES, agreement(answer)
    shown = [found.citation for found in answer.passages[:NEAREST_SHOWN]] if absent else answer.citations
    names = cited_names([answer])
    looks = "qa-absent" if absent else "qa-sure" if is_likely(answer) else "qa-unsure"
    words = "<br>".join(plain(line) for line in answer.text.split("\n"))  # the items of a list
    parts = [
        "" if absent else f'<p class="qa-words" dir="auto">{words}</p>',
        f'<p class="qa-verdict"><span class="qa-badge {looks}">{plain(badge)}</span>',
        f" {plain(hint[:1].upper() + hint[1:])}</p>",
        f'<p class="qa-agreement" dir="auto">{plain(agreed)}</p>' if agreed else "",
        _sources(shown, names, NEAREST_SHOWN if absent else SOURCES_SHOWN, marked=not absent),
        *(_alternative(beside(answer), alternative, names) for alternative in answer.alternatives),
        kept_html(answer, key),
        _how_found(answer, names),
    ]
    return f'<div class="qa-answer">{"".join(parts)}</div>'


def head_html(
    documents: Sequence[tuple[str, str]], notes: Sequence[str], takes_documents: bool = False
) -> str:
    """The head of the page: its title, what it does, the open documents, and what to know of them."""
    count = "1 document is open" if len(documents) == 1 else f"{len(documents)} documents are open"
    names = file_names(path for path, _ in documents)
    listed = [
        f"{plain(title or Path(path).stem)} <small>{plain(names[path])}</small>" for path, title in documents
    ]
    parts = [
        "<h1>Ask your documents</h1>",
        "<p>Answers in the words of your documents, each shown where it stands.</p>",
        _unfolding(count, listed, "qa-documents")
        if documents
        else f'<p class="qa-nothing">{plain(nothing_open(takes_documents))}</p>',
    ]
    if notes:
        about = "1 note" if len(notes) == 1 else f"{len(notes)} notes"
        parts.append(_unfolding(about, [plain(note) for note in notes], "qa-notes"))
    return f'<header class="qa-head">{"".join(parts)}</header>'


def nothing_open(takes_documents: bool) -> str:
    """That there is no document, and what to do."""
    how = (
        "drop files on this page, or press “Add documents”." if takes_documents else "its sources hold none."
    )
    return f"No document is open: {how}"


def choices(documents: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The documents to choose among, as what is shown and the path; without the very many."""
    names = file_names(path for path, _ in documents)
    return [
        (printable(f"{title or Path(path).stem} ({names[path]})"), path)
        for path, title in documents[:CHOICES]
    ]


def _alternative(before: str, alternative: Alternative, names: Mapping[str, str]) -> str:
    confidence = plain(percent_of(alternative.confidence))
    return (
        f'<div class="qa-other"><p dir="auto">{plain(before)} <strong>{plain(in_one_line(alternative.text))}</strong>'
        f" <small>{confidence}</small></p>{_sources(alternative.citations, names, 1, marked=True)}</div>"
    )


def _sources(citations: Sequence[Citation], names: Mapping[str, str], shown: int, marked: bool) -> str:
    items = [_source(citation, names[citation.path], marked) for citation in citations]
    html = f'<ul class="qa-sources">{"".join(items[:shown])}</ul>' if items else ""
    if items[shown:]:
        more = f"{len(items) - shown} more " + ("place" if len(items) == shown + 1 else "places")
        rest = f'<ul class="qa-sources">{"".join(items[shown:])}</ul>'
        html += f'<details class="qa-more"><summary>{more}</summary>{rest}</details>'
    return html


def _source(citation: Citation, name: str, marked: bool) -> str:
    before, quote, after = (_flowing(part) for part in citation.parts)
    text = f"{before}<mark>{quote}</mark>{after}" if marked else _flowing(citation.context)
    title = f'<p class="qa-title" dir="auto">{plain(citation.title)}</p>'
    place = f'<p class="qa-place" dir="auto">{plain(where(citation, name))}</p>'
    actions = _actions(citation, name, marked)
    return f'<li>{title}{place}<blockquote dir="auto">{text}</blockquote>{actions}</li>'


def _actions(citation: Citation, name: str, quoted: bool) -> str:
    """What a person can do with a citation: open the source at it, or the recording at its second.

    The recording opens in another tab; it is the only way out of the page, and only by a click.
    """
    links = []
    if address := source_link(citation, quoted):
        called = f'aria-label="Open at the place: {plain(where(citation, name))}"'
        links.append(f'<a class="qa-open" href="{escape(address)}" {called}>Open at the place</a>')
    if video := video_link(citation.place):
        links.append(f'<a href="{video[0]}" target="_blank" rel="noopener noreferrer">{video[1]}</a>')
    return f'<p class="qa-actions">{" ".join(links)}</p>' if links else ""


def _how_found(answer: Answer, names: Mapping[str, str]) -> str:
    """What was retrieved and read for a question, and how long it took, for the curious."""
    if not answer.passages:
        return ""
    head = "".join(
        f'<th scope="col">{name}</th>'
        for name in ("Passage", "By meaning", "By words", "Similarity", "Margin")
    )
    rows = "".join(_passage_row(found, names[found.citation.path]) for found in answer.passages)
    took = ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in answer.timings.items())
    times = f"<p>{plain(f'Time: {took}')}</p>" if took else ""
    return (
        f'<details class="qa-how"><summary>{plain("How was this found?")}</summary><p>{plain(_EXPLAINED)}</p>'
        f'<div class="qa-scroll"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        f"{times}</details>"
    )


def _passage_row(found: FoundPassage, name: str) -> str:
    citation = found.citation
    place = plain(where(citation, name))
    if address := source_link(citation, quoted=False):
        place = f'<a class="qa-open" href="{escape(address)}">{place}</a>'
    figures = (
        _rank(found.dense_rank),
        _rank(found.lexical_rank),
        _figure(found.similarity),
        _figure(found.margin, "+"),
    )
    return f'<tr><th scope="row" dir="auto">{place}</th>{"".join(f"<td>{plain(text)}</td>" for text in figures)}</tr>'


def _rank(rank: int | None) -> str:
    return "–" if rank is None else str(rank)


def _figure(value: float | None, sign: str = "") -> str:
    return "–" if value is None else f"{value:{sign}.2f}".replace("-", "−")


def _flowing(text: str) -> str:
    """A cutting of a document: its blocks on lines of their own, and a space kept where it was cut at one."""
    lines = []
    for line in re.split(r"\s*\n\s*", text):
        first = " " if line[:1] == " " else ""
        last = " " if line[-1:] == " " and line.strip() else ""
        lines.append(f"{first}{plain(line)}{last}")
    return "<br>".join(lines)


def _unfolding(summary: str, items: Sequence[str], kind: str) -> str:
    rest = [f"and {len(items) - LISTED} more"] if len(items) > LISTED else []
    lines = "".join(f'<li dir="auto">{item}</li>' for item in [*items[:LISTED], *rest])
    return f'<details class="{kind}"><summary>{summary}</summary><ul tabindex="0">{lines}</ul></details>'
