"""Which settings to try: the ones that people set, for each kind of deviation."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from radaudit.features.recovery.configuration import Configuration

Changes = Mapping[str, object]

SPACINGS = (1, 2, 3, 1.5, 0.5, 2.5, 4, 5, 0.75)
INTERPOLATORS = (
    "sitkBSpline",
    "sitkLinear",
    "sitkNearestNeighbor",
    "sitkGaussian",
    "sitkLanczosWindowedSinc",
    "sitkHammingWindowedSinc",
    "sitkBlackmanWindowedSinc",
    "sitkCosineWindowedSinc",
    "sitkWelchWindowedSinc",
)
OUTLIERS = (3, 2, 1, 4)
WIDTHS = (25, 10, 5, 20, 50, 1, 2, 0.1, 0.25, 0.5, 100, 15)
COUNTS = (32, 64, 16, 128, 8, 256)
DISTANCES = ([1], [1, 2], [1, 2, 3], [2], [3], [1, 3, 5])
WEIGHTS = (None, "no_weighting", "euclidean", "manhattan", "infinity")
FAMILIES = (
    "coif1",
    "haar",
    "db2",
    "db3",
    "db4",
    "sym2",
    "sym4",
    "sym8",
    "coif2",
    "coif3",
    "bior1.3",
    "bior2.2",
    "dmey",
)
PADDING = (5, 10, 0, 20, 15, 8, 3)

# The classes that a setting of textures reaches: where another class deviates too, it was not this one.
REACH = {
    "symmetricalGLCM": {"glcm"},
    "gldm_a": {"gldm"},
    "weightingNorm": {"glcm", "glrlm"},
    "distances": {"glcm", "gldm", "ngtdm"},
    "force2D": {"glcm", "glrlm", "glszm", "gldm", "ngtdm"},
}


def other_labels(configuration: Configuration, labels: Collection[int]) -> list[Changes]:
    return [{"label": label} for label in sorted(labels) if label != configuration.label]


def other_spacings(configuration: Configuration, native: Collection[float]) -> list[Changes]:
    """No resampling, cubes of usual sizes, cubes of the image's own finest and coarsest spacing, slices only."""
    cubes = list(SPACINGS) + [size for size in (min(native), max(native)) if size not in SPACINGS]
    wanted: list[object] = [None, *([size] * 3 for size in cubes), [1, 1, 0], [1, 1, 3]]
    return spaced(configuration, wanted)


def spaced(configuration: Configuration, wanted: Collection[object]) -> list[Changes]:
    """These spacings, without the one in force; an interpolator of none would switch resampling off."""
    current = configuration.value("resampledPixelSpacing")
    found = []
    for spacing in wanted:
        if spacing != current:
            change = {"resampledPixelSpacing": spacing}
            off = "interpolator" in configuration.setting and configuration.setting["interpolator"] is None
            found.append(change | ({"interpolator": "sitkBSpline"} if off and spacing else {}))
    return found


def corrected_mask(configuration: Configuration) -> list[Changes]:
    return [{"correctMask": not configuration.value("correctMask")}]


def grey_levels(configuration: Configuration) -> list[Changes]:
    """Normalisation, outliers, interpolator."""
    found: list[Changes] = []
    if configuration.value("normalize"):
        found.append({"normalize": False})
    else:
        found.append({"normalize": True})
    on = {} if configuration.value("normalize") else {"normalize": True}
    for size in (*OUTLIERS, None):
        if size != configuration.value("removeOutliers") and not (on and size is None):
            found.append(on | {"removeOutliers": size})
    if resampled(configuration):
        found += [{"interpolator": name} for name in INTERPOLATORS if name != configuration.value("interpolator")]
    return found


def resampled(configuration: Configuration) -> bool:
    """Whether the image is resampled."""
    return bool(configuration.value("resampledPixelSpacing")) and configuration.value("interpolator") is not None


def usual_bins(configuration: Configuration) -> list[Changes]:
    """For tables without a feature that the histogram alone gives."""
    width, count = configuration.value("binWidth"), configuration.value("binCount")
    found = [bins(configuration, width=own) for own in WIDTHS if count is not None or own != width]
    return found + [bins(configuration, count=own) for own in COUNTS if own != count]


def bins(configuration: Configuration, width: object = None, count: object = None, image: str = "") -> Changes:
    """Bins of this width, or so many; what the other setting says is taken out, as pyradiomics knows one of them."""
    before = f"{image}." if image else ""
    if width is None:
        return {f"{before}binCount": count}
    off = configuration.value(f"{before}binCount") is not None
    return {f"{before}binWidth": width} | ({f"{before}binCount": None} if off else {})


def textures(configuration: Configuration, deviating: Collection[str], agreeing: Collection[str]) -> list[Changes]:
    """Settings of texture matrices that reach every class that deviates, and none that agrees."""
    found = []
    for name, reach in REACH.items():
        if set(deviating) <= reach and not reach & set(agreeing):
            found += _texture_values(configuration, name)
    return found or [change for name in REACH for change in _texture_values(configuration, name)]


def _texture_values(configuration: Configuration, name: str) -> list[Changes]:
    current = configuration.value(name)
    if name == "symmetricalGLCM":
        return [{name: not current}]
    if name == "gldm_a":
        return [{name: value} for value in (0, 1, 2, 3) if value != current]
    if name == "weightingNorm":
        return [{name: value} for value in WEIGHTS if value != current]
    if name == "distances":
        return [{name: value} for value in DISTANCES if value != current]
    own = configuration.value("force2Ddimension")
    found: list[Changes] = [{"force2D": False}] if current else []
    return found + [
        {"force2D": True} | ({"force2Ddimension": axis} if axis != own else {})
        for axis in (0, 1, 2)
        if not (current and axis == own)
    ]


def paddings(configuration: Configuration) -> list[Changes]:
    """Voxels around the ROI that are resampled with it.

    They should change nothing but filters, yet they move the arithmetic of the grid: where a new voxel lies halfway
    between two old ones, its mask falls to the one or the other.
    """
    return [{"padDistance": size} for size in PADDING if size != configuration.value("padDistance")]


def filters(configuration: Configuration, deviating: Collection[str]) -> list[Changes]:
    """Settings of the image types that deviate."""
    found: list[Changes] = []
    if set(deviating) == {"Wavelet"}:
        used = configuration.value("Wavelet.wavelet")
        found += [{"Wavelet.wavelet": name} for name in FAMILIES if name != used]
        found.append({"Wavelet.start_level": 0 if configuration.value("Wavelet.start_level") else 1})
    if set(deviating) == {"Gradient"}:
        found.append({"Gradient.gradientUseSpacing": not configuration.value("Gradient.gradientUseSpacing")})
    crop = bool(configuration.value("preCrop"))
    pads = paddings(configuration)
    if resampled(configuration):
        return pads + found
    if crop:
        return [{"preCrop": False}, *pads, *found]
    return [{"preCrop": True}, *({"preCrop": True} | pad for pad in pads), *found]
