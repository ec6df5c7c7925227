"""A predicted mask on the grid of its reference: a model may write its mask on another grid, or without a header."""

from __future__ import annotations

import itertools
from typing import Literal

import numpy as np

from radaudit.core.errors import JobFailed
from radaudit.images.inspect import mismatch
from radaudit.images.placement import MARGIN, indices, outside, placed, positions
from radaudit.images.volume import Volume

Relation = Literal["same", "headerless", "apart"]


def relation(reference: Volume, predicted: Volume) -> Relation:
    """How the grids of two masks are related.

    Returns
    -------
    str
        "same": no voxel lies further than a thousandth of a voxel from the other grid's voxel of the same indices
        (a NIfTI header rounds to 32 bits). "headerless": as many voxels, and one of the headers says nothing of where
        they lie, so they can only be taken as they come. "apart": anything else.

    Raises
    ------
    JobFailed
        If one is of two dimensions and the other of three.
    """
    if len(reference.size) != len(predicted.size):
        raise JobFailed(
            f"the masks differ in dimensions: reference {len(reference.size)}, predicted {len(predicted.size)}"
        )
    if mismatch(reference, predicted)["size"]:
        return "apart"
    ends = [(0, size - 1) for size in reference.size]
    corners = np.array(list(itertools.product(*ends)), float)
    away = np.abs(indices(reference, positions(predicted, corners)) - corners)
    if away.max() <= MARGIN:
        return "same"
    return "headerless" if _says_nothing(reference) or _says_nothing(predicted) else "apart"


def brought_onto(reference: Volume, predicted: Volume, inside: np.ndarray) -> np.ndarray:
    """A structure of a predicted mask on the reference's grid: each voxel takes the predicted mask's nearest.

    Parameters
    ----------
    inside
        Where the structure is in the predicted mask; bool, shape (z, y, x), not empty.

    Raises
    ------
    JobFailed
        If a part of it lies outside of the reference's grid, where nobody drew a reference.
    """
    beyond = outside(reference, predicted, inside)
    if beyond:
        raise JobFailed(
            f"{beyond} of the {int(inside.sum())} predicted voxels lie outside of the reference mask's grid, so the "
            "two can't be compared; write both masks on the grid of the image"
        )
    return placed(reference, predicted, inside)


def _says_nothing(mask: Volume) -> bool:
    """Spacing 1, origin 0, axes along the grid: as arrays are saved without a header, by ITK or by nibabel."""
    axes = np.abs(np.array(mask.direction)).reshape(len(mask.size), -1)
    return all(step == 1 for step in mask.spacing) and not any(mask.origin) and np.array_equal(axes, np.eye(len(axes)))
