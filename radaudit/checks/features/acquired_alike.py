from collections.abc import Iterator, Sequence

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Location, Severity, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.acquisition import PROPERTIES, Acquisition
from radaudit.evidence.cohort import Split
from radaudit.features.settings import Settings

# What no resampling evens out: it blurs or sharpens the voxels themselves.
PROTOCOL = ("kernel", "slice_thickness", "sequence", "field_strength")
BY_NAME = {own.name: own for own in PROPERTIES}


@check(
    "features/acquired-alike",
    severity=Severity.MAJOR,
    references=("doi:10.1002/mp.12123", "doi:10.1593/tlo.13865", "doi:10.1038/nrclinonc.2017.141"),
)
def acquired_alike(
    acquisition: Acquisition, settings: Settings | None, split: Split | None, *, ratio: float = 1.1
) -> Iterator[Finding]:
    """Voxels are of one size or resampled to one, and protocols differ between named sites or scanners only.

    Texture counts neighbouring voxels, so the same tissue gives other features where voxels are larger; in a phantom,
    resampling to one voxel size took most of that away. Slice thickness and reconstruction kernel change the voxels
    themselves, and resampling does not undo it; where the cohort table names a scanner or site, and each keeps to its
    protocol, that can be accounted for. Option ratio is the largest length over the smallest from which voxel sizes
    and slices count as different.

    Remedy: declare resampledPixelSpacing and extract again, or keep to features that don't depend on voxel size; tell
    each site's protocol in the paper, and harmonise or stratify by it.
    """
    table = acquisition.table(split)
    differing = _voxels(acquisition, settings, ratio)
    if differing:
        yield failed(
            f"Voxel sizes differ between cases ({'; '.join(differing)}), and the declared parameters resample none of "
            "it: features of texture depend on the voxel size.",
            code="voxel-sizes-differ",
            where=[Location(settings.path)] if settings and settings.path else [],
            rows=table,
            benign=["images that were resampled before extraction, by a step that is not declared"],
        )
    protocols = [name for name in PROTOCOL if _untold(acquisition, name, ratio)]
    if protocols:
        shown = "; ".join(_told(acquisition, name) for name in protocols)
        yield failed(
            f"The headers tell of different protocols, which no site or scanner of the cohort table accounts for: "
            f"{shown}.",
            code="protocols-differ",
            severity=Severity.MINOR,
            rows=[] if differing else table,
            benign=["several protocols on purpose, so that the model holds for all of them"],
        )
    if differing or protocols:
        return
    if not acquisition.of("in_plane"):
        raise Unavailable("No image could be read, so no voxel size is known.", "Add the images to the study.")
    if settings is None and _spacings_differ(acquisition, ratio):
        yield unknown(
            "Voxel sizes differ between cases, and no parameters are declared that would say whether they were "
            "resampled.",
            code="resampling-unknown",
            add="Add 'features.settings' (a pyradiomics parameter file) to radaudit.yaml.",
            rows=table,
        )
        return
    yield _alike(acquisition, table, ratio)


def _alike(acquisition: Acquisition, table: list[dict], ratio: float) -> Finding:
    told_by = sum(acquisition.headers)
    of_headers = f"{told_by} of {len(acquisition.cases)} images have a header that tells how they were acquired"
    way = "differ, but are resampled to one size" if _spacings_differ(acquisition, ratio) else "are alike"
    told = [BY_NAME[name].words for name in PROTOCOL if _differs(acquisition, name, ratio)]
    by_site = f" Between scanners or sites that the cohort table names, these differ: {', '.join(told)}."
    return passed(
        f"Voxel sizes {way}.{by_site if told else ''} {of_headers}.",
        rows=table,
        cases=len(acquisition.cases),
        headers=told_by,
    )


def _told(acquisition: Acquisition, name: str) -> str:
    own = BY_NAME[name]
    return " ".join(filter(None, (own.words, own.told(acquisition.of(name)), own.unit)))


def _untold(acquisition: Acquisition, name: str, ratio: float) -> bool:
    """Whether a property differs between cases of one scanner, or of one site, or of no named one."""
    groups: dict[object, list[int]] = {}
    for row, (scanner, site) in enumerate(zip(acquisition.values["scanner"], acquisition.sites, strict=True)):
        groups.setdefault((scanner or "", site or ""), []).append(row)
    return any(_differs(acquisition, name, ratio, rows) for rows in groups.values())


def _differs(acquisition: Acquisition, name: str, ratio: float, rows: Sequence[int] | None = None) -> bool:
    values = acquisition.of(name, rows)
    if BY_NAME[name].numeric:
        return bool(values) and max(values) > ratio * min(values)
    return len({*values}) > 1


def _spacings_differ(acquisition: Acquisition, ratio: float) -> bool:
    return any(_differs(acquisition, name, ratio) for name in ("in_plane", "between"))


def _voxels(acquisition: Acquisition, settings: Settings | None, ratio: float) -> list[str]:
    """Voxel edges that differ and that the declared parameters leave as they are, in words."""
    if settings is None:
        return []
    spacing = settings.value("resampledPixelSpacing") if settings.value("interpolator") is not None else None
    edges = {"in_plane": (spacing or [0])[0], "between": (spacing or [0])[-1]}
    if settings.value("force2D"):  # neighbours in other slices are not looked at
        edges.pop("between")
    return [
        _told(acquisition, name)
        for name, resampled in edges.items()
        if not resampled and _differs(acquisition, name, ratio)
    ]
