"""What the columns of a table tell about its extraction: image types, filter sizes, feature classes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from radaudit.features.names import FeatureName, parse_name

_KINDS = {
    "original": "Original",
    "square": "Square",
    "squareroot": "SquareRoot",
    "logarithm": "Logarithm",
    "exponential": "Exponential",
    "gradient": "Gradient",
}
_STARTS = {"wavelet": "Wavelet", "log-sigma-": "LoG", "lbp-2D": "LBP2D", "lbp-3D": "LBP3D"}


def plain_names(names: Sequence[str]) -> dict[str, FeatureName]:
    """Column to the parts of its name; where two columns mean one feature, that which is named letter for letter.

    Columns without a name of pyradiomics, and those that can't be told apart, are left out.
    """
    parsed = {name: parts for name in names if (parts := parse_name(name))}
    exact = {name for name, parts in parsed.items() if name == parts.plain}
    meant = [parts.plain for parts in parsed.values()]
    return {
        name: parts
        for name, parts in parsed.items()
        if name in exact or (parts.plain not in exact and meant.count(parts.plain) == 1)
    }


def image_type(image: str) -> str | None:
    """pyradiomics' name of the image type that an image is of: ``Wavelet`` of ``wavelet-LLH``."""
    if image in _KINDS:
        return _KINDS[image]
    return next((kind for start, kind in _STARTS.items() if image.startswith(start)), None)


def image_types(names: Iterable[FeatureName]) -> dict[str, dict[str, object]]:
    """Image types of these features, with those of their own settings that the names tell."""
    found: dict[str, dict[str, object]] = {}
    for image in sorted({name.image for name in names}):
        kind = image_type(image)
        if kind is None:
            continue
        own = found.setdefault(kind, {})
        if kind == "LoG":
            own["sigma"] = sorted({*own.get("sigma", ()), _sigma(image)})
        level = re.match(r"wavelet(\d+)-", image)
        if level:
            own["level"] = max(int(level[1]), own.get("level", 1))
        levels = re.match(r"lbp-3D-m(\d+)", image)
        if levels and int(levels[1]) > 2:  # pyradiomics makes two if nothing else is said
            own["lbp3DLevels"] = max(int(levels[1]), own.get("lbp3DLevels", 2))
    order = [*_KINDS.values(), *_STARTS.values()]
    return {kind: found[kind] for kind in sorted(found, key=order.index)}


def _sigma(image: str) -> float:
    return float(image.removeprefix("log-sigma-").partition("-mm")[0].replace("-", ".", 1))


def two_dimensional(names: Collection[FeatureName]) -> bool:
    """Whether these features exist only where pyradiomics works slice by slice."""
    flat = any(re.fullmatch(r"wavelet\d*-[LH]{2}", name.image) for name in names)
    return flat or any(name.kind == "shape2D" for name in names)


def with_columns(declared: Mapping, names: Collection[FeatureName]) -> tuple[dict, dict, dict]:
    """Declared image types and feature classes, cut and completed to what the table has.

    Parameters
    ----------
    declared
        pyradiomics' parameters; empty if none are declared.

    Returns
    -------
    images, classes
        As `Configuration` takes them.
    changes
        What had to be completed: ``imageType`` or ``featureClass`` to the pair of declared and found.
    """
    wanted, kinds = image_types(names), sorted({name.kind for name in names})
    given = {kind: dict(own or {}) for kind, own in (declared.get("imageType") or {"Original": {}}).items()}
    images, changes = {}, {}
    for kind, own in wanted.items():
        before = given.get(kind)
        images[kind] = {**(before or {}), **own}
        if kind == "LoG" and before and set(own["sigma"]) <= set(before.get("sigma") or ()):
            images[kind] = before
        if before is None and declared:
            changes[f"imageType {kind}"] = (None, own or "enabled")
        elif before is not None and declared:
            changes |= {
                f"{kind}.{name}": (before.get(name), images[kind][name])
                for name in own
                if images[kind][name] != before.get(name)
            }
    classes = declared.get("featureClass") or {}
    if classes:
        changes |= {f"featureClass {kind}": (None, "enabled") for kind in kinds if kind not in classes}
    return images, {kind: tuple(classes.get(kind) or ()) for kind in kinds}, changes
