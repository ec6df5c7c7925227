"""Small volumes with ROIs of every kind, and the comparison bit for bit."""

from __future__ import annotations

import numpy as np

from radaudit.features.fast.extract import extract, fast
from radaudit.features.fast.pyradiomics import plain
from radaudit.images.volume import Volume

LEVEL = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
ROIS = ("middle", "corner", "whole width", "scattered", "one slice", "hollow", "sparse")
FILTERS = ("Wavelet", "Square", "SquareRoot", "Logarithm", "Exponential", "Gradient", "LBP2D", "LBP3D")
EVERY_IMAGE = {"Original": {}, "LoG": {"sigma": [1.0, 2]}, **{name: {} for name in FILTERS}}


def image(shape=(17, 22, 25), dtype="int16", spacing=(0.9, 1.1, 2.5), seed=1) -> Volume:
    """Smooth structures and noise."""
    rng = np.random.default_rng(seed)
    z, y, x = np.indices(shape)
    values = 120 + 60 * np.sin(x / 3 + y / 5) * np.cos(z / 4) + rng.normal(0, 12, shape)
    if dtype not in ("uint8", "uint16"):
        values -= 90
    return Volume(values.astype(dtype), spacing, (-31.5, 12.25, 100.0), LEVEL)


def mask(of: Volume, kind: str, label=1, dtype="uint8") -> Volume:
    """A ROI of one kind, with voxels of another label beside it."""
    shape = of.voxels.shape
    marks = np.zeros(shape, dtype)
    nz, ny, nx = shape
    marks[0, 0, nx // 2 :] = label + 1
    z, y, x = np.indices(shape)
    far = ((z - nz // 2) / 4) ** 2 + ((y - ny // 2) / 5) ** 2 + ((x - nx // 2) / 6) ** 2
    if kind == "middle":
        marks[far < 1] = label
    elif kind == "corner":
        marks[-6:, -7:, :5] = label
    elif kind == "whole width":
        marks[nz // 2 - 2 : nz // 2 + 2, :, 3:-3] = label
    elif kind == "scattered":
        marks[1:4, 2:6, 2:7] = label
        marks[-5:-1, -6:-2, -8:-3] = label
    elif kind == "one slice":
        marks[nz // 2, 4:12, 5:15] = label
    elif kind == "hollow":
        marks[far < 1] = label
        marks[far < 0.3] = 0
    elif kind == "sparse":
        marks[(np.random.default_rng(2).random(shape) < 0.3) & (far < 1)] = label
    return Volume(marks, of.spacing, of.origin, of.direction)


def bits(found: dict[str, float]) -> list[tuple[str, str]]:
    return [(name, value.hex()) for name, value in found.items()]


def assert_same(one: Volume, marks: Volume, parameters: dict, label: int = 1) -> None:
    """The fast way is taken, and gives plain pyradiomics' names, order and bits."""
    assert bits(fast(one, marks, label, parameters)) == bits(plain(one, marks, label, parameters))


def assert_falls_back(one: Volume, marks: Volume, parameters: dict, label: int = 1) -> None:
    assert bits(extract(one, marks, label, parameters)) == bits(plain(one, marks, label, parameters))
