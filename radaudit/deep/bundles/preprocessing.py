"""A bundle's own words on how images were prepared, as steps of a recipe; what has no step is told, never guessed."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from radaudit.deep.variants import PHOTOGRAPHS
from radaudit.study.geometry_steps import AxisOrder, Crop, Flip, MaskOut, Orient, Repeat, Resample, Resize
from radaudit.study.input_steps import Step
from radaudit.study.intensity_steps import MinMax, Percentile, Scale, Standardise, Window, ZScore

EXPRESSION = "$"  # the key under which `monai_bundle` keeps why a transform's arguments were not read
_PICTURE = "how a case became a picture: its slice, window and crop"


@dataclass(frozen=True)
class Translated:
    """A bundle's preprocessing in radaudit's steps.

    Attributes
    ----------
    steps
        What could be translated, in the bundle's order.
    untold
        What could not, in words.
    """

    steps: tuple[Step, ...] = ()
    untold: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the steps are all that is done, so that they can stand for a declared input."""
        return bool(self.steps) and not self.untold


def translated(kind: str, said: Sequence[tuple[str, Mapping[str, Any]]]) -> Translated:
    """The steps that a bundle's words mean.

    Transforms and their arguments are looked up in a list; MONAI's own reader, which imports and evaluates what it
    finds, is never called.

    Parameters
    ----------
    kind, said
        See `told.Told`: its kind and preprocessing.
    """
    if kind == "MONAI bundle":
        return _of_monai(said)
    steps: list[Step] = []
    untold: list[str] = []
    for name, values in said:
        try:
            steps += _OF_PICTURES[name](_plain(values))
        except _FAULTS as fault:
            untold.append(f"{name} ({str(fault)[:80]})")
    return Translated(tuple(steps), (*untold, _PICTURE)) if said else Translated()


class _Unknown(Exception):
    """An argument that no step has."""


_FAULTS = (_Unknown, KeyError, TypeError, ValueError, ArithmeticError)  # whatever wrong words lead to


def _of_monai(said: Sequence[tuple[str, Mapping[str, Any]]]) -> Translated:
    """MONAI's transforms; its readers give arrays whose axes run x, y, z, so that the last step turns ours."""
    steps: list[Step] = []
    untold: list[str] = []
    for target, values in said:
        name = target.removesuffix("Dict").removesuffix("d")
        if _is_about_labels(values.get("keys")) or name in _SILENT:
            continue
        try:
            steps += _translated(name, {key: own for key, own in values.items() if key not in _ANYWHERE})
        except _FAULTS as fault:
            untold.append(f"{target} ({str(fault)[:80]})")
    if not steps:
        return Translated((), tuple(untold))
    return Translated((*steps, AxisOrder("xyz")), tuple(untold))


def _translated(name: str, values: Mapping[str, Any]) -> Sequence[Step]:
    if EXPRESSION in values:
        raise _Unknown("its arguments hold an expression, which is not run")
    if name not in _KNOWN:
        raise _Unknown("radaudit has no step for it")
    known, make = _KNOWN[name]
    strange = sorted(set(values) - set(known.split()))
    if strange:
        raise _Unknown(f"with {strange[0]!r}, for which there is no step")
    return make(_plain(values))


def _plain(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values, if they are JSON's and finite."""
    json.dumps(values, allow_nan=False)
    return values


def _is_about_labels(keys: Any) -> bool:
    names = [keys] if isinstance(keys, str) else list(keys or ())
    return bool(names) and all(str(own) in _LABELS for own in names)


_LABELS = ("label", "mask", "seg", "segmentation", "pred")
_ANYWHERE = ("keys", "allow_missing_keys", "dtype", "lazy", "channel_wise", "recompute_affine", "as_closest_canonical")
# Transforms that change no value and no place: files to arrays, types, channels in front.
_SILENT = (
    "LoadImage", "EnsureChannelFirst", "AddChannel", "EnsureType", "CastToType", "ToTensor", "ToDevice", "Identity",
    "SelectItems", "DeleteItems",
)  # fmt: skip


def _first(value: Any) -> Any:
    """Of settings given key by key the image's, which stands first."""
    return value[0] if isinstance(value, list) and value else value


def _one_of(value: Any, known: Mapping[Any, str]) -> str:
    if value not in known:
        raise _Unknown(f"with {value!r}, for which there is no step")
    return known[value]


def _size(value: Any) -> tuple[int, ...]:
    sizes = tuple(value) if isinstance(value, list | tuple) else (value,) * 3
    if len(sizes) not in (2, 3) or not all(isinstance(own, int) and own > 0 for own in sizes):
        raise _Unknown(f"with the size {value!r}")
    return sizes


def _spacing(values: Mapping[str, Any]) -> Sequence[Step]:
    pixdim = values["pixdim"]
    spacing = tuple(map(float, pixdim)) if isinstance(pixdim, list) else (float(pixdim),) * 3
    image = _one_of(_first(values.get("mode", "bilinear")), {"bilinear": "linear", "nearest": "nearest"})
    if _first(values.get("padding_mode", "border")) != "border" or _first(values.get("align_corners", False)):
        raise _Unknown("with a padding or alignment for which there is no step")
    if len(spacing) != 3:
        raise _Unknown("not of three axes")
    return [Resample(spacing, image, extent="centres")]


def _range(values: Mapping[str, Any]) -> Sequence[Step]:
    ends = values.get("b_min"), values.get("b_max")
    clip = bool(values.get("clip", False))
    if None in ends and (clip or ends != (None, None)):
        raise _Unknown("cut off at ends that are not given")
    to = (0.0, 1.0) if None in ends else (float(ends[0]), float(ends[1]))
    return [Window(float(values["a_min"]), float(values["a_max"]), to, clip)]


def _normalised(values: Mapping[str, Any]) -> Sequence[Step]:
    less, over, nonzero = values.get("subtrahend"), values.get("divisor"), bool(values.get("nonzero", False))
    if less is None and over is None:
        return [ZScore("nonzero" if nonzero else "volume")]
    if nonzero or less is None or over is None:
        raise _Unknown("with one of its numbers from the image and one given")
    if isinstance(less, list):
        return [Standardise(tuple(map(float, less)), tuple(map(float, over)))]
    return [Scale(-float(less), float(over))]


def _least_to_greatest(values: Mapping[str, Any]) -> Sequence[Step]:
    low, high = values.get("minv", 0.0), values.get("maxv", 1.0)
    if values.get("factor") is not None or low is None or high is None:
        raise _Unknown("with a factor")
    plain = (float(low), float(high)) == (0.0, 1.0)
    return [MinMax()] if plain else [MinMax(), Window(0.0, 1.0, (float(low), float(high)), clip=False)]


def _percentiles(values: Mapping[str, Any]) -> Sequence[Step]:
    if (values.get("b_min"), values.get("b_max"), bool(values.get("clip"))) != (0, 1, True):
        raise _Unknown("onto other values than 0 to 1, or not cut off")
    return [Percentile(float(values["lower"]), float(values["upper"]))]


def _resized(values: Mapping[str, Any]) -> Sequence[Step]:
    mode = _first(values.get("mode", "area"))
    ways = {"area": "area", "nearest": "nearest", "bilinear": "linear", "trilinear": "linear"}
    way = _one_of(mode, ways)
    if _first(values.get("align_corners")) and way == "linear":
        way = "ends"
    return [Resize(_size(values["spatial_size"]), way)]


def _foreground(values: Mapping[str, Any]) -> Sequence[Step]:
    if values.get("source_key") not in _LABELS:
        raise _Unknown("about the image's own bright voxels")
    if not isinstance(margin := values.get("margin", 0), int):
        raise _Unknown("with a margin of its own for each axis")
    return [Crop("bbox", margin_voxels=margin, beyond="clip" if values.get("allow_smaller", False) else "pad")]


def _flipped(values: Mapping[str, Any]) -> Sequence[Step]:
    axes = values["spatial_axis"]
    names = {0: "x", 1: "y", 2: "z"}
    return [Flip("".join(_one_of(own, names) for own in (axes if isinstance(axes, list) else [axes])))]


def _masked(values: Mapping[str, Any]) -> Sequence[Step]:
    if values.get("mask_key") not in _LABELS:
        raise _Unknown("by something else than a label")
    return [MaskOut()]


# By MONAI's name without the "d" of its dictionary form: the arguments that are understood, and the steps.
_KNOWN: Mapping[str, tuple[str, Callable[[Mapping[str, Any]], Sequence[Step]]]] = {
    "Orientation": ("axcodes", lambda values: [Orient(str(values["axcodes"]))]),
    "Spacing": ("pixdim mode padding_mode align_corners", _spacing),
    "ScaleIntensityRange": ("a_min a_max b_min b_max clip", _range),
    "NormalizeIntensity": ("subtrahend divisor nonzero", _normalised),
    "ScaleIntensity": ("minv maxv factor", _least_to_greatest),
    "ScaleIntensityRangePercentiles": ("lower upper b_min b_max clip", _percentiles),
    "Resize": ("spatial_size mode align_corners", _resized),
    "CropForeground": ("source_key margin allow_smaller", _foreground),
    "CenterSpatialCrop": ("roi_size", lambda values: [Crop("middle", _size(values["roi_size"]), beyond="clip")]),
    "ResizeWithPadOrCrop": ("spatial_size", lambda values: [Crop("middle", _size(values["spatial_size"]))]),
    "RepeatChannel": ("repeats", lambda values: [Repeat(int(values["repeats"]))]),
    "Flip": ("spatial_axis", _flipped),
    "MaskIntensity": ("mask_key", _masked),
}


def _onekey(values: Mapping[str, Any]) -> Sequence[Step]:
    """The platform resizes pictures by torchvision (height, width), then standardises them in one of two ways."""
    known = {"imagenet": PHOTOGRAPHS, "-1+1": Standardise((0.5,) * 3, (0.5,) * 3)}
    method = _one_of(values.get("normalize_method", "imagenet"), {own: own for own in known})
    height, width = values["input_size"]
    return [Resize(_size((width, height)), "smooth"), known[method]]


def _timm(values: Mapping[str, Any]) -> Sequence[Step]:
    _, height, width = values["input_size"]
    _one_of(values.get("interpolation"), {"bilinear": "smooth"})
    if values.get("crop_pct", 1) != 1:
        raise _Unknown("with a crop after it was resized")
    return [Resize((width, height), "smooth"), _published(values["mean"], values["std"])]


def _processor(values: Mapping[str, Any]) -> Sequence[Step]:
    steps: list[Step] = []
    if values.get("do_resize"):
        size = values["size"]
        _one_of(values.get("resample"), {2: "smooth"})
        steps.append(Resize((size["width"], size["height"]), "smooth"))
    if values.get("do_rescale"):
        steps.append(Scale(divide=round(1 / float(values["rescale_factor"]), 6)))
    if values.get("do_normalize"):
        steps.append(_published(values["image_mean"], values["image_std"]))
    return steps


def _published(mean: Collection[float], spread: Collection[float]) -> Step:
    return Standardise(tuple(map(float, mean)), tuple(map(float, spread)))


# By the name that the bundle's reader gives the mapping.
_OF_PICTURES: Mapping[str, Callable[[Mapping[str, Any]], Sequence[Step]]] = {
    "transform": _onekey,
    "pretrained_cfg": _timm,
    "preprocessor_config.json": _processor,
}
