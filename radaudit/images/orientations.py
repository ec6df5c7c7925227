"""The ways in which a copy of an image may have been turned: flips, quarter turns, and turns in between."""

from __future__ import annotations

from functools import cache
from itertools import permutations, product

import numpy as np

BETWEEN = 30  # degrees; with quarter turns no turn about an axis is further than 15 degrees from one that is tried
SMALL = 4.0  # degrees below which a turn is not worth mentioning
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
