"""What is done to the values of a network's input: steps that move no voxel. `deep.intensity` does them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

Voxels = Literal["volume", "roi", "nonzero"]

OVER = {"volume": "all voxels", "roi": "the ROI's voxels", "nonzero": "the voxels that are not zero"}


@dataclass(frozen=True)
class Window:
    """Values from low to high become those from 0 to 1 (or as said); what lies beyond is cut off, unless told not to.

    The same as MONAI's ScaleIntensityRange.
    """

    op: ClassVar[str] = "window"
    low: float
    high: float
    to: tuple[float, float] = (0.0, 1.0)
    clip: bool = True

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"a window goes from a low to a high value, not from {self.low:g} to {self.high:g}")

    @property
    def words(self) -> str:
        """What is done, for people."""
        cut = "" if self.clip else ", not cut off"
        return f"window {self.low:g} to {self.high:g} onto {self.to[0]:g} to {self.to[1]:g}{cut}"


@dataclass(frozen=True)
class Scale:
    """An offset is added, then divided; cut off at the two values of `clip`, if given."""

    op: ClassVar[str] = "scale"
    offset: float = 0.0
    divide: float = 1.0
    clip: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if not self.divide:
            raise ValueError("values can't be divided by zero")

    @property
    def words(self) -> str:
        """What is done, for people."""
        cut = f", cut off at {self.clip[0]:g} and {self.clip[1]:g}" if self.clip else ""
        return f"plus {self.offset:g}, divided by {self.divide:g}{cut}"


@dataclass(frozen=True)
class ZScore:
    """Minus the mean, divided by the standard deviation (of a population) of some voxels of the image as it stands.

    With `nonzero`, zeros stay zeros, as in MONAI's NormalizeIntensity(nonzero=True).
    """

    op: ClassVar[str] = "zscore"
    over: Voxels = "volume"

    @property
    def words(self) -> str:
        """What is done, for people."""
        return f"z-score over {OVER[self.over]}"


@dataclass(frozen=True)
class Percentile:
    """Values from one percentile of some voxels to another become 0 to 1; what lies beyond is cut off."""

    op: ClassVar[str] = "percentile"
    low: float = 0.5
    high: float = 99.5
    over: Voxels = "volume"

    def __post_init__(self) -> None:
        if not 0 <= self.low < self.high <= 100:
            raise ValueError(f"percentiles go up within 0 to 100, not from {self.low:g} to {self.high:g}")

    @property
    def words(self) -> str:
        """What is done, for people."""
        return f"percentiles {self.low:g} to {self.high:g} of {OVER[self.over]} onto 0 to 1"


@dataclass(frozen=True)
class MinMax:
    """The least of some voxels becomes 0, the greatest 1."""

    op: ClassVar[str] = "minmax"
    over: Voxels = "volume"

    @property
    def words(self) -> str:
        """What is done, for people."""
        return f"least and greatest of {OVER[self.over]} onto 0 and 1"


@dataclass(frozen=True)
class EightBit:
    """Values of 0 to 1 as an 8-bit picture holds them: a PNG on the way from the scanner to the network."""

    op: ClassVar[str] = "eight_bit"
    round: Literal["floor", "nearest"] = "floor"

    @property
    def words(self) -> str:
        """What is done, for people."""
        return f"as 256 grey levels ({self.round})"


@dataclass(frozen=True)
class Standardise:
    """Each channel minus a mean, divided by a standard deviation: the published ones of the network's first data."""

    op: ClassVar[str] = "standardise"
    mean: tuple[float, ...]
    sd: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.mean) != len(self.sd) or not self.mean or not all(own > 0 for own in self.sd):
            raise ValueError("as many means as standard deviations are needed, the latter above zero")

    @property
    def words(self) -> str:
        """What is done, for people."""
        means, spreads = (", ".join(f"{own:g}" for own in both) for both in (self.mean, self.sd))
        return f"channels minus {means}, divided by {spreads}"


@dataclass(frozen=True)
class Windows:
    """One channel for each window, each from 0 to 1."""

    op: ClassVar[str] = "windows"
    windows: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        if not self.windows or not all(low < high for low, high in self.windows):
            raise ValueError("each window goes from a low to a high value")

    @property
    def words(self) -> str:
        """What is done, for people."""
        return "channels by window: " + "; ".join(f"{low:g} to {high:g}" for low, high in self.windows)
