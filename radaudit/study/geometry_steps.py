"""What a network's input is cut out of, and onto which grid: steps that move voxels.

Sizes, spacings, margins and moves are given along x, y, z (in 2D: x, y), as in a header. `deep.prepare` does them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

Rule = Literal["nearest", "floor", "ceil"]

_CENTRES = {
    "bbox": "the ROI's box",
    "centroid": "the ROI's centroid",
    "box_centre": "the middle of the ROI's box",
    "point": "the case's point",
    "middle": "the middle of the image",
}


def _sizes(numbers: tuple[float, ...]) -> str:
    return " x ".join(f"{number:g}" for number in numbers)


@dataclass(frozen=True)
class Orient:
    """Axes turned and flipped so that x, y, z run towards these sides of the patient; nothing is interpolated.

    ``LPS``: x runs to the patient's left, y to the back, z to the head, as in DICOM; ``RAS`` as in NIfTI.
    """

    op: ClassVar[str] = "orient"
    axes: str = "LPS"

    def __post_init__(self) -> None:
        sides = [next((pair for pair in ("LR", "PA", "SI") if side in pair), "") for side in self.axes]
        if len(self.axes) != 3 or len(set(sides)) != 3 or "" in sides:
            raise ValueError(f"axes are one each of L or R, P or A, S or I, such as LPS; not {self.axes!r}")

    @property
    def words(self) -> str:
        """What is done, for people."""
        return f"axes towards {self.axes}"


@dataclass(frozen=True)
class Resample:
    """A new grid along the image's own axes.

    Attributes
    ----------
    spacing
        Millimetres along x, y, z.
    image
        How values between voxels are found; the mask takes the nearest voxel, halves rounded up as in ITK.
    extent
        How many voxels: the old extent (voxels times spacing) divided by the new spacing and rounded; ``centres``:
        from the first centre to the last, as MONAI's Spacing.
    align
        ``first``: the first voxel's centre stays, as in ITK's habit and MONAI; ``edges``: the outer edges stay;
        ``ends``: the first and the last centre stay (scipy's zoom), so that the spacing is not quite the one asked for.
    stored
        Whether an image of whole numbers keeps them: fractions are cut off, as ITK does.
    """

    op: ClassVar[str] = "resample"
    spacing: tuple[float, float, float]
    image: Literal["linear", "nearest", "bspline"] = "linear"
    extent: Literal["nearest", "floor", "ceil", "centres"] = "nearest"
    align: Literal["first", "edges", "ends"] = "first"
    stored: bool = False

    def __post_init__(self) -> None:
        if not all(step > 0 for step in self.spacing):
            raise ValueError("a spacing is three numbers of millimetres above zero")

    @property
    def words(self) -> str:
        """What is done, for people."""
        more = [f"{self.extent} voxel count"] if self.extent != "nearest" else []
        more += [f"{self.align} kept"] if self.align != "first" else []
        more += ["whole numbers kept"] if self.stored else []
        return ", ".join([f"resampled to {_sizes(self.spacing)} mm, {self.image}", *more])


@dataclass(frozen=True)
class Flip:
    """The image seen in a mirror along these axes of the array."""

    op: ClassVar[str] = "flip"
    axes: str

    def __post_init__(self) -> None:
        if not self.axes or set(self.axes) - set("xyz") or len(set(self.axes)) != len(self.axes):
            raise ValueError(f"axes are some of x, y, z, not {self.axes!r}")

    @property
    def words(self) -> str:
        """What is done, for people."""
        return f"flipped along {', '.join(self.axes)}"


@dataclass(frozen=True)
class Crop:
    """A part of the image.

    Attributes
    ----------
    mode
        ``bbox``: the ROI's box with a margin. The others are a box of `size` about a centre: ``centroid`` (mean of the
        ROI's indices), ``box_centre``, ``point`` (given case by case), ``middle`` (of the image, as MONAI's
        ResizeWithPadOrCrop).
    size
        Voxels along x, y, z.
    margin_mm, margin_voxels
        Around the ROI's box, on each side; millimetres are rounded up to voxels.
    cube
        Whether the ROI's box is widened about its middle until all sides have as many voxels as the longest.
    round
        How a centre between voxels becomes an index; the box then begins half its size (rounded down) before it.
    shift
        The box is moved by so many voxels.
    pad
        The value beyond the image's border.
    beyond
        Whether a box that reaches beyond the border is filled up, or ends there.
    """

    op: ClassVar[str] = "crop"
    mode: Literal["bbox", "centroid", "box_centre", "point", "middle"] = "bbox"
    size: tuple[int, ...] = ()
    margin_mm: float = 0.0
    margin_voxels: int = 0
    cube: bool = False
    round: Rule = "nearest"
    shift: tuple[int, int, int] = (0, 0, 0)
    pad: float = 0.0
    beyond: Literal["pad", "clip"] = "pad"

    def __post_init__(self) -> None:
        if self.mode == "bbox" and self.size:
            raise ValueError("a crop to the ROI's box has no size of its own; resize it in a step after it")
        if self.mode != "bbox" and (len(self.size) not in (2, 3) or min(self.size) < 1):
            raise ValueError(f"a crop about {_CENTRES[self.mode]} needs its size: voxels along x, y, z")
        if self.margin_mm < 0 or self.margin_voxels < 0:
            raise ValueError("a margin is not negative")
        if self.mode != "bbox" and (self.margin_mm or self.margin_voxels or self.cube):
            raise ValueError("margin and cube belong to the mode bbox")

    @property
    def words(self) -> str:
        """What is done, for people."""
        if self.mode == "bbox":
            margin = f" and {self.margin_mm:g} mm" if self.margin_mm else ""
            margin += f" and {self.margin_voxels} voxels" if self.margin_voxels else ""
            text = f"cropped to {_CENTRES['bbox']}{margin} around it{', widened to a cube' if self.cube else ''}"
        else:
            text = f"crop of {_sizes(self.size)} voxels about {_CENTRES[self.mode]} (rounded: {self.round})"
        moved = f", moved by {', '.join(map(str, self.shift))} voxels" if any(self.shift) else ""
        return text + moved


@dataclass(frozen=True)
class MaskOut:
    """Everything outside of the ROI gets one value."""

    op: ClassVar[str] = "mask_out"
    value: float = 0.0

    @property
    def words(self) -> str:
        """What is done, for people."""
        return f"outside of the ROI {self.value:g}"


@dataclass(frozen=True)
class Slices:
    """A slice along z, or some neighbours as channels (2.5D).

    Attributes
    ----------
    take
        ``largest``: where the ROI has most voxels (the first of equals); ``middle``: of the ROI's box.
    count, step
        How many slices, odd, and how far from each other; beyond the border the last one is repeated.
    """

    op: ClassVar[str] = "slices"
    take: Literal["largest", "middle"] = "largest"
    count: int = 1
    step: int = 1

    def __post_init__(self) -> None:
        if self.count < 1 or self.count % 2 == 0 or self.step < 1:
            raise ValueError("an odd number of slices is taken, so that one lies in the middle")

    @property
    def words(self) -> str:
        """What is done, for people."""
        which = "with most of the ROI" if self.take == "largest" else "in the middle of the ROI"
        more = f" and {self.count - 1} neighbours as channels, every {self.step}" if self.count > 1 else ""
        return f"slice {which}{more}"


@dataclass(frozen=True)
class Planes:
    """Three planes through the middle of the image as channels, each resized: along z, along y, along x."""

    op: ClassVar[str] = "planes"
    size: tuple[int, int]
    image: Literal["linear", "nearest"] = "linear"

    def __post_init__(self) -> None:
        if min(self.size) < 1:
            raise ValueError("a size is two numbers of pixels above zero")

    @property
    def words(self) -> str:
        """What is done, for people."""
        return f"three planes through the middle, each {_sizes(self.size)} pixels"


@dataclass(frozen=True)
class Resize:
    """As many voxels as the network takes, whatever they measure in the patient.

    Attributes
    ----------
    image
        ``linear``: edges aligned, as torch's trilinear without align_corners; ``smooth``: the same, averaged over the
        old voxels that a new one covers, as Pillow's and torchvision's bilinear; ``ends``: first and last centre
        aligned (align_corners); ``area``: mean of the old voxels that a new one touches, as MONAI's Resize;
        ``nearest``: as torch.
    """

    op: ClassVar[str] = "resize"
    size: tuple[int, ...]
    image: Literal["linear", "smooth", "ends", "area", "nearest"] = "linear"

    def __post_init__(self) -> None:
        if len(self.size) not in (2, 3) or min(self.size) < 1:
            raise ValueError("a size is two or three numbers of voxels above zero")

    @property
    def words(self) -> str:
        """What is done, for people."""
        return f"resized to {_sizes(self.size)} voxels, {self.image}"


@dataclass(frozen=True)
class Repeat:
    """The same channel several times: networks of photographs take three."""

    op: ClassVar[str] = "repeat"
    count: int = 3

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError("a channel is repeated at least once")

    @property
    def words(self) -> str:
        """What is done, for people."""
        return f"channel repeated {self.count} times"


@dataclass(frozen=True)
class Reverse:
    """The channels in reverse order: blue, green, red for red, green, blue, as OpenCV and Caffe have them."""

    op: ClassVar[str] = "reverse_channels"

    @property
    def words(self) -> str:
        """What is done, for people."""
        return "channels in reverse order"


@dataclass(frozen=True)
class AxisOrder:
    """In which order the array has its axes; ``zyx`` as SimpleITK gives them, ``xyz`` as nibabel and MONAI do."""

    op: ClassVar[str] = "axis_order"
    order: str = "zyx"

    def __post_init__(self) -> None:
        if sorted(self.order) not in (list("xy"), list("xyz")):
            raise ValueError(f"an order names x, y and z once each (in 2D: x and y), not {self.order!r}")

    @property
    def words(self) -> str:
        """What is done, for people."""
        return f"axes in the order {self.order}"
