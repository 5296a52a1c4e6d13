"""What a person says of the answers in the chat: right, wrong, or answered by words that they marked in a source."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index import Error
from qa import chat_source, feedback
from qa.answer import Answer
from qa.assistant import Assistant
from qa.chat_keep import verbatim

JUDGEMENTS = {"right": True, "wrong": False, "neither": None}
MARKED, FAILED = "marked", "failed"


@dataclass(frozen=True)
class Shown:
    """An answer that a page shows, and the key by which the page names it: a question may be asked twice."""

    answer: Answer
    key: str = field(default_factory=lambda: secrets.token_hex(8))


def judge(assistant: Assistant, folder: Path, judgement: str, answers: Sequence[Shown | None]) -> str:
    """Writes down what a person said of an answer, and gives the HTML that tells the page so.

    :param folder: where the file of questions is kept.
    :param judgement: a number that makes it differ from the one before, what is said, and the key of the answer, as
        "3 right 0a1b"; words that were marked come as "4 marked 0a1b 7 2c3d in 1890", after the number and the
        version of the document that they stand in; see `qa.chat_source`.
    :raises Error: if the page's answers do not have the key, or it cannot be written down.
    """
    _, said, key, rest = (*judgement.split(" ", 3), "", "", "", "")[:4]
    answer = next((shown.answer for shown in answers if shown is not None and shown.key == key), None)
    if answer is None or said not in (*JUDGEMENTS, MARKED):
        raise Error("not noted: this chat no longer keeps the answer; ask the question again")
    # In the file it stands alone: as it was understood.
    whole = replace(answer, question=answer.understood or answer.question)
    if said == MARKED:
        number, version, words = (*rest.split(" ", 2), "", "")[:3]
        document = chat_source.document_of(assistant, number, version)
        feedback.note_words(folder, whole, document, words)
    else:
        feedback.note(folder, whole, JUDGEMENTS[said])
    told = (
        f"Taken out of {folder / feedback.FILE}"
        if said == "neither"
        else f"Noted in {folder / feedback.FILE}"
    )
    return _told(key, said, told)


def not_judged(judgement: str, error: Error) -> str:
    """The HTML that tells why a judgement could not be written down: Gradio shows no error of such an event."""
    _, _, key, _ = (*judgement.split(" ", 3), "", "", "", "")[:4]
    return _told(key, FAILED, str(error))


def _told(key: str, said: str, told: str) -> str:
    # Never the same twice, or the page would not see it arrive.
    return f'<pre class="qa-noted">{verbatim(f"{key} {said} {told}")}</pre><p>{time.monotonic_ns()}</p>'
