"""What a network says of itself: how its weights fitted, and what its layers give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Coverage:
    """How the weights in the file meet the network that was built for them.

    Attributes
    ----------
    keys
        Tensors in the file, after ``key`` and ``prefix`` were taken off.
    missing
        Names of the network that the file has no tensor for: they would be random.
    unexpected
        Tensors of the file that the network has no place for.
    mismatched
        Name: shape in the file, shape in the network.
    set_aside
        Tensors of the file that no layer of the network could take: a head that was cut off (``fc.weight``).
    harmless
        Missing names that change no feature (counters of batches).
    dtypes
        Number of tensors by type.
    key, prefix
        What was unwrapped and stripped.
    """

    keys: int = 0
    missing: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()
    mismatched: Mapping[str, tuple[tuple[int, ...], tuple[int, ...]]] = field(default_factory=dict)
    set_aside: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()
    dtypes: Mapping[str, int] = field(default_factory=dict)
    key: str = ""
    prefix: str = ""

    @property
    def complete(self) -> bool:
        """Whether every weight of the network is from the file, and every tensor of the file has its place."""
        return not (self.missing or self.unexpected or self.mismatched)


@dataclass(frozen=True)
class Layer:
    """One place where features can be taken.

    Attributes
    ----------
    name
        As it is given to `Network.features`; empty: what the network gives in the end.
    shape
        Of its output for one case, (features,) or (channels, [depth], height, width).
    kind
        The layer's type, such as Conv3d; empty if the file doesn't tell.
    """

    name: str
    shape: tuple[int, ...]
    kind: str = ""
