"""Small drawings in the tables of a survey: shares, and spreads of a percentage."""

from __future__ import annotations

from radaudit.core.survey import CheckSummary, Spread
from radaudit.render.words import OUTCOMES


def share_bars(claimed: int, supported: int, of: int) -> object:
    """Two bars, the share of studies that claim it above that in which it is supported."""
    tops = ((claimed, "claimed", 1), (supported, "supported", 6.5))
    drawn = "".join(
        f'<rect class="bar {name}" x="0" y="{top}" width="{100 * many / of:.2f}" height="4.5"/>'
        for many, name, top in tops
        if of and many
    )
    return _svg("shares", 12, drawn)


def spread_mark(own: Spread | None) -> object:
    """A percentage over the studies, from 0 to 100: range as a line, quartiles as a box, the median as a stroke."""
    if own is None:
        return _svg("spread", 12, "")
    least, lower, middle, upper, most = (
        min(100.0, max(0.0, value)) for value in (own.least, own.lower, own.median, own.upper, own.most)
    )
    box = f'<rect class="box" x="{lower:.2f}" y="2.5" width="{max(0.3, upper - lower):.2f}" height="7"/>'
    return _svg(
        "spread",
        12,
        _stroke("whisker", f"M{least:.2f} 6H{most:.2f}M{least:.2f} 3.5v5M{most:.2f} 3.5v5")
        + box
        + _stroke("median", f"M{middle:.2f} 1v10"),
    )


def outcome_bar(own: CheckSummary) -> object:
    """One bar of all studies, the failures first."""
    parts, x, total = [], 0.0, sum(own.outcomes.values())
    for outcome, state in OUTCOMES.items():
        width = 100 * own.outcomes.get(outcome, 0) / total if total else 0.0
        if width:
            parts.append(f'<rect class="part is-{state.key}" x="{x:.2f}" y="2" width="{width:.2f}" height="8"/>')
        x += width
    return _svg("outcomes", 12, "".join(parts))


def _stroke(name: str, path: str) -> str:
    return f'<path class="{name}" fill="none" stroke="currentColor" vector-effect="non-scaling-stroke" d="{path}"/>'


def _svg(kind: str, height: float, marks: str) -> object:
    from markupsafe import Markup

    return Markup(  # noqa: S704 - numbers and names of ours only
        f'<svg class="score {kind}" viewBox="0 0 100 {height}" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false"><path class="track" fill="none" stroke="currentColor" stroke-opacity=".25" '
        f'vector-effect="non-scaling-stroke" d="M0 {height - 0.5}H100M0 0V{height}M50 {height - 3}V{height}'
        f'M100 {height - 3}V{height}"/>{marks}</svg>'
    )
