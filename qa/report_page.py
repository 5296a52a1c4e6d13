"""A report as one HTML file that works offline: figures, two plots, and every question with where it failed."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from qa.compare import compared
from qa.render import printable
from qa.report import caution

PLOT = 320  # width and height of a plot's field, in pixels
EDGE = 60  # around it, for the labels

_STYLE = """
:root { color-scheme: light dark; --ink: #1d2433; --faint: #667085; --line: #d5dae3; --good: #0f7b55; --bad: #b3261e;
  --accent: #3757c9; --paper: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaf1; --faint: #a3adbf; --line: #3a4356; --good: #57c79b;
  --bad: #ff8f86; --accent: #8fa5ff; --paper: #151a24; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 64rem;
  margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.faint { color: var(--faint); } .good { color: var(--good); } .bad { color: var(--bad); }
.promise { font-size: 1.2rem; } .plots { display: flex; flex-wrap: wrap; gap: 2rem; }
figure { margin: 0; min-width: 0; } svg { max-width: 100%; height: auto; } td { overflow-wrap: anywhere; }
@media (max-width: 40rem) { table { font-size: .8rem; } th, td { padding: .3rem .15rem; }
  td.number, th.number { white-space: normal; } }
figcaption { max-width: 24rem; color: var(--faint); }
svg text { fill: var(--faint); font-size: 12px; } svg .axis { stroke: var(--line); }
svg .curve { stroke: var(--accent); stroke-width: 2; fill: none; } svg .dot { fill: var(--accent); }
svg .even { stroke: var(--faint); stroke-dasharray: 4; } svg .chosen { fill: var(--bad); }
"""


def page(measured: dict[str, Any], promise: str, title: str) -> str:
    """The whole page; every text of a document or a question stands in it as text only."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{_text(title)}</title><style>{_STYLE}</style></head><body>"
        f'<h1>{_text(title)}</h1><p class="promise">{_text(promise)}</p>'
        f"<p>{measured['questions']} questions, {measured['answerable']} of which the documents answer. "
        f"{measured['seconds']['median']:.2f} s a question (95 % within {measured['seconds']['p95']:.2f} s).</p>"
        f'{_cautions(measured)}<div class="plots">{_risk_plot(measured)}{_reliability_plot(measured)}</div>'
        f"{_reliability(measured)}{_risk(measured)}"
        f"{_failures(measured)}{_figures(measured)}{_changes(measured)}{_questions(measured)}</body></html>\n"
    )


def _text(text: str) -> str:
    """A text of a document, a question or a name as what it shows, and nothing that could turn what stands round it."""
    return escape(printable(" ".join(text.split())))


def _risk_plot(measured: dict[str, Any]) -> str:
    points = [(point["coverage"], point["risk"]) for point in measured["risk_coverage"]]
    chosen = measured["chosen_point"]
    curve = _curve(points) + _dot(chosen["coverage"], chosen["risk"], "chosen")
    said = (
        f"Risk by coverage: of the surest part of the questions (across), how many answers would be wrong (up). "
        f"The separate dot is the point that was chosen: {chosen['coverage']:.0%} answered, {chosen['risk']:.0%} wrong."
    )
    return _plot(curve, "share answered", "share wrong", said)


def _reliability_plot(measured: dict[str, Any]) -> str:
    points = [(row["confidence"], row["right"]) for row in measured["reliability"]]
    even = f'<line class="even" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}"/>'
    error = measured["figures"]["calibration_error"]
    said = (
        f"Reliability: how often answers of a confidence (across) were right (up). On the dashed line the confidence "
        f"is what it says. Expected calibration error {error:.3f}."
    )
    return _plot(even + _curve(points), "confidence", "share right", said)


def _plot(content: str, across: str, up: str, said: str) -> str:
    size = PLOT + 2 * EDGE
    ticks = "".join(
        f'<line class="axis" x1="{_x(0)}" x2="{_x(1)}" y1="{_y(t)}" y2="{_y(t)}"/>'
        f'<text x="{_x(0) - 8}" y="{_y(t) + 4}" text-anchor="end">{t:.0%}</text>'
        f'<text x="{_x(t)}" y="{_y(0) + 18}" text-anchor="middle">{t:.0%}</text>'
        for t in (0, 0.25, 0.5, 0.75, 1)
    )
    labels = (
        f'<text x="{_x(0.5)}" y="{size - 4}" text-anchor="middle">{across}</text>'
        f'<text x="12" y="{_y(0.5)}" text-anchor="middle" transform="rotate(-90 12 {_y(0.5)})">{up}</text>'
    )
    return (
        f'<figure><svg width="{size}" height="{size}" viewBox="0 0 {size} {size}" role="img" '
        f'aria-label="{_text(said)}">{ticks}{labels}{content}</svg><figcaption>{_text(said)}</figcaption></figure>'
    )


def _curve(points: list[tuple[float, float]]) -> str:
    line = " ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in points)
    return f'<polyline class="curve" points="{line}"/>' + "".join(_dot(x, y, "dot") for x, y in points)


def _dot(x: float, y: float, kind: str) -> str:
    return f'<circle class="{kind}" cx="{_x(x):.1f}" cy="{_y(y):.1f}" r="4"/>'


def _x(share: float) -> float:
    return EDGE + share * PLOT


def _y(share: float) -> float:
    return EDGE + (1 - share) * PLOT


def _cautions(measured: dict[str, Any]) -> str:
    said = [text for text in (caution(measured), *measured["notes"]) if text]
    return "".join(f'<p class="bad">{_text(text)}</p>' for text in said)


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of texts, all but the first of each row numbers."""
    head = f"<th>{columns[0]}</th>" + "".join(f'<th class="number">{name}</th>' for name in columns[1:])
    body = "".join(
        f"<tr><td>{_text(first)}</td>"
        + "".join(f'<td class="number">{_text(number)}</td>' for number in numbers)
        + "</tr>"
        for first, *numbers in rows
    )
    return f"<h2>{title}</h2><table><tr>{head}</tr>{body}</table>"


def _reliability(measured: dict[str, Any]) -> str:
    rows = (
        (
            f"{row['from']:.1f} to {row['to']:.1f}",
            str(row["questions"]),
            f"{row['confidence']:.3f}",
            f"{row['right']:.3f}",
        )
        for row in measured["reliability"]
    )
    return _table("Reliability", ("confidence", "questions", "mean confidence", "share right"), rows)


def _risk(measured: dict[str, Any]) -> str:
    rows = (
        (f"the surest {point['coverage']:.0%}", f"{point['risk']:.3f}", f"{point['confidence']:.3f}")
        for point in measured["risk_coverage"]
    )
    return _table("Risk by coverage", ("if answered", "share wrong", "least confidence"), rows)


def _failures(measured: dict[str, Any]) -> str:
    rows = ((name, str(count)) for name, count in measured["failures"].items())
    return _table("Where questions failed", ("where", "questions"), rows)


def _figures(measured: dict[str, Any]) -> str:
    rows = [
        (
            name.replace("_", " "),
            f"{value:.3f}",
            f"{measured['intervals'][name][0]:.3f} to {measured['intervals'][name][1]:.3f}",
            str(measured["asked_about"][name]),
        )
        for name, value in measured["figures"].items()
    ]
    times = measured["seconds"]
    for name, said in (("median", "seconds a question, median"), ("p95", "seconds a question, p95")):
        low, high = times["intervals"][name]
        rows.append((said, f"{times[name]:.3f} s", f"{low:.3f} to {high:.3f}", str(measured["questions"])))
    return _table("Figures", ("measure", "value", "95 % interval", "questions"), rows)


def _changes(measured: dict[str, Any]) -> str:
    if "since_baseline" not in measured:
        return ""
    changed = measured["since_baseline"]
    rows = [
        (
            name.replace("_", " ") + (" (worse by more than its interval)" if change["worse"] else ""),
            f"{change['value']:+.3f}",
            f"{change['low']:+.3f} to {change['high']:+.3f}",
        )
        for name, change in changed["changes"].items()
    ]
    time = changed["median_seconds"]
    interval = f"{time['low']:+.3f} to {time['high']:+.3f}"
    rows.append(("seconds a question, median", f"{time['value']:+.3f} s", interval))
    title = "Change since the baseline, on " + compared(changed)
    failed = [f"{moved['question']} ({moved['failure']})" for moved in changed["now_failed"]]
    return (
        _table(title, ("measure", "change", "95 % interval"), rows)
        + _list("Was right, now failed", failed)
        + _list("Failed, now right", changed["now_right"])
    )


def _list(title: str, texts: list[str]) -> str:
    items = "".join(f"<li>{_text(text)}</li>" for text in texts)
    return f"<h3>{title}</h3><ul>{items}</ul>" if texts else ""


def _questions(measured: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td>{_text(result['question'])}</td><td>{_text(' / '.join(result['answers']) or '(none)')}</td>"
        f'<td>{_text(result["text"] or "(silent)")} <span class="faint">{_text(result["outcome"])}</span></td>'
        f'<td class="number">{result["confidence"]:.2f}</td>'
        f'<td class="{"bad" if result["failure"] else "good"}">{_text(result["failure"] or "right")}</td></tr>'
        for result in sorted(
            measured["results"], key=lambda result: (not result["failure"], -result["confidence"])
        )
    )
    head = "<tr><th>question</th><th>accepted</th><th>answer</th><th>confidence</th><th>failed</th></tr>"
    return f"<h2>Questions</h2><table>{head}{rows}</table>"
