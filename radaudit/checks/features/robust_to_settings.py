from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.model_features import ModelFeatures
from radaudit.evidence.perturbed import Perturbed
from radaudit.features.steadiness import Verdict, heat_map, ordered_plot, reason, verdicts
from radaudit.statistics.agreement import IccForm, icc

SHOWN = 40
CONSTANT = "does not vary, or is not there for every case"
BENIGN = (
    "settings that were tuned to the images for a reason, of which the paper tells",
    "cases that are more alike than those of the whole cohort, which lowers every ICC",
)


@check(
    "features/robust-to-settings",
    severity=Severity.MINOR,
    references=("doi:10.1002/mp.12123", "doi:10.1038/s41598-017-13448-3", "doi:10.1016/j.jcm.2016.02.012"),
)
def robust_to_settings(
    other_settings: Perturbed,
    model_features: ModelFeatures | None,
    *,
    robust: float = 0.9,
    unstable: float = 0.5,
) -> Iterator[Finding]:
    """The features of the model order the cases alike when bins, voxel size or interpolator are a little different.

    Bins and voxel size are chosen, seldom for a reason, and the next group will choose otherwise. Cases are extracted
    again with bins a fifth narrower and a quarter wider, voxels a tenth larger and smaller, and, where the study
    resamples, linear interpolation. Values may move as a whole, so it is consistency that counts, ICC(C,1): a feature
    is robust if the whole 95 % interval reaches option robust, and one whose interval lies below option unstable as a
    whole owes its order of the cases to the settings. The agreement of the values themselves, ICC(A,1), stands beside
    it: where it is low, cut-offs don't carry over.

    Remedy: say why these settings were chosen, and leave out features that depend on them, or show the model's result
    with others.
    """
    rows, columns = other_settings.complete
    if len(rows) < 2 or len(columns) < 2:
        reason = next(iter(other_settings.failures.values()), "no case was extracted")
        raise Unavailable(f"Too few cases could be extracted with other settings: {reason}.", "See the other checks.")
    found = _Judged(other_settings, rows, columns, robust, unstable)
    known = model_features.own if model_features else {}
    for model, features in known.items():
        yield found.of_model(model, features)
    details = {"plots": [found.map()], "tier": Tier.TESTED, "cases": len(rows)}
    sentence = f"Of all features, whether used or not: {found.counted(found.verdicts)}."
    varying = np.flatnonzero(np.isfinite(found.consistency.low))
    if known or (len(varying) and not found.untold(varying.tolist())):
        yield passed(sentence, **details)
    else:
        yield unknown(
            f"It is not known which features the model uses. {sentence}",
            add="List them in 'models[].features', or audit with --trust.",
            **details,
        )


class _Judged:
    """Each feature's consistency over settings, in the words of the report."""

    def __init__(self, own: Perturbed, rows: np.ndarray, columns: np.ndarray, robust: float, unstable: float) -> None:
        forms = icc(own.values[np.ix_(rows, columns)])
        self.names, self.consistency, self.agreement = own.names, forms["icc3"], forms["icc2"]
        self.verdicts = verdicts(self.consistency.low, self.consistency.high, robust, unstable)
        self.done = [own.chains[column - 1].words for column in columns if column]
        self.cases = f"{len(rows)} cases" + (f" drawn from {own.of}" if len(own.cases) < own.of else "")
        self._place = {name: place for place, name in enumerate(own.names)}
        self._limits = robust, unstable

    def counted(self, given: Sequence[Verdict]) -> str:
        """How many there are of each verdict, and what was done."""
        counts = Counter(given)
        told = ", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict])
        return f"{told} ({self.cases}; {', '.join(self.done)})"

    def of_model(self, model: str, features: Sequence[str]) -> Finding:
        """What is said of one model."""
        places = [self._place[name] for name in features if name in self._place]
        if not places:
            return unknown(f"{model}: none of its features is one that was extracted again.")
        places.sort(key=lambda place: np.nan_to_num(self.consistency.estimate[place], nan=np.inf))
        own = [self.verdicts[place] for place in places]
        details = {
            "tier": Tier.TESTED,
            "rows": [self._row(place) for place in places[:SHOWN]],
            "plots": [self._plot(places, model)],
            "features": len(places),
            **{str(verdict): own.count(verdict) for verdict in Verdict},
        }
        fallen = [self.names[place] for place, verdict in zip(places, own, strict=True) if verdict is Verdict.UNSTABLE]
        if fallen:
            order = "orders" if len(fallen) == 1 else "order"
            return failed(
                f"{model}: {len(fallen)} of its {counted(len(places), 'feature')} {order} the cases otherwise with "
                f"other settings, {fallen[0]} most of all ({self.cases}).",
                code="model-depends-on-settings",
                benign=BENIGN,
                **details,
            )
        if all(verdict is Verdict.UNKNOWN for verdict in own):
            return unknown(f"{model}: none of its features varies between these cases.", rows=details["rows"])
        untold = self.untold(places)
        if untold:
            return unknown(
                f"{model}: of {len(untold)} of its {counted(len(places), 'feature')} it can't be told whether other "
                f"settings change the order of the cases; {self.counted(own)}.",
                add="Set 'effort: {perturbed_cases: ...}' in the policy to more cases.",
                **details,
            )
        return passed(f"{model}: {self.counted(own)}.", **details)

    def untold(self, places: Sequence[int]) -> list[int]:
        """Those that are unstable, or may be."""
        return [place for place in places if not self.consistency.low[place] >= self._limits[1]]

    def _row(self, place: int) -> dict:
        own: IccForm = self.consistency
        verdict, low, high = self.verdicts[place], float(own.low[place]), float(own.high[place])
        return {
            "feature": self.names[place],
            "ICC(C,1)": float(own.estimate[place]),
            "2.5 %": low,
            "97.5 %": high,
            "ICC(A,1)": float(self.agreement.estimate[place]),
            "verdict": str(verdict),
            "reason": CONSTANT if verdict is Verdict.UNKNOWN else reason(verdict, low, high, *self._limits),
        }

    def _plot(self, places: Sequence[int], whose: str) -> Plot:
        own, names = self.consistency, [self.names[place] for place in places]
        intervals = tuple(part[places] for part in (own.estimate, own.low, own.high))
        return ordered_plot(names, intervals, f"Consistency over settings: {whose}", "ICC(C,1)", self._limits)

    def map(self) -> Plot:
        """All features, by image type and class."""
        return heat_map(self.names, self.verdicts, "Robust to settings, by image type and class")
