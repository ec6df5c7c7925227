from collections.abc import Iterator, Sequence

import numpy as np

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.reader_masks import ReaderMasks
from radaudit.evidence.segmentations import Segmented
from radaudit.statistics.interval import Interval
from radaudit.statistics.resampling import resampled_interval

MEASURES = {"dice": "Dice", "hd95": "HD95, mm", "asd": "surface distance, mm"}
BENIGN = (
    "lesions without a clear border, which nobody draws alike",
    "one reader marked another structure on purpose, such as the rim",
)


@check(
    "features/readers-masks-agree",
    severity=Severity.MINOR,
    references=("doi:10.1109/42.363096", "doi:10.1038/s41592-023-02151-z"),
)
def readers_masks_agree(reader_masks: ReaderMasks, cohort: Cohort, *, dice: float = 0.7) -> Iterator[Finding]:
    """Readers mark the same place in every case, and on the whole they agree where its border runs.

    Features are of what was marked. Where two readers' ROIs have no voxel in common, one of them marked something else.
    Means of Dice, of the 95th percentile of the surface distances (HD95) and of the mean surface distance have 95 %
    intervals from resampled patients; they disagree where the interval of the mean Dice lies below option dice (0.7:
    Zijdenbos). Dice falls with the size of the lesion by itself, so that the distances in mm stand beside it.

    Remedy: look at the cases that are listed; write down how the ROI is drawn, and let readers train on the same cases.
    """
    measured = False
    for pair in reader_masks.pairs:
        drawn = reader_masks.drawn(pair)
        if not drawn:
            continue
        measured = True
        yield from _of_pair(pair, drawn, reader_masks, cohort, dice)
    if not measured:
        reasons = [own.reason for rows in reader_masks.pairs.values() for own in rows if own.reason]
        why = f" ({reasons[0]})" if reasons else ""
        yield unknown(
            f"No case has ROIs of two readers that can be compared{why}.",
            code="no-pair",
            add="See that 'images.readers' names masks that are there.",
        )


def _of_pair(
    pair: tuple[str, str], drawn: Sequence[Segmented], masks: ReaderMasks, cohort: Cohort, limit: float
) -> Iterator[Finding]:
    names = " and ".join(pair)
    apart = [own for own in drawn if not own.common]
    means = {metric: found for metric in MEASURES if (found := _mean(drawn, metric, cohort)) is not None}
    said = ", ".join(_told(MEASURES[metric], own) for metric, own in means.items())
    unread = sum(own.state != "measured" for own in masks.pairs[pair])
    rows = [_row(own) for own in sorted(drawn, key=lambda own: own.value("dice") or 0.0)]
    details = {"cases": len(drawn), "without_a_pair": unread}
    details |= {metric: own.estimate for metric, own in means.items()}
    details |= {"dice_low": means["dice"].low, "dice_high": means["dice"].high}
    if apart:
        yield failed(
            f"{names} have no voxel in common in {counted(len(apart), 'case')} of {len(drawn)}.",
            code="no-overlap",
            severity=Severity.MAJOR,
            where=[own.place for own in apart[:20]],
            rows=[_row(own) for own in apart],
            benign=["a mask of another lesion of the same patient", "masks that lie on another grid"],
            cases=len(drawn),
            apart=len(apart),
        )
    more = {"rows": rows, "plots": [_plot(names, drawn)], **details}
    if means["dice"].high < limit:
        yield failed(
            f"{names} disagree: mean {said}, over {counted(len(drawn), 'case')}.",
            code="readers-disagree",
            tier=Tier.TESTED,
            benign=BENIGN,
            **more,
        )
    elif not apart:
        yield passed(f"{names}: mean {said}, over {counted(len(drawn), 'case')}.", code="measured", **more)


def _told(name: str, own: Interval) -> str:
    return f"{name} {own.estimate:.3g} [{own.low:.3g}, {own.high:.3g}]"


def _mean(drawn: Sequence[Segmented], metric: str, cohort: Cohort) -> Interval | None:
    """The mean over cases, resampled by patients; of one patient, no interval but the whole range."""
    known = [(value, cohort.patient(own.case) or own.case) for own in drawn if (value := own.value(metric)) is not None]
    if not known:
        return None
    values, patients = np.array([value for value, _ in known]), np.array([patient for _, patient in known])
    if np.unique(patients).size < 2:
        return Interval(float(values.mean()), 0.0, np.inf if metric != "dice" else 1.0, 0.95, "one patient")
    return resampled_interval(lambda weights: weights @ values / weights.sum(axis=1), values.size, groups=patients)


def _row(own: Segmented) -> dict:
    figures = {name: own.value(metric) for metric, name in MEASURES.items()}
    volumes = {"volume of one, mL": own.reference, "of the other, mL": own.predicted}
    structure = {} if own.structure == "ROI" else {"structure": own.structure}
    cubic = own.voxel_mm3 / 1000
    return {"case": own.case, **structure, **figures, **{name: voxels * cubic for name, voxels in volumes.items()}}


def _plot(names: str, drawn: Sequence[Segmented]) -> Plot:
    """Dice against the volume: small lesions have a small Dice by themselves."""
    volumes = tuple((own.reference + own.predicted) / 2 * own.voxel_mm3 / 1000 for own in drawn)
    return Plot(
        "points",
        f"Dice of {names}, case by case",
        "mean volume, mL",
        "Dice",
        (Series("cases", volumes, tuple(own.value("dice") for own in drawn)),),
        log="x",
        note="Small lesions have a small Dice where borders are as far apart as in large ones.",
    )
