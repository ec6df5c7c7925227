"""A case on its way to a network's input: an image, its ROI, and where on them the present grid lies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

import numpy as np

from radaudit.core.errors import JobFailed
from radaudit.deep.intensity import altered
from radaudit.deep.sampling import linear, nearest, nearest_index, spline
from radaudit.study.input_steps import Intensity

_READ = MappingProxyType({"linear": linear, "nearest": nearest, "bspline": spline})


@dataclass(frozen=True)
class Axis:
    """One axis of the present grid.

    Attributes
    ----------
    source
        The axis of the held voxels that it runs along: 0, 1, 2 for z, y, x.
    places
        Fractional index along it of each voxel of the grid; shape (voxels,).
    spacing
        Millimetres from voxel to voxel.
    """

    source: int
    places: np.ndarray
    spacing: float

    def __getitem__(self, part: slice | np.ndarray) -> Axis:
        return replace(self, places=self.places[part])


@dataclass(frozen=True)
class Scene:
    """Held voxels, and a grid on them whose values are worked out only when somebody needs them.

    So a crop of a resampled image costs what the crop costs. Steps on single values wait too (`waiting`): they are the
    same before and after a crop.

    Attributes
    ----------
    voxels
        Shape (channels, z, y, x).
    inside
        The ROI on the held voxels; bool, shape (z, y, x). None where there is no mask.
    axes
        The grid's axes, in the order of the array that they will give.
    towards
        The direction of each of x, y, z of the held voxels in the patient; shape (3, 3), a column each.
    flat
        Whether one slice is meant, so that the first axis counts no more.
    between
        How values between voxels are found; for "bspline" the held voxels are the spline's coefficients.
    cut
        Whether fractions are cut off what is read between voxels.
    order
        In which order the held axes are read.
    waiting
        Steps on single values, still to be done.
    point
        Index of the case's point on the held voxels, z, y, x.
    """

    voxels: np.ndarray
    inside: np.ndarray | None
    axes: tuple[Axis, Axis, Axis]
    towards: np.ndarray
    flat: bool = False
    between: Literal["linear", "nearest", "bspline"] = "linear"
    cut: bool = False
    order: tuple[int, int, int] = (0, 1, 2)
    waiting: tuple[Intensity, ...] = ()
    point: tuple[float, float, float] | None = None

    @property
    def shape(self) -> tuple[int, int, int]:
        """Voxels of the grid along its axes."""
        return tuple(len(axis.places) for axis in self.axes)

    @property
    def spacing(self) -> tuple[float, float, float]:
        """Millimetres along the grid's axes."""
        return tuple(axis.spacing for axis in self.axes)

    def realised(self) -> Scene:
        """The same with its grid's voxels held, and nothing waiting."""
        found = self._read()
        inside = None if self.inside is None else self._ordered(nearest(self.inside, self._places()))
        axes = tuple(Axis(n, np.arange(size, dtype=float), self.axes[n].spacing) for n, size in enumerate(self.shape))
        scene = replace(
            self, voxels=found, inside=inside, axes=axes, towards=self.directions, point=self.where(self.point),
            between="linear", cut=False, waiting=(),
        )  # fmt: skip
        for step in self.waiting:
            scene = replace(scene, voxels=altered(scene.voxels, scene.inside, step))
        return scene

    def roi(self) -> tuple[np.ndarray, np.ndarray]:
        """The ROI on the grid, looked at only where it can be.

        Returns
        -------
        inside
            bool, a part of the grid that holds all of the ROI.
        first
            Index of that part's first voxel.

        Raises
        ------
        JobFailed
            If there is no mask, or no voxel of the grid lies in the ROI.
        """
        if self.inside is None:
            raise JobFailed("this needs the ROI, and the case has no mask")
        low, high = _ends(self.inside)
        parts, first = [], []
        for axis in self.axes:
            index = nearest_index(axis.places, self.inside.shape[axis.source])
            held = np.flatnonzero((index >= low[axis.source]) & (index <= high[axis.source]))
            if not len(held):
                raise JobFailed("no voxel of the ROI is left on the network's grid")
            parts.append(axis[held[0] : held[-1] + 1])
            first.append(held[0])
        part = replace(self, axes=tuple(parts))
        inside = part._ordered(nearest(self.inside, part._places()))
        if not inside.any():
            raise JobFailed("no voxel of the ROI is left on the network's grid")
        return inside, np.array(first)

    def where(self, point: tuple[float, ...] | None) -> tuple[float, ...] | None:
        """Fractional index on the grid of a point that is given by index on the held voxels."""
        if point is None:
            return None
        found = []
        for axis in self.axes:
            rising = axis.places if axis.places[0] <= axis.places[-1] else axis.places[::-1]
            step = (rising[-1] - rising[0]) / max(len(rising) - 1, 1) or 1.0
            place = (point[axis.source] - rising[0]) / step  # beyond the border too
            found.append(float(place if rising is axis.places else len(rising) - 1 - place))
        return tuple(found)

    def _read(self) -> np.ndarray:
        found = _READ[self.between](self.voxels, self._places(), self.order)
        return self._ordered(np.trunc(found) if self.cut else found)

    def _places(self) -> tuple[np.ndarray, ...]:
        """The places along the held voxels' own axes."""
        own = {axis.source: axis.places for axis in self.axes}
        return own[0], own[1], own[2]

    def _ordered(self, found: np.ndarray) -> np.ndarray:
        """Axes from the held voxels' order into the grid's; channels, if any, stay in front."""
        ahead = found.ndim - 3
        return found.transpose(*range(ahead), *(axis.source + ahead for axis in self.axes))

    @property
    def directions(self) -> np.ndarray:
        """The direction of each of x, y, z of the grid in the patient; shape (3, 3), a column each."""
        columns = []
        for axis in reversed(self.axes):
            sign = -1.0 if axis.places[0] > axis.places[-1] else 1.0
            columns.append(sign * self.towards[:, 2 - axis.source])
        return np.stack(columns, axis=1)


def _ends(inside: np.ndarray) -> tuple[list[int], list[int]]:
    """First and last marked index along each axis."""
    marked = [
        np.flatnonzero(inside.any(axis=tuple(other for other in range(inside.ndim) if other != axis)))
        for axis in range(inside.ndim)
    ]
    if not len(marked[0]):
        raise JobFailed("no voxel of the ROI is left on the network's grid")
    return [int(own[0]) for own in marked], [int(own[-1]) for own in marked]
