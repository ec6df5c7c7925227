import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.offered import Features
from radaudit.evidence.reported import FeatureTable
from radaudit.evidence.signatures import Signature
from radaudit.evidence.target import Target
from radaudit.evidence.volumes import Volumes
from radaudit.features.names import parse_name
from radaudit.features.plausible.size import FEWEST
from radaudit.statistics.partial_correlation import RankCorrelations, rank_correlations

SHOWN = 60
# Of other tools: what is called so is a size or a shape, and nobody is misled.
_SIZE = re.compile(
    r"volume|area|perimeter|radius|diameter|surface|axis|length|size|shape|compact|spheric|elongat|concav|symmetr|fractal",
    re.I,
)


@dataclass(frozen=True)
class _Held:
    """A table's columns against the volume."""

    names: tuple[str, ...]
    plain: RankCorrelations
    partial: RankCorrelations

    @property
    def least(self) -> np.ndarray:
        """What both intervals allow at least; nan counts as 0."""
        return np.nan_to_num(np.minimum(self.plain.least, self.partial.least))


@check(
    "features/independent-of-volume",
    severity=Severity.MINOR,
    references=("doi:10.1016/j.radonc.2018.10.027", "doi:10.21037/tcr.2016.07.11", "doi:10.1007/BF02294183"),
)
def independent_of_volume(
    reported: FeatureTable,
    volumes: Volumes,
    signatures: tuple[Signature, ...] | None,
    cohort: Cohort,
    target: Target | None,
    *,
    correlation: float = 0.8,
    level: float = 0.95,
) -> Iterator[Finding]:
    """No grey-value or texture feature that the model rests on follows the volume of the ROI.

    Many texture features are sums over voxels or depend on how many there are, so that they measure the tumour's size
    beside its texture. Each is held against the volume by its rank correlation, and by the partial one at a given
    outcome, because what goes with the outcome may go with the volume through it. A feature follows the volume where
    the intervals of level `level` of both lie above option correlation (radaudit's own limit: from 0.8 on, two thirds
    of the variance in rank is the volume's). Shape features are shown, and no surprise.

    Remedy: take forms that are normalised by the number of voxels, or resample; show the model beside the volume alone.
    """
    if signatures:
        for own in signatures:
            held = _held(own.table, volumes, cohort, target, level)
            yield _judged(own, held, volumes, correlation)
        return
    held = _held(reported, volumes, cohort, target, level)
    everything = np.arange(len(reported.names))
    follow = _following(held, everything, correlation)
    yield unknown(
        f"{len(follow)} of {counted(len(everything), 'feature')} of grey values or texture follow {volumes.source}; "
        "whether a model rests on them is not known.",
        add="Audit with --trust, so that the estimator is fitted again, or list its features in 'models[].features'.",
        rows=_rows(held, everything),
    )


def _held(
    table: FeatureTable | Features, volumes: Volumes, cohort: Cohort, target: Target | None, level: float
) -> _Held:
    large = volumes.of(table.cases)
    if np.isfinite(large).sum() < FEWEST:
        raise Unavailable(f"With fewer than {FEWEST} cases whose volume is known, many features agree by chance.")
    plain = rank_correlations(table.values, large, level=level)
    given = _outcome(target, cohort, table.cases) if target else None
    partial = plain if given is None else rank_correlations(table.values, large, given, level)
    return _Held(table.names, plain, partial)


def _outcome(target: Target, cohort: Cohort, cases: Sequence[str]) -> np.ndarray:
    """What is held fixed: the outcome, of classes one column each but for the last; shape (cases, columns)."""
    own = target.values[[cohort.rows[case] for case in cases]]
    if target.task != "multiclass":
        return own.reshape(len(own), -1)
    columns = [np.where(np.isfinite(own), own == number, np.nan) for number in range(len(target.classes) - 1)]
    return np.column_stack(columns).astype(float)


def _following(held: _Held, columns: np.ndarray, correlation: float) -> list[int]:
    return [n for n in columns if held.least[n] >= correlation and not _is_shape(held.names[n])]


def _is_shape(name: str) -> bool:
    parts = parse_name(name)
    return parts.kind.startswith("shape") if parts else bool(_SIZE.search(name))


def _judged(own: Signature, held: _Held, volumes: Volumes, correlation: float) -> Finding:
    follow = _following(held, own.columns, correlation)
    shapes = sum(_is_shape(name) for name in own.names)
    details = {
        "tier": Tier.TESTED,
        "rows": _rows(held, own.columns),
        "features": len(own.columns),
        "shape_features": shapes,
        "of_the_table": len(_following(held, np.arange(len(held.names)), correlation)),
        "in_the_table": len(held.names),
    }
    which = f"of {counted(len(own.columns), 'feature')} that {own.how}"
    if follow:
        return failed(
            f"{own.model}: {which}, {len(follow)} of grey values or texture follow {volumes.source} (rank correlation "
            f"{correlation:g} or more at either end of its interval), {held.names[follow[0]]} among them.",
            code="follows-the-volume",
            benign=[
                "the biology itself: larger tumours are more heterogeneous",
                "features with a small weight in the model",
            ],
            following=len(follow),
            **details,
        )
    return passed(f"{own.model}: {which}, none of grey values or texture follows {volumes.source}.", **details)


def _rows(held: _Held, columns: np.ndarray) -> list[dict]:
    strength = np.nan_to_num(np.abs(held.plain.estimate[columns]))
    return [
        {
            "feature": held.names[n],
            "rank correlation": float(held.plain.estimate[n]),
            "low": float(held.plain.low[n]),
            "high": float(held.plain.high[n]),
            "at a given outcome": float(held.partial.estimate[n]),
            "partial low": float(held.partial.low[n]),
            "partial high": float(held.partial.high[n]),
            "cases": int(held.partial.cases[n]),
            "describes the shape": _is_shape(held.names[n]),
        }
        for n in columns[np.argsort(-strength, kind="stable")][:SHOWN]
    ]
