"""What a person keeps of the chat: an answer on the clipboard, the conversation as a file, a link to a question, and
whether an answer was right.

The server puts the text into the page, as text that is not shown; a script there copies it or makes a file of it. So
no route serves files, and nothing leaves the browser and the server it talks to.
"""

import re
import time
from collections.abc import Sequence
from pathlib import Path

from qa.answer import Answer, Outcome
from qa.export import Format, export, to_quotation

_FILE = Path(__file__).with_suffix(".js")
SCRIPT = f"<script>\n{_FILE.read_text(encoding='utf-8')}</script>"


def kept_html(answer: Answer, key: str = "") -> str:
    """The texts that the script copies or sends, not shown.

    :param key: what the page calls the answer when a person says something of it.
    """
    # As it was understood: a link to "why?" would ask nothing.
    whole = f'<pre class="qa-whole" dir="auto">{verbatim(answer.understood or answer.question)}</pre>'
    named = f'<pre class="qa-key">{verbatim(key)}</pre>'
    if answer.outcome is Outcome.NOT_IN_SOURCES:
        return named + whole
    return f'{named}{whole}<pre class="qa-copied" dir="auto">{verbatim(to_quotation(answer))}</pre>'


def file_html(answers: Sequence[Answer], form: Format) -> str:
    """The text that the script makes a file of; never the same twice, or the page would not see it arrive."""
    text = verbatim(export(answers, form))
    return f'<pre class="qa-file qa-as-{form.suffix}">{text}</pre><p>{time.monotonic_ns()}</p>'


def verbatim(text: str) -> str:
    """The text, line ends and all, as HTML in one line that neither HTML nor Markdown reads as anything but text."""
    return re.sub(r"[^\w ]|_", _entity, text)


def _entity(sign: re.Match[str]) -> str:
    return f"&#{ord(sign[0])};" if sign[0].isascii() else sign[0]
