from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot
from radaudit.core.step import check
from radaudit.evidence.model_features import ModelFeatures
from radaudit.evidence.perturbed import Perturbed
from radaudit.evidence.robustness import Robustness
from radaudit.features.steadiness import Verdict, by_family, heat_map, ordered_plot, reason, verdicts

SHOWN = 200
CONSTANT = "does not vary, or is not there for every case"
BENIGN = (
    "perturbations that are larger than what scanners and readers of this disease differ by",
    "contours along supervoxels that are rougher than drawn ones, which counts for shape features most",
    "cases that are more alike than those of the whole cohort, which lowers every ICC",
)


@check(
    "features/robust-to-perturbation",
    severity=Severity.MAJOR,
    references=("doi:10.1038/s41598-018-36938-4", "doi:10.1016/j.jcm.2016.02.012"),
)
def robust_to_perturbation(
    perturbed: Perturbed,
    robustness: Robustness,
    model_features: ModelFeatures | None,
    *,
    robust: float = 0.9,
    unstable: float = 0.5,
) -> Iterator[Finding]:
    """The features of the model come out the same when a case is imaged and drawn a little differently.

    Cases are extracted again after noise of their own level, a rotation or a shift by less than a voxel, another
    contour along the image's supervoxels and a volume up to a fifth larger or smaller: the chains that agreed best
    with a second scan of the patient. A feature is robust if the lower end of the 95 % interval of its ICC(1,1)
    reaches option robust, unstable if even the upper end stays below option unstable (Koo and Li call that poor), else
    borderline. An unstable feature measures the scan and the reader more than the lesion.

    Remedy: leave unstable features out before the model is fitted, by test-retest images or by perturbations of the
    training cases.
    """
    found = _Judged(robustness, perturbed, robust, unstable)
    known = model_features.own if model_features else {}
    for name, features in known.items():
        yield _of_model(name, features, found, unstable)
    loose = Verdict.UNSTABLE in found.verdicts
    details = {"rows": found.rows(robustness.names), **found.values()}
    sentence = f"{found.counted()}; {found.told()}."
    if loose and not known:
        yield failed(
            f"It is not known which features the model uses. Of all, {sentence}",
            code="unstable-features",
            tier=Tier.TESTED,
            severity=Severity.NOTE,
            benign=BENIGN,
            plots=[found.plot(robustness.names, "all features")],
            **details,
        )
    elif not known and found.undecided(unstable):
        yield unknown(
            f"It is not known which features the model uses, nor of all whether they are unstable: {sentence}",
            add="List them in 'models[].features', or audit with --trust.",
            tier=Tier.TESTED,
            **details,
        )
    else:
        yield passed(f"Of all features, whether used or not, {sentence}", tier=Tier.TESTED, **details)
    yield passed("All features by image type and class.", tier=Tier.TESTED, rows=found.table(), plots=[found.map()])


class _Judged:
    """The features with their verdicts, in the words of the report."""

    def __init__(self, robustness: Robustness, perturbed: Perturbed, robust: float, unstable: float) -> None:
        self._found, self._perturbed, self._limits = robustness, perturbed, (robust, unstable)
        self.verdicts = verdicts(robustness.low, robustness.high, robust, unstable)
        self._place = {name: place for place, name in enumerate(robustness.names)}

    def of(self, features: Iterable[str]) -> dict[str, Verdict]:
        """Verdicts of these; a feature that was not extracted is left out."""
        return {name: self.verdicts[self._place[name]] for name in features if name in self._place}

    def undecided(self, unstable: float) -> bool:
        """Whether any of all features may be unstable, or none has an interval."""
        low = self._found.low[np.isfinite(self._found.low)]
        return not low.size or bool((low < unstable).any())

    def low(self, feature: str) -> float:
        """Lower end of its interval."""
        return float(self._found.low[self._place[feature]])

    def counted(self) -> str:
        """How many there are of each verdict."""
        counts = Counter(self.verdicts)
        return ", ".join(f"{counts[own]} {own}" for own in Verdict if counts[own])

    def told(self) -> str:
        """What was done, to how many cases, and what failed."""
        own = self._perturbed
        cases = f"{self._found.cases} cases" + (f" drawn from {own.of}" if len(own.cases) < own.of else "")
        lost = f"; {len(own.failures)} extractions failed" if own.failures else ""
        return f"{cases}, each measured {self._found.measurements} times{lost}"

    def values(self) -> dict[str, object]:
        """Figures for machines."""
        counts, failures = Counter(self.verdicts), self._perturbed.failures
        reasons = Counter(failures.values()).most_common(1)
        figures = {str(own): counts[own] for own in Verdict}
        figures |= {"cases": self._found.cases, "measurements": self._found.measurements}
        return figures | {"failed": len(failures)} | ({"failed_because": reasons[0][0]} if reasons else {})

    def rows(self, features: Iterable[str]) -> list[dict]:
        """These features, the least steady first, those without a verdict last."""
        places = np.array([self._place[name] for name in features], dtype=int)
        order = self._found.estimate[places].argsort(kind="stable")
        return [self._row(int(place)) for place in places[order][:SHOWN]]

    def _row(self, place: int) -> dict:
        found, verdict = self._found, self.verdicts[place]
        low, high = float(found.low[place]), float(found.high[place])
        return {
            "feature": found.names[place],
            "ICC(1,1)": float(found.estimate[place]),
            "2.5 %": low,
            "97.5 %": high,
            "verdict": str(verdict),
            "reason": CONSTANT if verdict is Verdict.UNKNOWN else reason(verdict, low, high, *self._limits),
        }

    def table(self) -> list[dict]:
        """How many of each image type and class got which verdict."""
        return by_family(self._found.names, self.verdicts)

    def map(self) -> Plot:
        """The same as a picture."""
        return heat_map(self._found.names, self.verdicts, "Robust to perturbations, by image type and class")

    def plot(self, features: Iterable[str], whose: str) -> Plot:
        """ICC with interval, the least first."""
        names = [name for name in features if name in self._place]
        places = np.array([self._place[name] for name in names], dtype=int)
        intervals = tuple(own[places] for own in (self._found.estimate, self._found.low, self._found.high))
        return ordered_plot(names, intervals, f"Agreement over perturbations: {whose}", "ICC(1,1)", self._limits)


def _of_model(name: str, features: tuple[str, ...], found: _Judged, unstable: float) -> Finding:
    own = found.of(features)
    if not own:
        return unknown(f"{name}: none of its features is one that was extracted again.")
    bad = [row["feature"] for row in found.rows(f for f, verdict in own.items() if verdict is Verdict.UNSTABLE)]
    untold = [feature for feature in own if not found.low(feature) >= unstable and feature not in bad]
    counts = Counter(own.values())
    details = {
        "tier": Tier.TESTED,
        "rows": found.rows(own),
        "plots": [found.plot(own, name)],
        "features": len(own),
        **{str(verdict): counts[verdict] for verdict in Verdict},
    }
    if bad:
        change = "changes" if len(bad) == 1 else "change"
        return failed(
            f"{name}: {len(bad)} of its {len(own)} features {change} with the image and the contour ({bad[0]} most of "
            f"all); {found.told()}.",
            code="model-unstable",
            benign=BENIGN,
            **details,
        )
    if untold:
        return unknown(
            f"{name}: of {len(untold)} of its {len(own)} features it can't be told whether they are unstable; "
            f"{found.told()}.",
            add="Set 'effort: {perturbed_cases: ...}' in the policy to more cases.",
            **details,
        )
    return passed(f"{name}: none of its {len(own)} features is unstable; {found.told()}.", **details)
