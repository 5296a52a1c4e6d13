"""What a person said of answers: a file of questions of their own, which `qa eval` reads."""

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from index import JUDGEMENTS, Document, Error
from qa.answer import Answer
from qa.metrics import normalise
from qa.render import printable

FILE = JUDGEMENTS
FILE_BYTES = 5_000_000
WORDS_CHARACTERS = 1_000  # of an answer that a person marks
LOCK_SECONDS = 5.0


def note(folder: Path, answer: Answer, right: bool | None) -> None:
    """Writes down that an answer is right or wrong, in place of what was said of it before; None takes that back.

    A right one is a question of the file with its answer and sources. A wrong one is kept aside in it, as "to_correct":
    `qa eval` leaves it out until someone gives its answers and takes that off; so is a right one of signs only.
    Lines that were edited stay, but for those of words that were marked.

    :raises Error: if the file cannot be written, or is full.
    """
    if right and answer.only and not answer.text:
        raise Error(
            "not noted: it was asked of the chosen documents only, and others may say; ask all to note it"
        )
    _write(folder, answer, "" if right is None else _line(answer, right))


def note_words(folder: Path, answer: Answer, document: Document, words: str) -> None:
    """Writes down that a question has these words of a document for its answer, in place of what was said before.

    :param words: as a person marked them; white space counts as one space.
    :raises Error: if they do not stand in the document or are no words, the file cannot be written, or it is full.
    """
    marked = " ".join(words.split())
    if not marked or marked not in " ".join(printable(document.text).split()):
        raise Error(f"the marked words do not stand in {Path(document.path).name}: mark them again")
    if not normalise(marked):
        raise Error(f"{marked!r} is no answer by itself: mark more words")
    if len(marked) > WORDS_CHARACTERS:
        raise Error(f"{len(marked)} characters are too many for an answer: mark {WORDS_CHARACTERS} or fewer")
    record = {
        "question": answer.question,
        "answers": [marked],
        "sources": [Path(document.path).name],
        "marked": True,
    }
    _write(folder, answer, json.dumps(record, ensure_ascii=True) + "\n")


def _write(folder: Path, answer: Answer, new: str) -> None:
    """Adds a line to the file in place of what was said of the answer before."""
    file = folder / FILE
    said = {_line(answer, True), _line(answer, False)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f"{FILE}.lock", timeout=LOCK_SECONDS):
            text = file.read_text(encoding="utf-8").removesuffix("\n") if file.exists() else ""
            # Not `splitlines`: U+2028 and the like may stand in a string of JSON.
            lines = [f"{line}\n" for line in text.split("\n")] if text else []
            kept = [line for line in lines if line not in said and not _is_marked(line, answer.question)]
            content = ("".join(kept) + new).encode("utf-8")
            if len(content) > FILE_BYTES:
                raise Error(f"{file} is full: move it elsewhere, and a new one begins")
            _replace(file, content)
    except (OSError, UnicodeDecodeError, Timeout) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise Error(f"cannot write {file}: {reason}") from error


def _is_marked(line: str, question: str) -> bool:
    """Whether a line holds words that were marked for the question; an editor may have left anything there."""
    with contextlib.suppress(ValueError, RecursionError):
        record = json.loads(line)
        return (
            isinstance(record, dict) and record.get("marked") is True and record.get("question") == question
        )
    return False


def _line(answer: Answer, right: bool) -> str:
    # An answer of signs only is compared with no other; `qa eval` would refuse the file for it.
    right = right and (not answer.text or normalise(answer.text) != "")
    record: dict[str, Any] = {
        "question": answer.question,
        "answers": [answer.text] if right and answer.text else [],
    }
    record["sources"] = list(dict.fromkeys(Path(c.path).name for c in answer.citations)) if right else []
    if not right:
        record |= {"to_correct": True, "given": answer.text}
    return json.dumps(record, ensure_ascii=True) + "\n"


def _replace(file: Path, content: bytes) -> None:
    partial = file.with_suffix(".partial")
    # What people ask is their own: no one else on the machine reads it.
    with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(partial, file)
