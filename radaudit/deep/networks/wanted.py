"""The layer that a study names, among those that a network has."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from radaudit.deep.networks.refused import NetworkRefused


def no_layer(layer: str, known: Iterable[str]) -> NetworkRefused:
    """The network has no such layer; names those that are spelt alike."""
    names = list(known)
    close = difflib.get_close_matches(layer, names, n=3, cutoff=0.5)
    listed = ", ".join(close or names[:12]) + ("" if close or len(names) <= 12 else f" and {len(names) - 12} more")
    what = "did you mean" if close else "its layers are"
    return NetworkRefused("layer-unknown", f"the network has no layer {layer!r}", f"{what} {listed or '(none named)'}")


def chosen(output: Any, layer: str) -> Any:
    """One tensor; a layer that gives several must be named more closely."""
    if isinstance(output, dict):
        output = list(output.values())
    while isinstance(output, tuple | list) and len(output) == 1:
        output = output[0]
    if isinstance(output, tuple | list) or not hasattr(output, "shape"):
        several = len(output) if isinstance(output, tuple | list) else 0
        named = f"the layer {layer!r}" if layer else "the network"
        said = f"{named} gives {several} results, not one" if several else f"{named} gives no tensor"
        raise NetworkRefused("output-unfit", said, "name a layer within it that gives one")
    return output
