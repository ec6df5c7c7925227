"""How far the surfaces of two masks lie apart, by every definition in common use (see `images.definitions`).

A k-d tree over the border voxels gives the exact Euclidean distances of a distance map in a fraction of its time and
memory: 0.9 s against 5.4 s (ITK's Maurer map) and 15 s (scipy's) for two livers of 5.7 million voxels.
"""

from __future__ import annotations

import numpy as np

from radaudit.core.errors import JobFailed

MOST_POINTS = 5_000_000  # of a border; a whole body at 1 mm has some 2 million, noise has more
MOST_VOXELS = 500_000  # off the other mask: more take long, for a definition that is rarely used


def surface_distances(reference: np.ndarray, predicted: np.ndarray, spacing: tuple[float, ...]) -> dict:
    """Distances between the surfaces of two masks.

    Parameters
    ----------
    reference, predicted
        Booleans of one shape, (z, y, x) or (y, x); neither is empty. What lies outside of the arrays is outside of
        the masks.
    spacing
        Of the voxels in mm, in the order of the arrays' axes.

    Returns
    -------
    dict
        ``hd``, ``hd95`` and ``asd``: each a dict of values in mm (or voxels) by `images.definitions.Definition.name`.

    Raises
    ------
    JobFailed
        If a border is so long that no structure can have it.
    """
    both = np.pad(reference, 1), np.pad(predicted, 1)
    edges = tuple(border(mask) for mask in both)
    most = max(np.count_nonzero(edge) for edge in edges)
    if most > MOST_POINTS:
        raise JobFailed(f"a border of {most} voxels is no outline of a structure; at most {MOST_POINTS} are measured")
    points = tuple(np.argwhere(edge) for edge in edges)
    step = np.array(spacing)
    found = _of_points(points, step)
    in_voxels = _of_points(points, np.ones(step.size)) if np.ptp(step) else _scaled(found, 1 / step[0])
    for metric, values in found.items():
        values.update({f"{name}, in voxels": value for name, value in in_voxels[metric].items()})
    found["asd"]["all voxels"] = _of_all_voxels(both, points, step)
    if reference.ndim == 3:
        for metric, value in _of_elements(both, step).items():
            found[metric]["surface elements"] = value
    return {metric: {name: value for name, value in own.items() if value is not None} for metric, own in found.items()}


def border(mask: np.ndarray) -> np.ndarray:
    """Voxels of a mask that have a neighbour across a face outside of it; the array's outermost voxels are empty."""
    inner = mask.copy()
    for axis in range(mask.ndim):
        inner &= np.roll(mask, 1, axis)
        inner &= np.roll(mask, -1, axis)
    return mask & ~inner


def _of_points(points: tuple[np.ndarray, np.ndarray], step: np.ndarray) -> dict[str, dict[str, float]]:
    reference, predicted = (own * step for own in points)
    to_predicted, to_reference = _nearest(reference, predicted), _nearest(predicted, reference)
    together = np.concatenate([to_predicted, to_reference])
    tails = [float(np.percentile(own, 95)) for own in (to_predicted, to_reference)]
    means = [float(own.mean()) for own in (to_predicted, to_reference)]
    return {
        "hd": {"borders": float(together.max())},
        "hd95": {
            "greater percentile": max(tails),
            "pooled percentile": float(np.percentile(together, 95)),
            "mean percentile": sum(tails) / 2,
        },
        "asd": {
            "all distances": float(together.mean()),
            "mean of means": sum(means) / 2,
            "to reference": means[1],
            "to predicted": means[0],
        },
    }


def _nearest(points: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Distance of each point to the nearest of the others; both of shape (points, dimensions)."""
    from scipy.spatial import cKDTree

    return cKDTree(others, leafsize=32, compact_nodes=False, balanced_tree=False).query(points)[0]


def _scaled(found: dict[str, dict[str, float]], by: float) -> dict[str, dict[str, float]]:
    return {metric: {name: value * by for name, value in own.items()} for metric, own in found.items()}


def _of_all_voxels(both: tuple[np.ndarray, ...], points: tuple[np.ndarray, ...], step: np.ndarray) -> float | None:
    """ITK's average Hausdorff distance: over all voxels of a mask, of which those inside the other have 0."""
    means = []
    for own, other, surface in ((both[0], both[1], points[1]), (both[1], both[0], points[0])):
        beyond = np.argwhere(own & ~other)
        if len(beyond) > MOST_VOXELS:
            return None
        total = _nearest(beyond * step, surface * step).sum() if len(beyond) else 0.0
        means.append(float(total / np.count_nonzero(own)))
    return sum(means) / 2


def _of_elements(both: tuple[np.ndarray, np.ndarray], step: np.ndarray) -> dict[str, float]:
    """Of surface elements, weighted by their area as the library surface-distance defines it; 3D masks."""
    (reference, reference_areas), (predicted, predicted_areas) = (_elements(mask, step) for mask in both)
    pairs = (_nearest(reference, predicted), reference_areas), (_nearest(predicted, reference), predicted_areas)
    return {
        "hd": max(float(distances.max()) for distances, _ in pairs),
        "hd95": max(_weighted_percentile(distances, areas, 0.95) for distances, areas in pairs),
        "asd": sum(float(np.average(distances, weights=areas)) for distances, areas in pairs) / 2,
    }


def _elements(mask: np.ndarray, step: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the surface elements, one for each corner between voxels that differ, and their areas in mm^2."""
    from surface_distance import lookup_tables

    weights = np.asarray(lookup_tables.ENCODE_NEIGHBOURHOOD_3D_KERNEL)
    low, high = slice(None, -1), slice(1, None)
    codes = np.zeros(tuple(size - 1 for size in mask.shape), np.uint8)
    for corner in np.ndindex(2, 2, 2):
        part = mask[tuple(high if upper else low for upper in corner)]
        codes += part.astype(np.uint8) * np.uint8(weights[corner])
    places = np.argwhere((codes != 0) & (codes != 255))
    areas = lookup_tables.create_table_neighbour_code_to_surface_area(tuple(step))
    return places * step, np.asarray(areas)[codes[tuple(places.T)]]


def _weighted_percentile(distances: np.ndarray, areas: np.ndarray, share: float) -> float:
    """The distance below which this share of the area lies."""
    order = np.argsort(distances, kind="stable")
    reached = np.cumsum(areas[order]) / areas.sum()
    return float(distances[order][min(int(np.searchsorted(reached, share)), distances.size - 1)])
