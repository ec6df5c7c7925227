"""The image types of a case, each worked out around the ROI if that is proved to give the same voxels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from radaudit.features.fast.filters import lbp2d, lbp3d, log, pointwise, wavelet
from radaudit.features.fast.pyradiomics import image_operations
from radaudit.features.fast.region import Box
from radaudit.images.itk import from_itk, to_itk
from radaudit.images.volume import Volume

Made = Iterator[tuple[Volume, str, dict]]
_GRADIENT_REACH = 2


@dataclass(frozen=True)
class Scene:
    """An image after preprocessing, and the ROI in it.

    Attributes
    ----------
    image
        The whole image.
    box
        Where features are computed.
    marks
        The mask in the box; uint32.
    """

    image: Volume
    box: Box
    marks: np.ndarray

    @property
    def part(self) -> Volume:
        return replace(self.image, voxels=np.ascontiguousarray(self.image.voxels[self.box.slices]))


def made(name: str, scene: Scene, settings: Mapping) -> Made:
    """The images of one type in the ROI's box, with pyradiomics' names and settings, in its order."""
    yield from _WAYS.get(name, _whole(name))(scene, dict(settings))


def _whole(name: str) -> Callable[[Scene, dict], Made]:
    """The plain way: the filter over the whole image."""

    def way(scene: Scene, settings: dict) -> Made:
        marks = np.zeros(scene.image.voxels.shape, np.uint32)
        marks[scene.box.slices] = scene.marks
        images = (to_itk(scene.image), to_itk(replace(scene.image, voxels=marks)))
        for image, title, own in getattr(image_operations(), f"get{name}Image")(*images, **settings):
            yield _cut(from_itk(image), scene.box), title, own

    return way


def _original(scene: Scene, settings: dict) -> Made:
    yield scene.part, "original", settings


def _gradient(scene: Scene, settings: dict) -> Made:
    near = scene.box.grown(_GRADIENT_REACH, scene.image.voxels.shape)
    part = replace(scene.image, voxels=scene.image.voxels[near.slices])
    for image, title, own in image_operations().getGradientImage(to_itk(part), None, **settings):
        yield _cut(from_itk(image), scene.box.within(near)), title, own


def _pointwise(name: str) -> Callable[[Scene, dict], Made]:
    def way(scene: Scene, settings: dict) -> Made:
        padded = pointwise.padded(scene.image.voxels, scene.part.voxels)
        if padded is None:
            yield from _whole(name)(scene, settings)
            return
        image = to_itk(replace(scene.image, voxels=padded))
        for result, title, own in getattr(image_operations(), f"get{name}Image")(image, None, **settings):
            part = from_itk(result)
            yield replace(part, voxels=part.voxels[: len(scene.marks)]), title, own

    return way


def _wavelet(scene: Scene, settings: dict) -> Made:
    levels = settings.get("start_level", 0) + settings.get("level", 1)
    reach = wavelet.reach_of(settings.get("wavelet", "coif1"), levels)
    near = wavelet.window(scene.image.voxels.shape, scene.box, reach)
    part = replace(scene.image, voxels=scene.image.voxels[near.slices])
    for result, title, own in image_operations().getWaveletImage(to_itk(part), None, **settings):
        yield _cut(from_itk(result), scene.box.within(near)), title, own


def _log(scene: Scene, settings: dict) -> Made:
    if not log.proved():
        yield from _whole("LoG")(scene, settings)
        return
    stand_in = _Extent(scene.image)
    too_small = min(scene.image.size) < 4
    for sigma in [None] if too_small else settings.get("sigma", []):
        refused = too_small or not (sigma > 0.0 and log.fits(sigma, scene.image))
        if refused:  # pyradiomics itself says so, and never looks at the voxels
            own = settings if too_small else settings | {"sigma": [sigma]}
            yield from image_operations().getLoGImage(stand_in, None, **own)
            continue
        voxels = log.laplacian(scene.image, sigma, scene.box)
        yield replace(scene.image, voxels=voxels), log.title(sigma), settings


def _lbp2d(scene: Scene, settings: dict) -> Made:
    if not lbp2d.applies(settings):
        yield from _whole("LBP2D")(scene, settings)
        return
    for _, title, own in image_operations().getLBP2DImage(_token(scene)[0], None, **settings):
        yield replace(scene.image, voxels=lbp2d.patterns(scene.image.voxels, scene.box, settings)), title, own


def _lbp3d(scene: Scene, settings: dict) -> Made:
    if not lbp3d.applies(settings):
        yield from _whole("LBP3D")(scene, settings)
        return
    named = image_operations().getLBP3DImage(*_token(scene), **settings)
    inside = scene.marks == settings.get("label", 1)
    images = lbp3d.patterns(scene.image.voxels, scene.box, inside, settings)
    for voxels, (_, title, own) in zip(images, named, strict=True):
        yield replace(scene.image, voxels=voxels), title, own


def _token(scene: Scene) -> tuple[object, object]:
    """A few voxels and an empty ROI: enough for pyradiomics to say how it names images, and what it warns of."""
    voxels = np.zeros((2, 2, 2), scene.image.voxels.dtype)
    return to_itk(replace(scene.image, voxels=voxels)), to_itk(replace(scene.image, voxels=voxels.astype(np.uint8)))


class _Extent:
    """What pyradiomics asks an image before it applies a Laplacian."""

    def __init__(self, image: Volume) -> None:
        self._image = image

    def GetSize(self) -> tuple[int, ...]:
        return self._image.size

    def GetSpacing(self) -> tuple[float, ...]:
        return self._image.spacing


def _cut(image: Volume, box: Box) -> Volume:
    return replace(image, voxels=np.ascontiguousarray(image.voxels[box.slices]))


_WAYS: dict[str, Callable[[Scene, dict], Made]] = {
    "Original": _original,
    "Gradient": _gradient,
    "Wavelet": _wavelet,
    "LoG": _log,
    "LBP2D": _lbp2d,
    "LBP3D": _lbp3d,
    **{name: _pointwise(name) for name in ("Square", "SquareRoot", "Logarithm", "Exponential")},
}
