"""A report as one HTML file that works offline: figures, two plots, and every question with where it failed."""

from html import escape
from typing import Any

PLOT = 320  # width and height of a plot's field, in pixels
EDGE = 44  # around it, for the labels

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
figure { margin: 0; } figcaption { max-width: 24rem; color: var(--faint); }
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
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f'<h1>{escape(title)}</h1><p class="promise">{escape(promise)}</p>'
        f"<p>{measured['questions']} questions, {measured['answerable']} of which the documents answer. "
        f"{measured['seconds']['median']:.2f} s a question (95 % within {measured['seconds']['p95']:.2f} s).</p>"
        f'<div class="plots">{_risk_plot(measured)}{_reliability_plot(measured)}</div>'
        f"{_failures(measured)}{_figures(measured)}{_questions(measured)}</body></html>\n"
    )


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
        f'aria-label="{escape(said)}">{ticks}{labels}{content}</svg><figcaption>{escape(said)}</figcaption></figure>'
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


def _failures(measured: dict[str, Any]) -> str:
    rows = "".join(
        f'<tr><td>{escape(name)}</td><td class="number">{count}</td></tr>'
        for name, count in measured["failures"].items()
    )
    head = '<tr><th>where</th><th class="number">questions</th></tr>'
    return f"<h2>Where questions failed</h2><table>{head}{rows}</table>"


def _figures(measured: dict[str, Any]) -> str:
    rows = "".join(
        f'<tr><td>{escape(name.replace("_", " "))}</td><td class="number">{value:.3f}</td>'
        f'<td class="number">{measured["intervals"][name][0]:.3f} to {measured["intervals"][name][1]:.3f}</td>'
        f'<td class="number">{measured["asked_about"][name]}</td></tr>'
        for name, value in measured["figures"].items()
    )
    head = '<tr><th>measure</th><th class="number">value</th><th class="number">95 % interval</th>'
    return f'<h2>Figures</h2><table>{head}<th class="number">questions</th></tr>{rows}</table>'


def _questions(measured: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td>{escape(result['question'])}</td><td>{escape(' / '.join(result['answers']) or '(none)')}</td>"
        f'<td>{escape(result["text"] or "(silent)")} <span class="faint">{escape(result["outcome"])}</span></td>'
        f'<td class="number">{result["confidence"]:.2f}</td>'
        f'<td class="{"bad" if result["failure"] else "good"}">{escape(result["failure"] or "right")}</td></tr>'
        for result in sorted(
            measured["results"], key=lambda result: (not result["failure"], -result["confidence"])
        )
    )
    head = "<tr><th>question</th><th>accepted</th><th>answer</th><th>confidence</th><th>failed</th></tr>"
    return f"<h2>Questions</h2><table>{head}{rows}</table>"
