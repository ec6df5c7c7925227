"""The recipe that a manifest declares."""

from __future__ import annotations

from collections.abc import Iterator

from radaudit.deep.recipe import Recipe
from radaudit.study.input_steps import (
    AxisOrder,
    Crop,
    EightBit,
    Flip,
    MaskOut,
    MinMax,
    Orient,
    Percentile,
    Planes,
    Repeat,
    Resample,
    Resize,
    Scale,
    Slices,
    Standardise,
    Step,
    Window,
    Windows,
    ZScore,
)
from radaudit.study.network_input import NetworkInput


def recipe_of(declared: NetworkInput | None) -> Recipe:
    """The recipe: its steps as they stand, or single facts in the order that `NetworkInput` documents."""
    if declared is None:
        return Recipe()
    if declared.steps is not None:
        return Recipe(tuple(declared.steps))
    return Recipe((*_on_the_volume(declared), *_cut_out(declared), *_for_the_network(declared)))


def _on_the_volume(own: NetworkInput) -> Iterator[Step]:
    if own.orientation:
        yield Orient(own.orientation)
    if own.spacing_mm:
        yield Resample(tuple(own.spacing_mm), own.interpolation)
    if own.window:
        yield Window(*own.window)
    if own.offset is not None or own.divide is not None:
        yield Scale(own.offset or 0.0, own.divide or 1.0)
    if own.eight_bit:
        yield EightBit()
    if own.normalise_over != "crop":
        yield from _normalised(own, own.normalise_over or "volume")


def _cut_out(own: NetworkInput) -> Iterator[Step]:
    if own.shown_dims == "2d" or own.slices:
        yield Slices(own.slice, own.slices or 1)
    about = own.crop not in (None, "bbox")
    if own.crop == "bbox":
        yield Crop("bbox", (), own.margin_mm or 0.0, own.margin_voxels or 0, own.cube, pad=own.pad)
    elif about:
        yield Crop(own.crop, tuple(own.size), round=own.rounding, pad=own.pad)
    if own.mask_outside:
        yield MaskOut(own.pad)
    if own.normalise_over == "crop":
        yield from _normalised(own, "volume")
    size = own.resize if about else own.size
    if own.shown_dims == "2.5d" and not own.slices:
        yield Planes(tuple((size or own.size)[:2]))
    elif size:
        yield Resize(tuple(size))


def _for_the_network(own: NetworkInput) -> Iterator[Step]:
    if own.windows:
        yield Windows(tuple(own.windows))
    elif own.channels == 3 and not (own.slices == 3 or own.shown_dims == "2.5d"):
        yield Repeat(3)
    if own.mean and own.sd:
        yield Standardise(tuple(own.mean), tuple(own.sd))
    if own.flip:
        yield Flip(own.flip)
    if own.axis_order:
        yield AxisOrder(own.axis_order)


def _normalised(own: NetworkInput, over: str) -> Iterator[Step]:
    if own.normalise == "zscore":
        yield ZScore(over)
    elif own.normalise == "percentile":
        yield Percentile(*(own.percentiles or (0.5, 99.5)), over)
    elif own.normalise == "minmax":
        yield MinMax(over)
