"""A checklist's score as bars on the instrument's own range."""

from __future__ import annotations

from dataclasses import dataclass

from radaudit.core.report import Score
from radaudit.render.cells import number


@dataclass(frozen=True)
class ScoreBar:
    """One figure of a score.

    Attributes
    ----------
    key
        Short ASCII name, for CSS classes.
    figure
        The points as text.
    svg
        A bar as wide as its container; markup of ours without any text of the study.
    """

    key: str
    label: str
    figure: str
    svg: object


def score_bars(score: Score) -> tuple[ScoreBar, ...]:
    """Claimed, not contradicted, supported, and what is still possible; None is said, not drawn."""
    rows = [
        ("claimed", "Claimed by the authors", score.claimed),
        ("uncontradicted", "Not contradicted", score.not_contradicted),
        ("supported", "Supported by evidence", score.supported),
    ]
    bars = [
        ScoreBar(key, label, "–" if value is None else number(value), _bar(score, value)) for key, label, value in rows
    ]
    open_range = f"{number(score.lowest)} to {number(score.highest)}"
    return (*bars, ScoreBar("possible", "Still possible", open_range, _range(score)))


def _bar(score: Score, value: float | None) -> object:
    if value is None:
        return _svg(score, "")
    ends = sorted((_place(score, 0), _place(score, value)))
    return _svg(score, f'<rect class="bar" x="{ends[0]:.2f}" y="2" width="{ends[1] - ends[0]:.2f}" height="8"/>')


def _range(score: Score) -> object:
    low, high = _place(score, score.lowest), _place(score, score.highest)
    return _svg(
        score,
        f'<path class="range" fill="none" stroke="currentColor" vector-effect="non-scaling-stroke" '
        f'd="M{low:.2f} 6H{high:.2f}M{low:.2f} 2v8M{high:.2f} 2v8"/>',
    )


def _svg(score: Score, marks: str) -> object:
    from markupsafe import Markup

    zero = _place(score, 0)
    return Markup(  # noqa: S704 - numbers only
        '<svg class="score" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<path class="track" fill="none" stroke="currentColor" stroke-opacity=".25" '
        f'vector-effect="non-scaling-stroke" d="M0 11.5H100M{zero:.2f} 0V12"/>{marks}</svg>'
    )


def _place(score: Score, value: float) -> float:
    """Percent of the width; a value outside the instrument's range lies at its end."""
    width = score.maximum - score.minimum
    return min(100.0, max(0.0, (value - score.minimum) / width * 100)) if width > 0 else 0.0
