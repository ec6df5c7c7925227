from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, failed, passed
from radaudit.core.step import check
from radaudit.deep.bundles.contradictions import contradictions
from radaudit.deep.bundles.preprocessing import Translated
from radaudit.evidence.deep_setup import DeepSetup
from radaudit.evidence.images import ImageIndex
from radaudit.study.geometry_steps import Crop, Planes, Resample, Resize
from radaudit.study.input_steps import Intensity
from radaudit.study.load import Study

MOST_TOLD = 3
ALIKE = 0.01  # share by which spacings may differ and still be called one


@check(
    "deep/input-declared",
    severity=Severity.MAJOR,
    references=("doi:10.1148/ryai.240300", "doi:10.1148/ryai.2020200029"),
)
def input_declared(study: Study, deep_setup: DeepSetup, images: ImageIndex) -> Iterator[Finding]:
    """It is said how a case becomes the network's input: its values, its voxel size, its part of the image.

    The same weights give other features after another window (median CCC down to 0 on a 3D residual network), another
    voxel size (0.36 after 2 mm for 1) or another crop (0.84 about the box's middle instead of the centroid). Papers
    tell of the architecture and leave these out. Without resampling, a network sees lesions of one size as different
    ones where scanners have different voxels. Where the network is a bundle that says how images are prepared, its
    transforms are read as data and held against the manifest; they stand for the input where the manifest tells none
    and every one of them is known.

    Remedy: declare under 'deep.input' the window or normalisation, spacing, crop and size, or share the code that makes
    the input.
    """
    place = [study.declared("deep")]
    steps = deep_setup.taking.steps
    if not steps:
        yield failed(
            f"Nothing is said of how a case becomes the network's input{_not_understood(deep_setup.prepared)}.",
            code="not-declared",
            where=place,
        )
        return
    faults = [
        *_values(steps),
        *_voxels(steps, _spacings(images)),
        *_part(steps),
    ]
    for code, said, severity in faults:
        yield failed(said, code=code, where=place, severity=severity, benign=["a step that the manifest leaves out"])
    against = _against_bundle(study, deep_setup, place)
    yield from against
    if not faults and not against:
        told = [{"step": number, "what": step.words} for number, step in enumerate(steps, 1)]
        where = deep_setup.taking.layer or "its output"
        pool = f", pooled by {deep_setup.taking.pool}" if deep_setup.taking.pool else ""
        by = " by the network's bundle" if study.manifest.deep.input is None and deep_setup.told else ""
        yield passed(f"The input is told in {len(steps)} steps{by}; features are taken at {where!r}{pool}.", rows=told)


def _not_understood(prepared: Translated) -> str:
    """What of the bundle's own words has no step."""
    if not prepared.untold:
        return ""
    return f"; its bundle tells more than radaudit has steps for: {', '.join(prepared.untold[:MOST_TOLD])}"


def _against_bundle(study: Study, setup: DeepSetup, place: list) -> list[Finding]:
    """The manifest and the network's bundle say different things."""
    if study.manifest.deep.input is None or not setup.prepared.steps:
        return []
    found = contradictions(setup.prepared.steps, setup.taking.steps)
    if not found:
        return []
    said = f"The manifest and the network's {setup.told.kind} disagree: {'; '.join(found)}."
    rows = [{"the bundle's step": own.words} for own in setup.prepared.steps]
    rows += [{"the bundle's step": f"not translated: {own}"} for own in setup.prepared.untold]
    benign = ["features that were taken otherwise than the bundle's authors meant, on purpose"]
    return [failed(said, code="bundle-disagrees", severity=Severity.MINOR, where=place, rows=rows, benign=benign)]


def _values(steps: tuple) -> Iterator[tuple[str, str, Severity | None]]:
    if not any(isinstance(step, Intensity) for step in steps):
        yield (
            "values",
            "No window and no normalisation is declared: the network would get the image's own values.",
            None,
        )


def _spacings(images: ImageIndex) -> list[tuple[float, ...]]:
    found = [(own.facts.get("image") or {}).get("spacing") for own in images.cases.values() if not own.problem]
    return [tuple(own) for own in found if own]


def _voxels(steps: tuple, spacings: list[tuple[float, ...]]) -> Iterator[tuple[str, str, Severity | None]]:
    if any(isinstance(step, Resample) for step in steps) or not spacings:
        return
    ends = [(min(own), max(own)) for own in zip(*spacings, strict=False)]
    if any(high > low * (1 + ALIKE) for low, high in ends):
        told = ", ".join(f"{low:g} to {high:g}" if high > low else f"{low:g}" for low, high in ends)
        yield (
            "spacing",
            f"No spacing is declared, and the images' voxels measure {told} mm along x, y, z: what looks equally "
            "large to the network is not.",
            None,
        )


def _part(steps: tuple) -> Iterator[tuple[str, str, Severity | None]]:
    if not any(isinstance(step, Crop) for step in steps):
        yield "crop", "No crop is declared: the network would get the whole image.", Severity.MINOR
    boxes = [step for step in steps if isinstance(step, Crop) and step.mode == "bbox"]
    if boxes and not any(isinstance(step, Resize | Planes) for step in steps):
        said = "The crop is the ROI's box, and no size is declared: every case has an input of its own size."
        yield "size", said, Severity.MINOR
