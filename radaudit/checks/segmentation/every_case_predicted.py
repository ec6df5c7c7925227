from collections.abc import Iterator, Sequence

from radaudit.core.finding import Finding, Severity, failed, passed, unknown
from radaudit.core.plot import Plot
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.mask_plots import mask_plots
from radaudit.evidence.segmentations import Segmentations, Segmented

MEASURES = {"dice": "Dice", "hd95": "HD95, mm", "asd": "ASD, mm", "volume_error": "volume error"}


@check(
    "segmentation/every-case-predicted",
    severity=Severity.MAJOR,
    references=("doi:10.1038/s41592-023-02151-z", "doi:10.1038/s41592-023-02150-0"),
)
def every_case_predicted(segmentations: Segmentations, cohort: Cohort, split: Split | None) -> Iterator[Finding]:
    """Every case that was to be segmented has a predicted mask, and it is not empty.

    A predictor that finds nothing in a case has failed it, and the mean over the cases that went well hides that from
    whoever will use it. Cases of the training set need no prediction, unless some of them have one. A structure that
    is in neither mask was rightly not predicted; its measures are undefined, and it is counted here.

    Remedy: hand in one predicted mask for each case, an empty one where nothing was found, and count it in the mean.
    """
    plots = list(mask_plots(segmentations, cohort, split))
    for predictor in segmentations.predictors:
        rows = [
            own
            for structure in segmentations.structures
            for own in segmentations.of(predictor, structure, segmentations.due(predictor, cohort, split))
        ]
        yield from _of_predictor(predictor, rows, segmentations, plots)
        plots = []


def _of_predictor(
    predictor: str, rows: Sequence[Segmented], segmentations: Segmentations, plots: Sequence[Plot]
) -> Iterator[Finding]:
    cases = len({own.case for own in rows})
    missing = _first_of_case(own for own in rows if own.state == "missing")
    unread = _first_of_case(own for own in rows if own.state in ("unreadable", "no reference"))
    empty = [own for own in rows if own.is_empty]
    shown, details = list(plots), {"cases": cases, "missing": len(missing), "empty": len(empty), "unread": len(unread)}
    if missing:
        yield failed(
            f"{predictor} gives no mask for {len(missing)} of {counted(cases, 'case')}.",
            code="missing-prediction",
            where=[own.place for own in missing if own.file],
            rows=[{"case": own.case, "predictor": predictor, "reason": own.reason} for own in missing],
            benign=["the mask was made, but not handed in", "the case was left out for a reason that the paper gives"],
            plots=shown,
            **details,
        )
        shown = []
    if empty:
        yield failed(
            f"{predictor} found nothing in {counted(len({own.case for own in empty}), 'case')} of {cases} where the "
            "reference has something; each counts as Dice 0.",
            code="empty-prediction",
            severity=Severity.MINOR,
            where=[own.place for own in empty],
            rows=[_row(own, segmentations) for own in empty],
            benign=["the structure is smaller than the predictor can see", "a label with another number"],
            plots=shown,
            **details,
        )
        shown = []
    if unread:
        yield unknown(
            f"The masks of {counted(len(unread), 'case')} of {predictor} could not be compared.",
            code="not-compared",
            rows=[{"case": own.case, "predictor": predictor, "reason": own.reason} for own in unread],
        )
    measured = [own for own in rows if own.state == "measured"]
    if measured and not (missing or empty or unread):
        absent = sum(own.is_absent for own in rows)
        also = f" In {counted(absent, 'case')} the structure is in neither mask." if absent else ""
        yield passed(
            f"{predictor} gives a mask for each of {counted(cases, 'case')}, none of them empty.{also}",
            rows=[_row(own, segmentations) for own in measured],
            plots=shown,
            **details,
            absent=absent,
        )
    elif not rows:
        yield unknown(f"No case needs a prediction of {predictor}: all are in the training set.")


def _first_of_case(rows: Iterator[Segmented]) -> list[Segmented]:
    return list({own.case: own for own in rows}.values())


def _row(own: Segmented, segmentations: Segmentations) -> dict:
    row = {"case": own.case, "predictor": own.predictor}
    row |= {"structure": own.structure} if segmentations.shown(own.structure) else {}
    row |= {
        "reference, mL": own.reference * own.voxel_mm3 / 1000,
        "predicted, mL": own.predicted * own.voxel_mm3 / 1000,
    }
    row |= {label: own.value(metric) for metric, label in MEASURES.items()}
    return row | ({"note": "; ".join(own.notes)} if own.notes else {})
