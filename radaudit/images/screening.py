"""Which images of many may be copies of each other: every pair, in every turn, at a coarse resolution."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from radaudit.images.orientations import turns

COARSE = 8  # voxels along each side
ROWS = 500  # images that are compared with all others at a time
LEFT = 1e-3  # part of an image that must be left when what all images share is taken off


@dataclass(frozen=True)
class Candidates:
    """Pairs that are worth a closer look, each once.

    Attributes
    ----------
    first, second
        Places of the images; ``first < second``.
    turn
        Under which of `orientations.turns` the second looks like the first.
    """

    first: np.ndarray
    second: np.ndarray
    turn: np.ndarray


def candidates(cubes: np.ndarray, names: np.ndarray, keep: int) -> Candidates:
    """Each image's most similar others.

    What counts is the correlation within the inscribed ball after taking off what the images have in common: their
    mean, as it is and moved or stretched a little, both upright and in the turn that is tried. Else every flipped image
    would resemble every other, and the outline of the body would drown what is inside it.

    Parameters
    ----------
    cubes
        Shape (images, 16, 16, 16), standardised.
    names
        Shape (kinds, images): images that have a name of some kind in common, such as their patient, are not compared.
    keep
        How many others are kept for each image, if there are as many.
    """
    coarse = cubes.reshape(len(cubes), COARSE, 2, COARSE, 2, COARSE, 2).mean(axis=(2, 4, 6))
    flat = np.ascontiguousarray(coarse.reshape(len(cubes), -1).T)
    best = _Best(len(cubes), keep)
    for start in range(0, len(cubes), ROWS):
        rows = np.arange(start, min(start + ROWS, len(cubes)))
        score, turn = _compared(flat, start, len(rows))
        others = np.arange(start, len(cubes))
        same = (names[:, rows, None] == names[:, None, others]).any(axis=0)
        score[same | (others[None] <= rows[:, None])] = -np.inf
        best.offer(rows, others, score, turn)
        best.offer(others, rows, score.T, turn.T)
    return best.pairs()


def _compared(flat: np.ndarray, start: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The highest correlation of ``count`` images with all from ``start`` on, and the turn that gives it."""
    identity, *_ = operators = _operators()
    others = flat[:, start:]
    inside, common = identity @ others[:, :count], _common(flat)
    score = np.full((count, others.shape[1]), -np.inf, dtype=np.float32)
    turn = np.zeros(score.shape, dtype=np.int16)
    for number, operator in enumerate(operators):
        base = _basis(np.concatenate([identity @ common, operator @ common], axis=1))
        found = _own(inside, base).T @ _own(operator @ others, base)
        better = found > score
        np.copyto(score, found, where=better)
        turn[better] = number
    return score, turn


def _common(flat: np.ndarray) -> np.ndarray:
    """What images share, shape (voxels, 8): a constant, their mean, and how it changes when moved or stretched."""
    mean = flat.mean(axis=1).reshape((COARSE,) * 3)
    places = np.arange(COARSE) - (COARSE - 1) / 2
    slopes = np.gradient(mean)
    stretched = [
        slope * places.reshape([-1 if own == axis else 1 for own in range(3)]) for axis, slope in enumerate(slopes)
    ]
    columns = [
        own.ravel() / max(float(np.linalg.norm(own)), LEFT) for own in (np.ones_like(mean), mean, *slopes, *stretched)
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _basis(vectors: np.ndarray) -> np.ndarray:
    """Orthonormal columns that span these; those that add nothing are left out."""
    left, sizes, _ = np.linalg.svd(vectors, full_matrices=False)
    return left[:, sizes > LEFT * sizes[0]].astype(np.float32)


def _own(images: np.ndarray, base: np.ndarray) -> np.ndarray:
    """What is left of images, shape (voxels, images), of length 1; zero where almost nothing is left."""
    rest = images - base @ (base.T @ images)
    length = np.linalg.norm(rest, axis=0)
    kept = length > LEFT * np.linalg.norm(images, axis=0)
    return rest * np.where(kept, 1 / np.where(kept, length, 1), 0).astype(np.float32)


@cache
def _operators() -> list:
    """For each turn a sparse matrix that gives the turned image within the ball, by linear interpolation."""
    from scipy.sparse import csr_matrix

    middle = (COARSE - 1) / 2
    grid = np.stack(np.meshgrid(*[np.arange(COARSE) - middle] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    ball = grid[np.linalg.norm(grid, axis=1) <= middle + 0.25]
    made = []
    for turn in turns():
        places = np.clip(ball @ turn.T + middle, 0, COARSE - 1)
        low = np.minimum(places.astype(int), COARSE - 2)
        part = places - low
        matrix = csr_matrix((len(ball), COARSE**3), dtype=np.float32)
        for corner in np.ndindex(2, 2, 2):
            weight = np.where(corner, part, 1 - part).prod(axis=1).astype(np.float32)
            column = np.ravel_multi_index((low + corner).T, (COARSE,) * 3)
            matrix += csr_matrix((weight, (np.arange(len(ball)), column)), shape=matrix.shape)
        made.append(matrix)
    return made


class _Best:
    """The best few others of each image, as pairs are offered block by block."""

    def __init__(self, images: int, keep: int):
        self._score = np.full((images, keep), -np.inf, dtype=np.float32)
        self._other = np.zeros((images, keep), dtype=np.int64)
        self._turn = np.zeros((images, keep), dtype=np.int16)
        self._upper = np.zeros((images, keep), dtype=bool)  # whether the image is the first of the pair

    def offer(self, rows: np.ndarray, others: np.ndarray, score: np.ndarray, turn: np.ndarray) -> None:
        """Take what is better than what is kept for these rows."""
        keep = min(self._score.shape[1], score.shape[1])
        top = np.argsort(-score, axis=1, kind="stable")[:, :keep]
        merged = {
            "_score": np.take_along_axis(score, top, axis=1),
            "_other": others[top],
            "_turn": np.take_along_axis(turn, top, axis=1),
            "_upper": others[top] > rows[:, None],
        }
        merged = {name: np.concatenate([getattr(self, name)[rows], new], axis=1) for name, new in merged.items()}
        order = np.argsort(-merged["_score"], axis=1, kind="stable")[:, : self._score.shape[1]]
        for name, values in merged.items():
            getattr(self, name)[rows] = np.take_along_axis(values, order, axis=1)

    def pairs(self) -> Candidates:
        """All pairs that are among the best of either image."""
        row, place = np.nonzero(np.isfinite(self._score))
        other, turn, upper = self._other[row, place], self._turn[row, place], self._upper[row, place]
        first, second = np.where(upper, row, other), np.where(upper, other, row)
        _, once = np.unique(first * len(self._score) + second, return_index=True)
        return Candidates(first[once], second[once], turn[once].astype(int))
