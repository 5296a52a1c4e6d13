"""The worst errors of a reader, by kind, as a page to read."""

from collections import defaultdict

from qa.metrics import normalise
from training.figures import Scored, question_type

SHOWN = 100
KINDS = {
    "answered where there is no answer": "Unanswerable questions with the highest margins.",
    "other words of the paragraph": "The span has no word in common with an accepted answer.",
    "too short": "The span is a part of every accepted answer that it touches.",
    "too long": "The span holds an accepted answer and more.",
    "overlapping": "The span shares words with an accepted answer; neither holds the other.",
    "silent": "The right span was found, but its margin is the lowest.",
}


def kind_of(item: Scored) -> str | None:
    """Which kind of error a scored question is, or None where it is right."""
    if not item.accepted:
        return "answered where there is no answer" if item.margin > 0 else None
    if item.exact_match:
        return "silent" if item.margin < 0 else None
    given = f" {normalise(item.text)} "
    accepted = [f" {normalise(answer)} " for answer in item.accepted]
    if item.f1 == 0:
        return "other words of the paragraph"
    if any(given in answer for answer in accepted):
        return "too short"
    return "too long" if any(answer in given for answer in accepted) else "overlapping"


def worst(scored: list[Scored]) -> dict[str, list[Scored]]:
    """Up to 100 errors by kind, in proportion to the kinds: the surest wrong ones, the least sure silent ones."""
    kinds = defaultdict(list)
    for item in scored:
        kind = kind_of(item)
        if kind:
            kinds[kind].append(item)
    total = sum(map(len, kinds.values()))
    return {
        kind: sorted(kinds[kind], key=lambda item: item.margin if kind == "silent" else -item.margin)[
            : max(1, SHOWN * len(kinds[kind]) // total)
        ]
        for kind in KINDS
        if kinds[kind]
    }


def page(scored: list[Scored], name: str) -> str:
    """Markdown: how many errors of each kind there are, and the worst of each."""
    counts: dict[str, int] = defaultdict(int)
    for item in scored:
        counts[kind_of(item) or ""] += 1
    lines = [f"## {name}: {len(scored) - counts['']:,} errors in {len(scored):,} questions", ""]
    for kind, items in worst(scored).items():
        lines += [f"### {kind}: {counts[kind]:,}", "", KINDS[kind], ""]
        lines += ["| question | type | marked | accepted | margin |", "|---|---|---|---|---|"]
        for item in items:
            accepted = " / ".join(dict.fromkeys(item.accepted)) or "none"
            cells = (item.question, question_type(item.question), item.text, accepted, f"{item.margin:.1f}")
            lines.append(
                "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"
            )
        lines.append("")
    return "\n".join(lines)
