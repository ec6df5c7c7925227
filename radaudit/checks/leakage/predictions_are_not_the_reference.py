from collections.abc import Iterator, Mapping, Sequence

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.images import ImageIndex
from radaudit.evidence.segmentations import Segmentations, Segmented


@check(
    "leakage/predictions-are-not-the-reference",
    severity=Severity.CRITICAL,
    references=("doi:10.1016/j.patter.2023.100804",),
)
def predictions_are_not_the_reference(
    segmentations: Segmentations, images: ImageIndex, cohort: Cohort, split: Split | None, *, voxels: int = 100
) -> Iterator[Finding]:
    """No predicted mask is a copy of a reference mask, or of the predicted mask of another case.

    Two people who outline a lesion never agree in every voxel, and neither does a predictor with a person: a predicted
    mask of some size that equals its reference was copied, drawn over, or predicted by a model that had seen it.
    Structures are compared voxel by voxel, cut out of their masks; those of fewer voxels than option voxels may be
    equal by chance (radaudit's own figure: a lesion of 100 voxels has a surface of some 80). Masks of other cases are
    looked for too, unless their images are the same.

    Remedy: find out how the mask came there, predict these cases anew with a model that never saw them, and correct
    the figures.
    """
    seen = [own for own in segmentations.all if own.state == "measured" and own.predicted >= voxels]
    if not seen:
        raise Unavailable(f"No predicted mask of at least {voxels} voxels could be compared with its reference.")
    copies = [own for own in seen if own.shapes[0] == own.shapes[1]]
    if copies:
        yield _copies(copies, seen, cohort, split)
    digests = {case: own.facts.get("digest") for case, own in images.cases.items()}
    strange = list(_of_others(segmentations, seen, copies, digests, voxels))
    if strange:
        yield _strangers(strange)
    if not (copies or strange):
        yield passed(
            f"{counted(len(seen), 'predicted mask')}; none equals a reference or another case's.", masks=len(seen)
        )


def _copies(copies: Sequence[Segmented], seen: Sequence[Segmented], cohort: Cohort, split: Split | None) -> Finding:
    files = sum(own.same_file for own in copies)
    bytewise = f", {files} of them byte for byte the same file" if files else ""
    return failed(
        f"{len(copies)} of {counted(len(seen), 'predicted mask')} equal their reference in every voxel{bytewise}.",
        code="copy-of-reference",
        where=[own.place for own in copies],
        rows=[
            {
                "case": own.case,
                "patient": cohort.patient(own.case),
                "set": split.sets.get(own.case) if split else None,
                "predictor": own.predictor,
                "structure": own.structure,
                "voxels": own.predicted,
                "same file": own.same_file,
            }
            for own in copies
        ],
        benign=[
            "the reference was made by accepting the prediction unchanged",
            "made images, whose shapes a computer draws",
        ],
        copies=len(copies),
        same_file=files,
        masks=len(seen),
    )


def _of_others(
    segmentations: Segmentations,
    seen: Sequence[Segmented],
    copies: Sequence[Segmented],
    digests: Mapping[str, str | None],
    voxels: int,
) -> Iterator[dict]:
    """Predicted masks that are the reference, or the prediction, of another case; one row each."""
    references: dict[tuple[str, str], list[str]] = {}
    predictions: dict[tuple[str, str, str], list[str]] = {}
    for own in segmentations.all:
        if own.state == "measured" and own.reference >= voxels:
            references.setdefault((own.structure, own.shapes[0]), []).append(own.case)
    for own in seen:
        predictions.setdefault((own.predictor, own.structure, own.shapes[1]), []).append(own.case)

    def others(own: Segmented, cases: Sequence[str]) -> list[str]:
        image = digests.get(own.case)
        apart = [case for case in cases if case != own.case and (image is None or digests.get(case) != image)]
        return list(dict.fromkeys(apart))

    copied = {id(own) for own in copies}
    for own in seen:
        of_reference = others(own, references.get((own.structure, own.shapes[1]), ()))
        of_prediction = others(own, predictions[own.predictor, own.structure, own.shapes[1]])
        if id(own) not in copied and (of_reference or of_prediction):
            yield {
                "case": own.case,
                "predictor": own.predictor,
                "structure": own.structure,
                "voxels": own.predicted,
                "is the reference of": ", ".join(of_reference[:5]),
                "is the prediction of": ", ".join(of_prediction[:5]),
                "file": own.file,
            }


def _strangers(rows: Sequence[dict]) -> Finding:
    return failed(
        f"{counted(len(rows), 'predicted mask')} have the very shape of another case's mask.",
        code="mask-of-another-case",
        rows=rows,
        benign=["two cases of one patient, registered to each other", "a predictor that always draws the same shape"],
        masks=len(rows),
    )
