"""What to call the files that are cited: several may have one name, in different folders."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from qa.answer import Answer


def file_names(paths: Iterable[str]) -> dict[str, str]:
    """What to call the file of each path: its name, or so much of the path as tells it from those of that name."""
    named: dict[str, str] = {}
    left = {path: PurePath(path).parts for path in dict.fromkeys(paths)}
    taken = 0  # parts, counted from the end
    while left:
        taken += 1
        counts = Counter(parts[-taken:] for parts in left.values())
        told = [path for path, parts in left.items() if counts[parts[-taken:]] == 1 or len(parts) <= taken]
        named |= {path: str(PurePath(*left.pop(path)[-taken:])) for path in told}
    return named


def cited_names(answers: Sequence[Answer]) -> dict[str, str]:
    """What to call each file that answers cite, or that was read for them, by its path."""
    paths: list[str] = []
    for answer in answers:
        others = (citation for alternative in answer.alternatives for citation in alternative.citations)
        read = (found.citation for found in answer.passages)
        paths += [citation.path for citation in (*answer.citations, *others, *read)]
    return file_names(paths)
