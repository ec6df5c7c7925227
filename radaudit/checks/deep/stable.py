from collections import Counter
from collections.abc import Iterator

import numpy as np

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.deep_comparison import DeepReproduction
from radaudit.evidence.deep_controls import LESION, REST, DeepControls
from radaudit.evidence.deep_table import DeepTable
from radaudit.evidence.robustness import Robustness
from radaudit.evidence.texture import Texture
from radaudit.features.steadiness import Verdict, verdicts

SHOWN = 20
BENIGN = (
    "perturbations that are larger than what scanners and readers of this disease differ by",
    "cases that are more alike than those of the whole cohort, which lowers every ICC",
)


@check(
    "deep/stable",
    severity=Severity.MAJOR,
    references=("doi:10.1038/s41598-018-36938-4", "doi:10.1016/j.jcm.2016.02.012"),
)
def stable(
    deep_robustness: Robustness,
    deep_table: DeepTable | None,
    deep_comparison: DeepReproduction | None,
    deep_controls: DeepControls | None,
    deep_predictions: tuple[Texture, ...] | None,
    *,
    robust: float = 0.9,
    unstable: float = 0.5,
    share: float = 0.1,
) -> Iterator[Finding]:
    """Hardly any deep feature is lost when a case is imaged and drawn a little differently.

    Cases go through the network again after noise of their own level, a rotation or a shift by less than a voxel,
    another contour and another volume, as hand-crafted features do. A feature is robust if the lower end of its
    ICC(1,1)'s interval reaches option robust, unstable if even the upper end stays below option unstable. Features of a
    network are used together, so the check fails if more than option share of them are unstable. A crop by one voxel
    elsewhere took the median CCC of a 3D residual network to 0.89: what moves the mask moves the crop. What half
    precision changes, in the features and in the model's measure, is told beside it.

    Remedy: train or choose networks with such changes as augmentation, average features over them, or leave unstable
    features out inside the training set.
    """
    places, names = _columns(deep_robustness, deep_table, deep_comparison)
    found = np.array(verdicts(deep_robustness.low[places], deep_robustness.high[places], robust, unstable))
    counts = Counter(found)
    told = ", ".join(f"{counts[own]} {own}" for own in Verdict if counts[own])
    rows = _rows(deep_robustness, places, names, found)
    details = {"rows": rows, "tier": Tier.TESTED, **{str(own): counts[own] for own in Verdict}}
    details |= {"cases": deep_robustness.cases, "measurements": deep_robustness.measurements}
    below = int((deep_robustness.high[places] < robust).sum())
    said = (
        f"Of {counted(len(names), 'deep feature')}: {told} ({counted(deep_robustness.cases, 'case')}, each taken "
        f"{deep_robustness.measurements} times)."
        + (
            f" {below} of them stay below an ICC of {robust:g} even at the upper end of their interval."
            if below
            else ""
        )
    )
    known = len(names) - counts[Verdict.UNKNOWN]
    if not known:
        yield unknown("None of the features varies between the cases.", **details)
    elif counts[Verdict.UNSTABLE] > share * known:
        yield failed(said, code="unstable", benign=BENIGN, **details)
    else:
        yield passed(said, code="steady", **details)
    if deep_controls is not None:
        yield from _precision(deep_controls, deep_predictions or ())


def _columns(
    found: Robustness, table: DeepTable | None, own: DeepReproduction | None
) -> tuple[np.ndarray, tuple[str, ...]]:
    """Which of the network's features the study uses, with its names for them; all where that isn't known."""
    if table is not None and own is not None and len(own.outputs):
        return own.outputs, own.names
    return np.arange(len(found.names)), tuple(f"feature {name}" for name in found.names)


def _rows(found: Robustness, places: np.ndarray, names: tuple[str, ...], own: np.ndarray) -> list[dict]:
    order = np.argsort(np.nan_to_num(found.estimate[places], nan=2.0), kind="stable")[:SHOWN]
    return [
        {
            "feature": names[n],
            "ICC(1,1)": float(found.estimate[places[n]]),
            "2.5 %": float(found.low[places[n]]),
            "97.5 %": float(found.high[places[n]]),
            "verdict": str(own[n]),
        }
        for n in order
    ]


def _precision(controls: DeepControls, predictions: tuple[Texture, ...]) -> Iterator[Finding]:
    """What less precision does: an experiment, not a fault."""
    for way, own in controls.compared.items():
        if way in (LESION, REST):
            continue
        scored = [(text, kept) for text in predictions if not text.problem for kept in text.kept if kept.control == way]
        effect = "".join(
            f"; {text.own.name}, {text.set}: {text.gauge.name} {text.gauge.text(kept.figure)} instead of "
            f"{text.gauge.text(text.figure.estimate)}"
            for text, kept in scored
        )
        yield passed(
            f"In {way} on this device a case's features move by up to {own.farthest:.1e} of their length (least CCC "
            f"{own.least:.4f}){effect}.",
            tier=Tier.TESTED,
            precision=way,
            largest_distance=own.farthest,
            least_ccc=own.least,
        )
