from collections.abc import Iterator

from radaudit.core.finding import Finding, Location, Severity, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.features.settings import DEFAULTS, Settings

# What a reader needs to extract the same numbers: IBSI reporting guidelines, doi:10.1148/radiol.2020191145.
NEEDED = ("binWidth", "resampledPixelSpacing", "interpolator", "normalize", "label")


@check(
    "features/parameters-complete",
    severity=Severity.MAJOR,
    references=("doi:10.1148/radiol.2020191145", "doi:10.1158/0008-5472.CAN-17-0339"),
)
def parameters_complete(settings: Settings, *, tolerance: float = 1e-3) -> Iterator[Finding]:
    """The extraction parameters are complete and say one thing.

    What is not written down falls back to pyradiomics' defaults, which are made for CT (bin width 25) and may change.
    Two settings that exclude each other are worse: with binWidth and binCount, binCount wins without a word. A large
    geometryTolerance (option tolerance, in voxels) switches the comparison of image and mask off.

    Remedy: write the parameters that were used into the parameter file, each of them once.
    """
    place = [Location(settings.path)] if settings.path else []
    given, clean = settings.given, True
    if given.get("binWidth") is not None and given.get("binCount") is not None:
        clean = False
        yield failed(
            f"Both binWidth ({given['binWidth']}) and binCount ({given['binCount']}) are given; "
            "pyradiomics uses binCount and ignores binWidth.",
            code="bin-width-and-count",
            where=place,
        )
    if (given.get("geometryTolerance") or 0) > tolerance:
        clean = False
        yield failed(
            f"geometryTolerance is {given['geometryTolerance']:g}: masks that lie elsewhere than their image pass.",
            code="large-tolerance",
            where=place,
            severity=Severity.MINOR,
        )
    missing = [name for name in NEEDED if not _is_given(name, settings)]
    if missing:
        clean = False
        defaults = {"label": 1} | dict(DEFAULTS)
        yield failed(
            f"{counted(len(missing), 'setting')} left to pyradiomics' defaults, though the numbers depend on it: "
            + ", ".join(f"{name} = {defaults[name]}" for name in missing)
            + ".",
            code="not-given",
            where=place,
            severity=Severity.NOTE,
            rows=[{"setting": name, "default": str(defaults[name])} for name in missing],
        )
    if clean:
        yield passed(
            "Discretisation, resampling, interpolation, normalisation and label are given.", settings=len(given)
        )


def _is_given(name: str, settings: Settings) -> bool:
    if name == "label":
        return settings.label_given
    return name in settings.given or (name == "binWidth" and "binCount" in settings.given)
