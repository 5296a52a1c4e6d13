"""A report as tables for a terminal."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from qa.compare import compared
from qa.render import printable
from qa.report import caution, promise

SHOWN = 20  # questions that changed, at the most


def print_report(measured: dict[str, Any], console: Console) -> None:
    """Prints all but the single answers of a report; the last line is the promise."""
    for table in (_figures(measured), _failures(measured), _reliability(measured), _risk(measured)):
        console.print(table)
    if "since_baseline" in measured:
        _print_changes(measured["since_baseline"], console)
    for said in filter(None, (caution(measured), promise(measured))):
        console.print(said, soft_wrap=True)


def _table(first: str, numbers: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(first, box=None)
    for heading in numbers:
        table.add_column(heading, justify="right")
    for row in rows:
        table.add_row(*row)
    return table


def _figures(measured: dict[str, Any]) -> Table:
    rows = []
    for name, value in measured["figures"].items():
        low, high = measured["intervals"][name]
        interval = f"{100 * low:.1f} to {100 * high:.1f}"
        rows.append(
            (name.replace("_", " "), f"{100 * value:.1f} %", interval, str(measured["asked_about"][name]))
        )
    times = measured["seconds"]
    for name, said in (("median", "seconds a question, median"), ("p95", "seconds a question, p95")):
        low, high = times["intervals"][name]
        rows.append((said, f"{times[name]:.3f} s", f"{low:.3f} to {high:.3f}", str(measured["questions"])))
    return _table("measure", ("value", "95 % interval", "questions"), rows)


def _failures(measured: dict[str, Any]) -> Table:
    rows = ((name, str(count)) for name, count in measured["failures"].items())
    return _table("where questions failed", ("questions",), rows)


def _reliability(measured: dict[str, Any]) -> Table:
    rows = (
        (
            f"{100 * row['from']:.0f} to {100 * row['to']:.0f} %",
            str(row["questions"]),
            f"{100 * row['confidence']:.1f} %",
            f"{100 * row['right']:.1f} %",
        )
        for row in measured["reliability"]
    )
    return _table("reliability: confidence", ("questions", "mean confidence", "share right"), rows)


def _risk(measured: dict[str, Any]) -> Table:
    chosen = measured["chosen_point"]
    rows = [
        (
            f"the surest {100 * point['coverage']:.0f} %",
            f"{100 * point['risk']:.1f} %",
            f"{100 * point['confidence']:.1f} %",
        )
        for point in measured["risk_coverage"]
    ]
    rows.append((f"as it answers, {100 * chosen['coverage']:.0f} %", f"{100 * chosen['risk']:.1f} %", ""))
    return _table("risk by coverage: if answered", ("share wrong", "least confidence"), rows)


def _print_changes(changed: dict[str, Any], console: Console) -> None:
    rows = [
        (
            name.replace("_", " "),
            f"{100 * change['value']:+.1f} points",
            f"{100 * change['low']:+.1f} to {100 * change['high']:+.1f}",
        )
        for name, change in changed["changes"].items()
    ]
    time = changed["median_seconds"]
    interval = f"{time['low']:+.3f} to {time['high']:+.3f}"
    rows.append(("seconds a question, median", f"{time['value']:+.3f} s", interval))
    console.print(f"compared with the baseline on {compared(changed)}", soft_wrap=True)
    console.print(_table("change since the baseline", ("change", "95 % interval"), rows))
    failed = [f"{moved['question']} ({moved['failure']})" for moved in changed["now_failed"]]
    for heading, moved in (("was right, now failed", failed), ("failed, now right", changed["now_right"])):
        for question in moved[:SHOWN]:
            console.print(printable(f"{heading}: {question}"), soft_wrap=True)
        if len(moved) > SHOWN:
            console.print(f"{heading}: {len(moved) - SHOWN} more")
