"""Follow-up questions on the bundled documents, with the bundled models."""

import pytest

import qa
from qa.answer import Answer
from qa.paths import SEEDS
from tests.conversing import Asked, Followed, follow, is_right, read_conversations, share_of_right_wordings

Rows = list[tuple[Asked, Answer, Followed | None]]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    return list(follow(qa.open(SEEDS, tmp_path_factory.mktemp("index")), read_conversations()))


def test_follow_ups_are_answered(rows: Rows) -> None:
    # What this build reaches (64 %), less four follow-ups for the precision of another processor. The goal is 70 %,
    # which the ideal wording reaches (75 %); the rules answer for the share of that which they keep.
    followed = [entry for *_, entry in rows if entry is not None]
    right = {
        name: sum(is_right(getattr(entry, name), entry.asked.answers) for entry in followed) / len(followed)
        for name in ("completed", "typed", "ideal")
    }
    assert len(followed) >= 70
    assert right["completed"] >= 0.58, right
    assert right["completed"] >= 0.80 * right["ideal"], right
    # The reader of the sixth stage answers more of what is typed as it stands (48 %, 35 % before).
    assert right["completed"] >= right["typed"] + 0.03, right


def test_follow_ups_are_understood() -> None:
    conversations = read_conversations()
    assert len(conversations) >= 60 and all(len(turns) in (2, 3) for turns in conversations)
    assert share_of_right_wordings(conversations) >= 0.82


def test_nothing_is_carried_into_a_question_that_stands_alone(rows: Rows) -> None:
    alone = [(asked, answer) for asked, answer, entry in rows if entry is None]
    assert len(alone) > len(read_conversations())  # topics change in the middle of some
    assert [answer.understood for _, answer in alone if answer.understood] == []
