"""Measures follow-up questions: `python -m tests.conversing` asks all of `conversations.jsonl` and prints each.

A line is `{"turns": [{"question", "answers", "complete"}]}`; `complete`, which only a follow-up has, is its ideal
wording, by hand. What it is worth is told beside the same follow-ups as they were typed, and in that wording,
which says what the reader can reach at all.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import qa
from qa.answer import Answer, Outcome, Turn
from qa.assistant import Assistant
from qa.evaluate import RIGHT_F1
from qa.features import stem
from qa.follow_up import completed
from qa.metrics import f1
from qa.retrieve import content_words

CONVERSATIONS = Path(__file__).with_name("conversations.jsonl")
SAME_WORDS = 0.8  # F1 of the stems of content words from which two wordings ask the same


@dataclass(frozen=True)
class Asked:
    """A turn of a conversation of the set."""

    question: str
    answers: list[str]  # accepted texts; empty when the documents do not say
    complete: str  # "" for a question that stands alone


@dataclass(frozen=True)
class Followed:
    """A follow-up with what came before it, and its answers: completed by rule, as typed, in the ideal wording."""

    asked: Asked
    before: Turn
    completed: Answer
    typed: Answer
    ideal: Answer


def read_conversations(path: Path = CONVERSATIONS) -> list[list[Asked]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        [
            Asked(turn["question"], turn["answers"], turn.get("complete", ""))
            for turn in json.loads(line)["turns"]
        ]
        for line in lines
    ]


def follow(
    assistant: Assistant, conversations: Sequence[Sequence[Asked]]
) -> Iterator[tuple[Asked, Answer, Followed | None]]:
    """Every turn with its answer in the conversation as it runs, and what a follow-up is worth besides."""
    for conversation in conversations:
        turns: list[Turn] = []
        for asked in conversation:
            answer = assistant.ask(asked.question, turns)
            if not asked.complete:
                yield asked, answer, None
            else:
                typed = assistant.ask(asked.question) if answer.understood else answer
                same = (answer.understood or asked.question) == asked.complete
                ideal = answer if same else assistant.ask(asked.complete)
                yield asked, answer, Followed(asked, turns[-1], answer, typed, ideal)
            turns.append(answer.turn)


def is_right(answer: Answer, accepted: list[str]) -> bool:
    """Answered with an F1 of at least 0.5 to an accepted answer, or not answered where there is none."""
    given = answer.text if answer.outcome is Outcome.ANSWERED else ""
    return bool(given) and f1(given, accepted) >= RIGHT_F1 if accepted else not given


def asks_the_same(wording: str, ideal: str) -> bool:
    """Whether two wordings have nearly the same content words."""
    one, other = ({stem(word) for word in content_words(text)} for text in (wording, ideal))
    return 2 * len(one & other) >= SAME_WORDS * (len(one) + len(other))


def share_of_right_wordings(conversations: Sequence[Sequence[Asked]]) -> float:
    """The share of follow-ups completed as meant, where all that came before was answered rightly."""
    same = []
    for conversation in conversations:
        turns: list[Turn] = []
        for asked in conversation:
            if asked.complete:
                same.append(asks_the_same(completed(asked.question, turns), asked.complete))
            turns.append(Turn(asked.complete or asked.question, asked.answers[0] if asked.answers else ""))
    return sum(same) / len(same)


def main() -> None:
    conversations = read_conversations()
    followed = [entry for *_, entry in follow(qa.open(), conversations) if entry]
    for entry in followed:
        marks = [is_right(a, entry.asked.answers) for a in (entry.completed, entry.typed, entry.ideal)]
        print(
            "".join("+" if right else "-" for right in marks),
            f"[{entry.before.question} {entry.before.answer}]",
        )
        print(f"    {entry.asked.question} | {entry.completed.understood} | {entry.asked.complete}")
        print(f"    {entry.completed.text} | {entry.typed.text} | {entry.ideal.text}")
    for name in ("completed", "typed", "ideal"):
        right = sum(is_right(getattr(entry, name), entry.asked.answers) for entry in followed)
        print(f"{name}: {right} of {len(followed)} right, {right / len(followed):.1%}")
    meant = sum(asks_the_same(e.completed.understood or e.asked.question, e.asked.complete) for e in followed)
    print(f"completed as meant: {meant / len(followed):.1%} as the conversation ran, ", end="")
    print(f"{share_of_right_wordings(conversations):.1%} after right answers")


if __name__ == "__main__":
    main()
