"""Other ways in which deep features may have been taken: the declared one with one setting changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from radaudit.deep.networks.change import NetworkChange
from radaudit.deep.networks.pooling import Pool
from radaudit.deep.networks.shapes import Layer
from radaudit.study.geometry_steps import (
    AxisOrder,
    Crop,
    Flip,
    MaskOut,
    Orient,
    Planes,
    Resample,
    Resize,
    Reverse,
    Slices,
)
from radaudit.study.input_steps import Intensity, Step
from radaudit.study.intensity_steps import (
    EightBit,
    MinMax,
    Percentile,
    Scale,
    Standardise,
    Window,
    Windows,
    ZScore,
)

# Windows that published pipelines use, in Hounsfield units: lung, soft tissue, abdomen, mediastinum, brain, all.
WINDOWS = (
    (-1000, 400), (-1000, 1000), (-1024, 1024), (-1024, 3071), (-1350, 150), (-160, 240), (-150, 250), (-125, 275),
    (-100, 240), (-100, 300), (-200, 300), (-200, 200), (-50, 150), (0, 80), (-57, 164), (-175, 250), (-250, 250),
)  # fmt: skip
PHOTOGRAPHS = Standardise((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))  # ImageNet's, as torchvision publishes them


@dataclass(frozen=True)
class Taking:
    """One way to take features from a network.

    Attributes
    ----------
    steps
        How a case becomes the network's input.
    layer, pool
        Where the features are taken, and what is made of them.
    network
        What is otherwise in the network than its architecture's name says.
    """

    steps: tuple[Step, ...]
    layer: str = ""
    pool: Pool | None = None
    network: NetworkChange = NetworkChange()  # noqa: RUF009 - frozen


@dataclass(frozen=True)
class Variant:
    """A way to take features that differs from the declared one.

    Attributes
    ----------
    about
        What kind of setting was changed, such as "window"; two variants about one setting can't be joined.
    words
        What was changed into what, to follow "with".
    taking
        The way as a whole.
    """

    about: str
    words: str
    taking: Taking


def one_changed(declared: Taking, layers: Sequence[Layer], columns: Collection[int]) -> tuple[Variant, ...]:
    """Every variant with one setting changed, the likeliest kinds first.

    Parameters
    ----------
    declared
        As the study says.
    layers
        Of the network, for the declared input.
    columns
        How many features a layer may give to be tried.
    """
    found = [*_layers(declared, layers, columns)]
    for about, words, steps in _inputs(declared.steps):
        found.append(Variant(about, words, replace(declared, steps=steps)))
    seen = {declared}
    return tuple(own for own in found if own.taking not in seen and not seen.add(own.taking))


def joined(first: Variant, second: Variant, declared: Taking) -> Variant | None:
    """Both changes together; None where they are of one kind, or both change the list of steps in ways that clash."""
    if first.about == second.about:
        return None
    layer = next((own.taking.layer for own in (first, second) if own.taking.layer != declared.layer), declared.layer)
    pool = next((own.taking.pool for own in (first, second) if own.taking.pool != declared.pool), declared.pool)
    networks = [own.taking.network for own in (first, second) if own.taking.network != declared.network]
    if len(networks) > 1:
        return None
    steps = _merged(declared.steps, first.taking.steps, second.taking.steps)
    if steps is None:
        return None
    taking = Taking(steps, layer, pool, *(networks or [declared.network]))
    return Variant(f"{first.about}, {second.about}", f"{first.words} and {second.words}", taking)


def _merged(base: tuple[Step, ...], one: tuple[Step, ...], other: tuple[Step, ...]) -> tuple[Step, ...] | None:
    """Two changes of one list: where both keep its length place by place, else where one leaves it as it is."""
    if one == base or other == base:
        return other if one == base else one
    if len(one) == len(other) == len(base):
        pairs = [(was, a if a != was else b) for was, a, b in zip(base, one, other, strict=True)]
        clash = any(a != was != b and a != b for was, a, b in zip(base, one, other, strict=True))
        return None if clash else tuple(own for _, own in pairs)
    if len(one) > len(other):
        one, other = other, one
    if len(one) == len(base) and other[: len(base)] == base:  # the other one adds a step at the end
        return one + other[len(base) :]
    return None


def _layers(declared: Taking, layers: Sequence[Layer], columns: Collection[int]) -> Iterator[Variant]:
    """Other poolings of the layer, and other layers that give as many features."""
    for own in reversed(layers):
        wide = len(own.shape) > 1 and any(size > 1 for size in own.shape[1:])
        channels, size = own.shape[0], 1
        for length in own.shape:
            size *= length
        pools: list[Pool | None] = ["gap", "gmp"] if wide and channels in columns else []
        pools += ["flatten"] if size in columns and (wide or not pools) else []
        for pool in pools:
            if not wide:
                pool = declared.pool
            same = own.name == declared.layer
            named = f"the layer {own.name!r}" if own.name else "the network's output"
            words = f"{pool} as pooling" if same else f"{named}" + (f" ({pool})" if wide else "")
            was = (
                f" instead of {declared.pool or 'none'}" if same else f" instead of {declared.layer or 'its output'!r}"
            )
            yield Variant("layer", f"{words}{was}", replace(declared, layer=own.name, pool=pool))


def _inputs(steps: tuple[Step, ...]) -> Iterator[tuple[str, str, tuple[Step, ...]]]:
    """Kind of change, its words, and the steps that it leads to."""
    for place, step in enumerate(steps):
        for about, new in _changed(step):
            yield about, _told(step, new), _put(steps, place, new)
        if not isinstance(step, Crop | Slices):
            yield _about(step), f"no step {step.words!r}", steps[:place] + steps[place + 1 :]
    yield from _added(steps)
    yield from _reordered(steps)


def windows_about(declared: Taking, step: float) -> tuple[Variant, ...]:
    """The declared way with the ends of its window moved by some steps each; none where it has no window.

    Parameters
    ----------
    step
        In the image's own unit; windows that would be empty are left out.
    """
    found = []
    for place, own in enumerate(declared.steps):
        if not isinstance(own, Window):
            continue
        for below in range(-2, 3):
            for above in range(-2, 3):
                low, high = own.low + below * step, own.high + above * step
                if (below or above) and low < high:
                    new = replace(own, low=low, high=high)
                    taking = replace(declared, steps=_put(declared.steps, place, new))
                    found.append(Variant("window", _told(own, new), taking))
    return tuple(found)


def _told(old: Step, new: Step) -> str:
    """The change in words, of a crop only what is changed of it."""
    if isinstance(old, Crop) and isinstance(new, Crop):
        if new == replace(old, shift=new.shift):
            return f"the crop moved by {', '.join(map(str, new.shift))} voxels (x, y, z)"
        if new == replace(old, round=new.round):
            return f"the crop's centre rounded {new.round} instead of {old.round}"
        if new == replace(old, mode=new.mode):
            return f"the crop about the {_ABOUT[new.mode]} instead of the {_ABOUT[old.mode]}"
    return f"{new.words} instead of {old.words}"


_ABOUT = {"centroid": "ROI's centroid", "box_centre": "middle of the ROI's box", "middle": "middle of the image"}


def _changed(step: Step) -> Iterator[tuple[str, Step]]:
    """The step with other settings."""
    if isinstance(step, Window):
        yield "window", replace(step, clip=not step.clip)
        yield "window", replace(step, to=(-1.0, 1.0) if step.to == (0.0, 1.0) else (0.0, 1.0))
        for low, high in WINDOWS:
            yield "window", replace(step, low=float(low), high=float(high))
    if isinstance(step, Window | ZScore | MinMax | Percentile | Scale):
        yield from (("window", own) for own in (ZScore(), ZScore("roi"), ZScore("nonzero"), MinMax(), Percentile()))
    if isinstance(step, Windows):
        yield "channel order", replace(step, windows=step.windows[::-1])
    if isinstance(step, Standardise):
        yield "channel order", Standardise(step.mean[::-1], step.sd[::-1])
    if isinstance(step, EightBit):
        yield "8 bits", replace(step, round="nearest" if step.round == "floor" else "floor")
    if isinstance(step, Crop):
        yield from _crops(step)
    if isinstance(step, Resample):
        yield from _grids(step)
    if isinstance(step, Resize):
        yield from (("resizing", replace(step, image=own)) for own in ("linear", "smooth", "ends", "area", "nearest"))
    if isinstance(step, Slices):
        yield "slice", replace(step, take="middle" if step.take == "largest" else "largest")
    if isinstance(step, Orient):
        yield "orientation", Orient("RAS" if step.axes != "RAS" else "LPS")


def _crops(step: Crop) -> Iterator[tuple[str, Step]]:
    if step.mode == "bbox":
        for margin in (0.0, 2.0, 3.0, 5.0, 10.0):
            yield "margin", replace(step, margin_mm=margin, margin_voxels=0)
        for voxels in (1, 2, 3, 5):
            yield "margin", replace(step, margin_mm=0.0, margin_voxels=voxels)
        yield "cube", replace(step, cube=not step.cube)
    elif step.mode != "point":
        for mode in ("centroid", "box_centre", "middle"):
            yield "centre", replace(step, mode=mode)
        for rule in ("nearest", "floor", "ceil"):
            yield "rounding", replace(step, round=rule)
    for axis in range(3):
        for way in (-1, 1):
            moved = list(step.shift)
            moved[axis] += way
            yield "shift", replace(step, shift=tuple(moved))


def _grids(step: Resample) -> Iterator[tuple[str, Step]]:
    for image in ("linear", "nearest", "bspline"):
        yield "interpolator", replace(step, image=image)
    for align in ("first", "edges", "ends"):
        yield "grid", replace(step, align=align)
    for extent in ("nearest", "floor", "ceil", "centres"):
        yield "grid", replace(step, extent=extent)
    yield "whole numbers", replace(step, stored=not step.stored)
    for size in (0.5, 0.8, 1.0, 1.5, 2.0, 3.0):
        yield "spacing", replace(step, spacing=(size,) * 3)


def _added(steps: tuple[Step, ...]) -> Iterator[tuple[str, str, tuple[Step, ...]]]:
    """Steps that the study doesn't declare, after those that it does."""
    flat = any(isinstance(own, Slices) for own in steps)
    extra: list[tuple[str, Step]] = [("flip", Flip(axis)) for axis in "xyz"[: 2 if flat else 3]]
    extra += [("axis order", AxisOrder("xy" if flat else "xyz"))]
    extra += [("values", EightBit()), ("values", Scale(divide=255.0)), ("values", Scale(divide=1 / 255))]
    if not any(isinstance(own, MaskOut) for own in steps):
        extra.append(("mask", MaskOut()))
    if any(isinstance(own, Planes) or (isinstance(own, Slices) and own.count > 1) for own in steps):
        extra.append(("channel order", Reverse()))
    if flat and not any(isinstance(own, Standardise) for own in steps):
        extra.append(("values", PHOTOGRAPHS))
    for about, own in extra:
        yield about, f"the step {own.words!r} at the end", (*steps, own)


def _reordered(steps: tuple[Step, ...]) -> Iterator[tuple[str, str, tuple[Step, ...]]]:
    """A step on values before or after the one on the grid beside it, where that can matter."""
    for place in range(len(steps) - 1):
        one, other = steps[place : place + 2]
        values, grid = isinstance(one, Intensity), isinstance(other, Resample | Resize | Crop | MaskOut)
        back = isinstance(other, Intensity) and isinstance(one, Resample | Resize | Crop | MaskOut)
        if (values and grid) or back:
            yield "order", f"{other.words!r} before {one.words!r}", (*steps[:place], other, one, *steps[place + 2 :])


def _about(step: Step) -> str:
    kinds = {Resample: "spacing", MaskOut: "mask", Flip: "flip", AxisOrder: "axis order", Orient: "orientation"}
    return kinds.get(
        type(step), "window" if isinstance(step, Window | ZScore | MinMax | Percentile | Scale) else "values"
    )


def _put(steps: tuple[Step, ...], place: int, new: Step) -> tuple[Step, ...]:
    return (*steps[:place], new, *steps[place + 1 :])
