from collections.abc import Iterator

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed
from radaudit.core.step import check
from radaudit.evidence.reported import FeatureTable
from radaudit.features.plausible.size import FEWEST, SizeLike, size_column, size_like


@check(
    "features/not-a-function-of-size",
    severity=Severity.NOTE,
    references=("doi:10.1016/j.radonc.2018.10.027", "doi:10.21037/tcr.2016.07.11"),
)
def not_a_function_of_size(reported: FeatureTable, *, correlation: float = 0.99) -> Iterator[Finding]:
    """No feature of grey values or texture merely orders the cases by the size of the ROI.

    Sums over voxels and counts of runs grow with the volume, so a signature made of them can be the tumour volume
    under other names; a published one was. Shape features are listed beside them but are no surprise. Option
    correlation is the rank correlation with the volume (or the area, in 2D) from which a feature counts as one.

    Remedy: report the model with the volume alone beside the signature, or use normalised forms of these features.
    """
    size = size_column(reported.names)
    if size is None and reported.of_network:
        said = (
            "A network's features hold no volume; features/independent-of-volume sets them beside the masks' volumes."
        )
        raise NotApplicable(said)
    if size is None:
        raise Unavailable("The table has no column with the volume of the ROI.", "Add VoxelVolume to the features.")
    if len(reported.cases) < FEWEST:
        raise Unavailable(f"With {len(reported.cases)} cases, fewer than {FEWEST}, many features agree by chance.")
    found = size_like(reported.names, reported.values, size, correlation)
    surprising = [own for own in found if not own.is_shape]
    if surprising:
        yield failed(
            f"{len(surprising)} of {len(reported.names)} features order the cases as {reported.names[size]} does "
            f"(rank correlation {correlation:g} or more).",
            code="size-by-another-name",
            tier=Tier.TESTED,
            rows=[_row(own, reported) for own in found],
            benign=["features that the model does not use"],
            features=len(surprising),
            shape_features=len(found) - len(surprising),
        )
    else:
        shape = f", but for {len(found)} that describe the shape" if found else ""
        yield passed(
            f"No feature orders the cases as {reported.names[size]} does{shape}.",
            rows=[_row(own, reported) for own in found],
            features=len(reported.names),
        )


def _row(own: SizeLike, reported: FeatureTable) -> dict:
    return {
        "feature": reported.names[own.column],
        "rank correlation": own.correlation,
        "cases": own.cases,
        "relation": "the same in another unit" if own.proportional else "same order" if own.is_same_order else "nearly",
        "describes the shape": own.is_shape,
    }
