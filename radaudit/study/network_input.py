"""How a network was given its cases: the part of ``radaudit.yaml`` under ``deep.input``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, PlainValidator, model_validator

from radaudit.study.input_steps import AxisOrder, Flip, Orient, Step, step_from
from radaudit.study.parts import Part, Word

Positive = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1)]


def _letters(kind: type) -> AfterValidator:
    """Refuses letters of which this step can't be made."""

    def made(value: str) -> str:
        try:
            kind(value)
        except ValueError as fault:
            raise ValueError(f"can't be: {fault}") from None
        return value

    return AfterValidator(made)


class NetworkInput(Part):
    """The steps in their order (`steps`), or single facts, which are then done in radaudit's order.

    That order, a step left out where nothing is said of it: orientation; spacing_mm; window, offset and divide,
    eight_bit; normalise over volume, nonzero or roi; for 2d the slice; crop; mask_outside; normalise over crop; size
    (crops about a centre have it already: then `resize`); for 2.5d the planes; windows or channels; mean and sd; flip;
    axis_order. Lengths go along x, y, z.

    Attributes
    ----------
    crop
        The part of the image: the ROI's box, or a box of `size` about the ROI's centroid, the middle of its box, or the
        middle of the image.
    margin_mm, margin_voxels, cube
        Of the ROI's box: how far beyond it, on each side, and whether it is widened to a cube.
    rounding
        Of a centre between two voxels.
    mask_outside
        Whether everything outside of the ROI is set to `pad`.
    pad
        The value beyond the image.
    orientation
        Sides of the patient that x, y and z run towards: LPS, RAS ...
    spacing_mm, interpolation
        The grid onto which the image was resampled, and how.
    size, resize
        Voxels after the crop: cropped to them, or resized to them where the crop is the ROI's box; `resize` for a crop
        that has its own size.
    window, windows
        Low and high value that become 0 and 1; several windows are channels of their own.
    offset, divide, eight_bit
        What was added, by what was divided, and whether values were kept as 256 grey levels.
    normalise, normalise_over, percentiles
        How values were normalised, over which voxels, between which percentiles.
    dims, slice, slices
        Whether the network is given a slice, three planes or neighbouring slices, or a volume; which slice; how many.
    channels, mean, sd
        How often the image is repeated, and the mean and standard deviation of each channel that were taken off.
    flip, axis_order
        Axes that were mirrored, and the order of the axes in the array.
    steps
        All of it as a list in its order, in place of the keys above: ``{op: window, low: -1000, high: 400}``.
    """

    crop: Literal["bbox", "centroid", "box_centre", "middle"] | None = None
    margin_mm: Annotated[float, Field(ge=0)] | None = None
    margin_voxels: Annotated[int, Field(ge=0)] | None = None
    cube: bool = False
    rounding: Literal["nearest", "floor", "ceil"] = "nearest"
    mask_outside: bool = False
    pad: float = 0.0
    orientation: Annotated[Word, _letters(Orient)] | None = None
    spacing_mm: list[Positive] | None = None
    interpolation: Literal["linear", "nearest", "bspline"] = "linear"
    size: list[Count] | None = None
    resize: list[Count] | None = None
    window: tuple[float, float] | None = None
    windows: list[tuple[float, float]] | None = None
    offset: float | None = None
    divide: float | None = None
    eight_bit: bool = False
    normalise: Literal["zscore", "percentile", "minmax"] | None = None
    normalise_over: Literal["volume", "roi", "nonzero", "crop"] | None = None
    percentiles: tuple[float, float] | None = None
    dims: Literal["2d", "2.5d", "3d"] | None = None
    slice: Literal["largest", "middle"] = "largest"
    slices: Count | None = None
    channels: Literal[1, 3] | None = None
    mean: list[float] | None = None
    sd: list[Positive] | None = None
    flip: Annotated[Word, _letters(Flip)] | None = None
    axis_order: Annotated[Word, _letters(AxisOrder)] | None = None
    steps: list[Annotated[Step, PlainValidator(step_from)]] | None = None

    @property
    def shown_dims(self) -> str:
        """Dimensions, as said or as the size tells."""
        return self.dims or ("2d" if self.size and len(self.size) == 2 else "3d")

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> NetworkInput:
        said = self.model_fields_set - {"steps"}
        if self.steps is not None and said:
            raise ValueError(
                f"gives steps and also {', '.join(sorted(said))}; put those into steps, where order counts"
            )
        for wrong, sentence in (*self._crop_faults(), *self._size_faults(), *self._value_faults()):
            if wrong:
                raise ValueError(sentence)
        return self

    def _crop_faults(self) -> tuple[tuple[bool, str], ...]:
        margin = self.margin_mm is not None or self.margin_voxels is not None or self.cube
        return (
            (margin and self.crop != "bbox", "gives a margin or a cube, which belong to crop: bbox"),
            (
                self.crop in ("centroid", "box_centre", "middle") and not self.size,
                f"needs a size for crop: {self.crop}",
            ),
            (bool(self.resize) and self.crop in (None, "bbox"), "gives resize; there, size is what is resized to"),
        )

    def _size_faults(self) -> tuple[tuple[bool, str], ...]:
        flat, planes = self.shown_dims != "3d", self.shown_dims == "2.5d" and not self.slices
        wanted = 2 if flat and not (planes and self.crop in ("centroid", "box_centre", "middle")) else 3
        sizes = [own for own in (self.size, None if planes else self.resize) if own]
        return (
            (any(len(own) != wanted for own in sizes), f"is {self.shown_dims} and needs sizes of {wanted} numbers"),
            (bool(self.spacing_mm) and len(self.spacing_mm or ()) != 3, "needs a spacing_mm of 3 numbers, x, y, z"),
            (planes and not self.size, "is 2.5d and needs a size for its three planes (or slices: 3 for neighbours)"),
            (bool(self.slices) and self.shown_dims != "2.5d", "gives slices, which belong to dims: 2.5d"),
            (
                bool(self.slices) and (self.slices or 1) % 2 == 0,
                "needs an odd number of slices, so that one is central",
            ),
        )

    def _value_faults(self) -> tuple[tuple[bool, str], ...]:
        windows = [*([self.window] if self.window else []), *(self.windows or [])]
        shares = self.percentiles or (0.5, 99.5)
        return (
            (any(low >= high for low, high in windows), "has a window that doesn't go from a low to a high value"),
            (bool(self.window and self.windows), "gives window and windows; windows are the channels' own"),
            (bool(self.windows) and self.channels is not None, "gives windows and channels; each window is a channel"),
            (self.divide == 0, "divides by zero"),
            (
                bool(self.window) and (self.offset, self.divide) != (None, None),
                "gives a window and also offset or divide",
            ),
            (self.normalise is None and self.normalise_over is not None, "gives normalise_over without normalise"),
            (not 0 <= shares[0] < shares[1] <= 100, "needs percentiles that go up within 0 to 100"),
            ((self.mean is None) != (self.sd is None), "needs both mean and sd"),
            (len(self.mean or ()) != len(self.sd or ()), "needs as many mean as sd"),
        )
