"""Repeated measurements in rows and pictures: what each feature's agreement is, and how it is judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.core.plot import Plot, Series
from radaudit.evidence.repeats import Repeats
from radaudit.features.names import parse_name
from radaudit.features.steadiness import Verdict, by_family, heat_map, ordered_plot, reason, verdicts

FORM = "icc2"  # absolute agreement of measurements that stand for others: what a model meets on the next patient
DOTS = 30  # that make a line
WORDS = {"retest": "scans", "readers": "readers"}


@dataclass(frozen=True)
class Judged:
    """Repeats with a verdict on each feature.

    Attributes
    ----------
    repeats
        The measurements.
    verdicts
        By feature, from the interval of ICC(A,1).
    robust, unstable
        The limits that the verdicts rest on.
    """

    repeats: Repeats
    verdicts: tuple[Verdict, ...]
    robust: float
    unstable: float

    @classmethod
    def by(cls, repeats: Repeats, robust: float, unstable: float) -> Judged:
        """Verdicts by these limits, see `features.steadiness.verdicts`."""
        form = repeats.agreement[FORM]
        return cls(repeats, verdicts(form.low, form.high, robust, unstable), robust, unstable)

    def count(self, *which: Verdict) -> int:
        """How many features have one of these verdicts."""
        return sum(own in which for own in self.verdicts)

    def of(self, *which: Verdict) -> list[str]:
        """Features with one of these verdicts, the least agreement first."""
        names = zip(self.repeats.names, self.verdicts, self.repeats.agreement[FORM].estimate, strict=True)
        return [name for name, own, _ in sorted(names, key=lambda one: one[2]) if own in which]

    def told(self) -> str:
        """How many features have which verdict, and on how much that rests."""
        counts = Counter(self.verdicts)
        said = ", ".join(f"{counts[own]} {own.value}" for own in Verdict if counts[own])
        own = self.repeats
        gone = f"; left out: {', '.join(own.left_out)}" if own.left_out else ""
        return f"{said} ({len(own.cases)} cases, {len(own.sessions)} {WORDS[own.kind]}{gone})"

    def values(self) -> dict[str, object]:
        """Figures for machines."""
        counts, own = Counter(self.verdicts), self.repeats
        figures = {"cases": len(own.cases), "measurements": len(own.sessions), "source": own.source}
        return figures | {verdict.value: counts[verdict] for verdict in Verdict} | {"failed": len(own.failures)}

    def reason(self, name: str) -> str:
        """Why a feature has its verdict."""
        column = self.repeats.columns[name]
        own, form = self.repeats.agreement, self.repeats.agreement[FORM]
        if own.subjects[column] < 2:
            return "fewer than two cases have every measurement"
        if np.isnan(form.estimate[column]):
            return "it does not vary"
        return reason(self.verdicts[column], form.low[column], form.high[column], self.robust, self.unstable)

    def rows(self, names: Iterable[str]) -> list[dict]:
        """One row a feature."""
        return [self._row(name) for name in names]

    def _row(self, name: str) -> dict:
        column, own = self.repeats.columns[name], self.repeats.agreement
        agreement = own[FORM]
        return {
            "feature": name,
            "ICC(A,1)": float(agreement.estimate[column]),
            "2.5 %": float(agreement.low[column]),
            "97.5 %": float(agreement.high[column]),
            "ICC(C,1)": float(own["icc3"].estimate[column]),
            "CCC": float(own.concordance[column]),
            "within-subject CV": float(own.variation[column]),
            "repeatability": float(own.repeatability[0][column]),
            "cases": int(own.subjects[column]),
            "verdict": self.verdicts[column].value,
            "reason": self.reason(name),
        }

    def families(self) -> list[dict]:
        """One row an image type and class of features."""
        return by_family(self.repeats.names, self.verdicts)

    def map(self) -> Plot:
        """The same as a picture."""
        return heat_map(
            self.repeats.names, self.verdicts, f"Robust features of {WORDS[self.repeats.kind]}, by image type and class"
        )

    def ordered(self, names: Iterable[str], whose: str) -> Plot:
        """ICC(A,1) with its interval, the least first."""
        form, names = self.repeats.agreement[FORM], list(names)
        places = [self.repeats.columns[name] for name in names]
        intervals = tuple(part[places] for part in (form.estimate, form.low, form.high))
        title = f"Agreement of {WORDS[self.repeats.kind]}: {whose}"
        return ordered_plot(names, intervals, title, "ICC(A,1)", (self.robust, self.unstable))


def column_of(repeats: Repeats, name: str) -> str | None:
    """The column that a feature of a model stands in; by its plain name where that is one column's alone."""
    if name in repeats.columns:
        return name
    found = [own for own in repeats.names if (parts := parse_name(own)) and parts.plain == name]
    return found[0] if len(found) == 1 else None


def bland_altman_plots(repeats: Repeats, names: Sequence[str], most: int = 6) -> list[Plot]:
    """Differences against means of the first two measurements of each case, with bias and limits of agreement."""
    from radaudit.statistics.bland_altman import bland_altman

    plots = []
    first, second = repeats.sessions[:2]
    for name in names[:most]:
        pair = repeats.values[:, :2, repeats.columns[name]]
        one, other = pair[np.isfinite(pair).all(axis=1)].T
        if one.size < 3 or np.ptp(pair[np.isfinite(pair)]) == 0:
            continue
        own = bland_altman(one, other)
        means = (one + other) / 2
        along = np.linspace(means.min(), means.max(), DOTS)
        limits = (own.lower.estimate, own.upper.estimate)
        series = (
            Series("cases", tuple(means), tuple(one - other)),
            Series("bias", tuple(along), (own.bias.estimate,) * DOTS),
            Series("95 % limits of agreement", tuple(along) * 2, tuple(np.repeat(limits, DOTS))),
        )
        note = (
            f"Bias {own.bias.estimate:.3g} [{own.bias.low:.3g}, {own.bias.high:.3g}], 95 % limits of agreement "
            f"{limits[0]:.3g} to {limits[1]:.3g}; correlation of differences with means {own.trend:.2f}."
        )
        axes = (f"mean of {first} and {second}", f"{first} less {second}")
        plots.append(Plot("points", f"Bland-Altman: {name}", *axes, series, note=note))
    return plots


def equal_rows_of(repeats: Repeats, share: float) -> list[dict]:
    """Cases with the same number, to the last digit, in at least this share of features in two measurements.

    Features that are the same number in every case tell nothing and are not counted, nor are those of shape between
    scans: the mask of the first is often laid on the second.
    """
    values = repeats.values
    finite = np.isfinite(values)
    least, most = (np.where(finite, values, end).reshape(-1, values.shape[2]) for end in (np.inf, -np.inf))
    telling = most.max(axis=0) > least.min(axis=0)
    if repeats.kind == "retest":
        parts = [parse_name(name) for name in repeats.names]
        telling &= np.array([not (own and own.kind.startswith("shape")) for own in parts])
    values = values[:, :, telling]
    found = []
    for first in range(len(repeats.sessions)):
        for second in range(first + 1, len(repeats.sessions)):
            known = np.isfinite(values[:, first]) & np.isfinite(values[:, second])
            equal = ((values[:, first] == values[:, second]) & known).sum(axis=1)
            for row in np.flatnonzero((known.sum(axis=1) > 0) & (equal >= share * np.maximum(known.sum(axis=1), 1))):
                found.append(
                    {
                        "case": repeats.cases[row],
                        "one": repeats.sessions[first],
                        "other": repeats.sessions[second],
                        "equal features": int(equal[row]),
                        "of": int(known[row].sum()),
                    }
                )
    return found
