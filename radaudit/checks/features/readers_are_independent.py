from collections.abc import Iterator, Sequence

import numpy as np

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.reader_masks import ReaderMasks
from radaudit.evidence.repeat_figures import equal_rows_of
from radaudit.evidence.repeats import Repeats
from radaudit.evidence.segmentations import Segmented
from radaudit.statistics.unusually_alike import alike_p

BORDER = 4.84  # border voxels of a ball of V voxels, over V^(2/3): its surface
UNSEEN = 0.5  # voxels: what a difference of none is counted as
BENIGN = (
    "both readers accepted the outline of one algorithm, or one began from the other's",
    "the masks are a consensus, handed in under both names",
    "one reader's files were copied by mistake",
)


@check("features/readers-are-independent", severity=Severity.MAJOR, references=("doi:10.1016/j.jcm.2016.02.012",))
def readers_are_independent(
    reader_masks: ReaderMasks | None,
    readings: Repeats | None,
    *,
    alpha: float = 0.001,
    closeness: float = 0.02,
    smallest: int = 100,
    share: float = 0.9,
) -> Iterator[Finding]:
    """Every reader drew for themselves: no ROI is another reader's, or almost.

    Agreement between a reader and a copy of that reader is perfect and shows nothing. Two people never draw the same
    voxels of a lesion of some size: masks of at least as many voxels as option smallest that are equal are copies. Of
    masks that differ, and of small ones that don't, the cohort tells what is usual: a pair is called a copy if its
    voxels differ in less than the share in option closeness of the border, and if so small a difference has a p-value
    below option alpha among the others (log-normal, corrected for their number). In a table a copy is a case with the
    same number in the share of features in option share.

    Remedy: say how the second ROIs were made; draw them anew, blind to the first, in a random sample of cases.
    """
    if reader_masks is None and readings is None:
        raise Unavailable(
            "The study gives nothing of a second reader.",
            "Add 'images.readers: {name: pattern}' or 'stability.readers'.",
        )
    compared = 0
    for pair in reader_masks.pairs if reader_masks else ():
        drawn = reader_masks.drawn(pair)
        compared += len(drawn)
        if drawn:
            yield _of_masks(pair, drawn, alpha, closeness, smallest)
    if readings is not None and readings.source == "table":
        compared += len(readings.cases)
        yield _of_table(readings, share)
    if not compared:
        raise NotApplicable("No case was drawn by two readers.")


def _of_masks(
    pair: tuple[str, str], drawn: Sequence[Segmented], alpha: float, closeness: float, smallest: int
) -> Finding:
    names = " and ".join(pair)
    sizes = np.array([(own.reference + own.predicted) / 2 for own in drawn])
    differing = np.array([own.reference + own.predicted - 2 * own.common for own in drawn], dtype=float)
    border = BORDER * sizes ** (2 / 3)
    p = alike_p(differing / border, UNSEEN / border)
    likely = np.ones(len(drawn)) if p is None else p
    equal = differing == 0
    close = (differing <= closeness * border) & (likely < alpha)
    copied = (equal & (sizes >= smallest)) | close
    rows = [
        {
            "case": own.case,
            "voxels": int(sizes[row]),
            "differing voxels": int(differing[row]),
            "of the border": float(differing[row] / border[row]),
            "p": None if p is None else float(p[row]),
            "files": "the same bytes" if own.same_file else "",
        }
        for row, own in enumerate(drawn)
    ]
    details = {"cases": len(drawn), "equal": int(equal.sum()), "copied": int(copied.sum())}
    if not copied.any():
        return passed(
            f"{names}: the closest two ROIs differ in {np.min(differing / border):.2g} of their border's voxels.",
            tier=Tier.TESTED,
            rows=sorted(rows, key=lambda row: row["of the border"])[:20],
            **details,
        )
    found = [row for row, own in zip(rows, copied, strict=True) if own]
    only_equal = bool(equal[copied].all())
    many = 2 * len(found) >= len(drawn)
    how = "are the same voxel by voxel" if only_equal else "are the same, or all but the same"
    return failed(
        f"{names}: in {counted(len(found), 'case')} of {len(drawn)} the two ROIs {how}.",
        code="second-reader-copied" if many else "copied-masks" if only_equal else "nearly-copied-masks",
        tier=Tier.PROVED if only_equal else Tier.TESTED,
        where=[own.place for own, is_copy in zip(drawn, copied, strict=True) if is_copy][:20],
        rows=found,
        benign=BENIGN,
        **details,
    )


def _of_table(readings: Repeats, share: float) -> Finding:
    found = equal_rows_of(readings, share)
    details = {"cases": len(readings.cases), "copied": len(found), "where": [readings.where]}
    if found:
        return failed(
            f"{counted(len(found), 'case')} of {len(readings.cases)} have the same numbers under two readers.",
            code="second-reader-copied" if 2 * len(found) >= len(readings.cases) else "copied-rows",
            rows=found,
            benign=BENIGN,
            **details,
        )
    return passed(f"In {readings.where.path} no case has the same numbers under two readers.", **details)
