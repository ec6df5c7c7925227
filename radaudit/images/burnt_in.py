"""Lines of text that are drawn into the voxels of an image: rows of small, equally bright signs near its border."""

from __future__ import annotations

import numpy as np

MOST_SLICES = 48  # of a volume that are looked at, evenly spread
BRIGHT = 0.75  # of a slice's range: from there on a voxel may belong to a sign
ALIKE = 0.9  # of the range above the slice's least value: the brightness that drawn signs share
HEIGHT = (5, 40)  # voxels; no font is readable below five
SAME = 0.3  # of the voxels of a sign, that must have one value: smoothed fonts have few of them
SIGNS = 5  # in a line
MARGIN = 0.25  # of the slice, on each side, where viewers and scanners write


def text_lines(voxels: np.ndarray) -> dict[str, int]:
    """Count slices with a line of text.

    A line is a row of at least five connected signs on one base, of about one height, close to each other, each with
    many voxels of one and the same value; it must begin in the outer quarter of the slice. Anatomy and noise have no
    neighbouring parts of exactly equal brightness, so that real CT and MR give none (`benchmarks/burnt_in.py`).

    Parameters
    ----------
    voxels
        Shape (z, y, x) or (y, x).

    Returns
    -------
    dict
        ``slices`` with text, ``looked_at``, and ``signs`` in the longest line.
    """
    stack = voxels if voxels.ndim == 3 else voxels[None]
    chosen = np.unique(np.linspace(0, len(stack) - 1, min(len(stack), MOST_SLICES)).round().astype(int))
    lengths = [max(longest_line(stack[z]), longest_line(stack[z], dark=True)) for z in chosen]
    return {
        "slices": sum(length >= SIGNS for length in lengths),
        "looked_at": len(chosen),
        "signs": max([0, *(length for length in lengths if length >= SIGNS)]),
    }


def longest_line(plane: np.ndarray, dark: bool = False) -> int:
    """Signs in the longest line of text of a slice, shape (y, x).

    Parameters
    ----------
    dark
        Look for dark signs on a bright ground.
    """
    from scipy.ndimage import find_objects, label

    low, high = (float(value) for value in (plane.min(), plane.max()))
    if not np.isfinite([low, high]).all() or low == high or min(plane.shape) < 4 * HEIGHT[0]:
        return 0
    scaled = (plane.astype(np.float64) - low) / (high - low)
    scaled = 1 - scaled if dark else scaled
    candidate = scaled >= BRIGHT
    if not 0 < candidate.mean() < 0.3:
        return 0
    parts, _ = label(candidate, np.ones((3, 3)))
    boxes = []
    for number, (rows, columns) in enumerate(find_objects(parts), start=1):
        height, width = rows.stop - rows.start, columns.stop - columns.start
        if not (HEIGHT[0] <= height <= HEIGHT[1] and 1 <= width <= 1.6 * height):
            continue
        inside = parts[rows, columns] == number
        bright = scaled[rows, columns][inside]
        drawn = inside.mean() <= 0.85 or width <= 0.35 * height  # strokes, no blob
        if drawn and _one_value(bright):
            boxes.append((rows.start, rows.stop, columns.start, columns.stop))
    return _longest(boxes, plane.shape)


def _one_value(bright: np.ndarray) -> bool:
    """Whether many voxels of a sign have one value, near the top of the range."""
    values, counts = np.unique(bright, return_counts=True)
    top = int(counts.argmax())
    return bool(values[top] >= ALIKE and counts[top] >= SAME * len(bright))


def _longest(boxes: list[tuple[int, int, int, int]], shape: tuple[int, int]) -> int:
    """Signs in the longest line that begins near a border."""
    best = 0
    for top, bottom, left, _ in boxes:
        middle_y, near = (top + bottom) / 2 / shape[0], left / shape[1]
        if MARGIN < middle_y < 1 - MARGIN and MARGIN < near < 1 - MARGIN:
            continue
        height, end, signs = bottom - top, left, 0
        for own_top, own_bottom, own_left, own_right in sorted(boxes, key=lambda box: box[2]):
            own = own_bottom - own_top
            alike = abs(own_bottom - bottom) <= 0.25 * height and 0.6 <= own / height <= 1.7
            if alike and own_left >= left and own_left - end <= 2 * height:
                signs, end = signs + 1, max(end, own_right)
        best = max(best, signs)
    return best
