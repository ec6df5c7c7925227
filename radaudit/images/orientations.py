"""The ways in which a copy of an image may have been turned: flips, quarter turns, and turns in between."""

from __future__ import annotations

from functools import cache
from itertools import permutations, product

import numpy as np

BETWEEN = 30  # degrees; with quarter turns no turn about an axis is further than 15 degrees from one that is tried
SMALL = 4.0  # degrees below which a turn is not worth mentioning
UPRIGHT = 0.1  # by which an image must be more like the mean before it is turned
AXES = "zyx"


@cache
def quarter_turns() -> np.ndarray:
    """The 48 symmetries of a cube, shape (48, 3, 3): signed permutations of the axes z, y, x, the identity first."""
    made = []
    for order in permutations(range(3)):
        for signs in product((1, -1), repeat=3):
            turn = np.zeros((3, 3))
            turn[range(3), order] = signs
            made.append(turn)
    return np.array(made)


@cache
def turns() -> np.ndarray:
    """Every turn that is tried, shape (336, 3, 3): symmetries of a cube, alone and with 30 degrees about an axis."""
    between = [np.eye(3)] + [_about(axis, angle) for axis in range(3) for angle in (BETWEEN, -BETWEEN)]
    return np.array([turn @ own for own in between for turn in quarter_turns()])


def upright(cubes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cubes turned so that each looks most like the mean of all.

    One that lies as the others do stays as it is. Two flipped images are then compared as two upright ones are: what is
    common to all images is not taken for what these two have in common.

    Parameters
    ----------
    cubes
        Shape (images, n, n, n), standardised.

    Returns
    -------
    turned
        The cubes, most of them as they were.
    taken
        Shape (images, 3, 3): where a turned cube has the place x from the middle, its original had ``taken @ x``.
    """
    flat = cubes.reshape(len(cubes), -1)
    places = _places(cubes.shape[1])
    mean = flat.mean(axis=0)
    likeness = flat @ mean[places].T / max(float(np.linalg.norm(mean)) * np.sqrt(flat.shape[1]), 1e-9)
    best = np.where(likeness.max(axis=1) > likeness[:, 0] + UPRIGHT, likeness.argmax(axis=1), 0)
    taken = quarter_turns()[best].transpose(0, 2, 1)
    back = np.array([np.abs(quarter_turns() - own.T).sum(axis=(1, 2)).argmin() for own in quarter_turns()])
    turned = np.take_along_axis(flat, places[back[best]], axis=1)
    return turned.reshape(cubes.shape), taken


def _places(side: int) -> np.ndarray:
    """For each symmetry of a cube, where the value of each voxel comes from; shape (48, voxels)."""
    middle = (side - 1) / 2
    grid = np.stack(np.meshgrid(*[np.arange(side) - middle] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    found = np.rint(grid @ quarter_turns().transpose(0, 2, 1) + middle).astype(int)
    return (found[..., 0] * side + found[..., 1]) * side + found[..., 2]


def in_words(linear: np.ndarray) -> str:
    """What a linear map does to an image, in words.

    Parameters
    ----------
    linear
        Shape (3, 3), axes z, y, x.

    Returns
    -------
    str
        Such as "flip x, rotation 90 about z, turned by 10 degrees, size x 1.10"; "none" for the identity.
    """
    turn = max(quarter_turns(), key=lambda own: float((own * linear).sum()))
    rest = turn.T @ linear
    left, sizes, right = np.linalg.svd(rest)
    angle = float(np.degrees(np.arccos(np.clip((np.trace(left @ right) - 1) / 2, -1, 1))))
    scale = float(np.prod(sizes) ** (1 / 3))
    words = _of_quarter_turn(turn)
    if angle >= SMALL:
        words.append(f"turned by {angle:.0f} degrees")
    if abs(scale - 1) >= 0.05:
        words.append(f"size x {scale:.2f}")
    return ", ".join(words) or "none"


def _of_quarter_turn(turn: np.ndarray) -> list[str]:
    signs = np.diag(turn)
    if np.abs(signs).sum() == 3:  # no axes exchanged
        return [f"flip {AXES[axis]}" for axis in (2, 1, 0) if signs[axis] < 0]
    words = []
    if np.linalg.det(turn) < 0:
        words.append("flip x")
        turn = turn @ np.diag([1, 1, -1])
    angle = round(float(np.degrees(np.arccos(np.clip((np.trace(turn) - 1) / 2, -1, 1)))))
    if not angle:
        return words
    values, vectors = np.linalg.eig(turn)
    axis = np.abs(np.real(vectors[:, np.argmin(np.abs(values - 1))]))
    about = AXES[int(axis.argmax())] if axis.max() > 0.99 else "a diagonal"
    return [*words, f"rotation {angle} about {about}"]


def _about(axis: int, degrees: float) -> np.ndarray:
    one, other = (own for own in range(3) if own != axis)
    turn = np.eye(3)
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turn[one, one] = turn[other, other] = cosine
    turn[one, other], turn[other, one] = -sine, sine
    return turn
