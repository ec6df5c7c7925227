"""A checklist's score as bars on the instrument's own range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from radaudit.core.report import Answer, Score
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
    ends = (score.minimum, score.maximum)
    bars = [
        ScoreBar(key, label, "–" if value is None else number(value), bar(ends, value)) for key, label, value in rows
    ]
    open_range = f"{number(score.lowest)} to {number(score.highest)}"
    return (*bars, ScoreBar("possible", "Still possible", open_range, _range(score)))


@dataclass(frozen=True)
class DomainBars:
    """One part of a checklist: its bars on its own range.

    Attributes
    ----------
    claimed, supported
        Points; claimed is None where nothing is claimed.
    most
        That the part can give.
    """

    domain: str
    claimed: float | None
    supported: float
    most: float
    claimed_svg: object
    supported_svg: object


def domain_bars(score: Score) -> tuple[DomainBars, ...]:
    """Claimed and supported for each part of a checklist of which something applies, in its order."""
    counting = [answer for answer in score.answers if answer.applies and answer.essential]
    names = dict.fromkeys(answer.domain for answer in counting if answer.domain)
    return tuple(_domain(name, counting) for name in names)


def _domain(name: str, answers: Sequence[Answer]) -> DomainBars:
    own = [answer for answer in answers if answer.domain == name]
    ends = (sum(answer.ends[0] for answer in own), sum(answer.ends[1] for answer in own))
    said = [answer.claimed for answer in own if answer.claimed is not None]
    claimed = round(sum(said), 2) if said else None
    supported = round(sum(answer.ends[0] if answer.points is None else answer.points for answer in own), 2)
    return DomainBars(name, claimed, supported, round(ends[1], 2), bar(ends, claimed), bar(ends, supported))


_Ends = tuple[float, float]


def bar(ends: _Ends, value: float | None) -> object:
    """A bar from zero to a value on a range; markup of ours. None is not drawn."""
    if value is None:
        return _svg(ends, "")
    sides = sorted((_place(ends, 0), _place(ends, value)))
    return _svg(ends, f'<rect class="bar" x="{sides[0]:.2f}" y="2" width="{sides[1] - sides[0]:.2f}" height="8"/>')


def _range(score: Score) -> object:
    ends = (score.minimum, score.maximum)
    low, high = _place(ends, score.lowest), _place(ends, score.highest)
    return _svg(
        ends,
        f'<path class="range" fill="none" stroke="currentColor" vector-effect="non-scaling-stroke" '
        f'd="M{low:.2f} 6H{high:.2f}M{low:.2f} 2v8M{high:.2f} 2v8"/>',
    )


def _svg(ends: _Ends, marks: str) -> object:
    from markupsafe import Markup

    zero = _place(ends, 0)
    return Markup(  # noqa: S704 - numbers only
        '<svg class="score" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<path class="track" fill="none" stroke="currentColor" stroke-opacity=".25" '
        f'vector-effect="non-scaling-stroke" d="M0 11.5H100M{zero:.2f} 0V12"/>{marks}</svg>'
    )


def _place(ends: _Ends, value: float) -> float:
    """Percent of the width; a value outside the range lies at its end."""
    width = ends[1] - ends[0]
    return min(100.0, max(0.0, (value - ends[0]) / width * 100)) if width > 0 else 0.0
