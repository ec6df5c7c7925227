"""Lay one small cube on another as well as an affine map can, and say how alike they are then; many pairs at a time."""

from __future__ import annotations

from copy import copy

import numpy as np

PAIRS = 64  # worked on at a time
BLUR = 1.0  # voxels; the steps are made on blurred cubes, which can be further apart
STEPS = (5, 3)  # after each of these numbers of steps the correlation is measured
OVERLAP = 0.6  # share of the ball that both must cover
RIDGE = 1e-3  # of the mean curvature, so that flat images give small steps
STRETCH = 1.7  # an axis stretched or shrunk by more is no copy but an escape


def aligned(cubes: np.ndarray, first: np.ndarray, second: np.ndarray, start: np.ndarray) -> tuple:
    """Correlations of pairs of cubes after alignment, beyond what all cubes have in common.

    The map is found by the inverse compositional algorithm (Baker & Matthews 2004, section 3.2,
    doi:10.1023/B:VISI.0000011205.11775.fd): each step solves for a small affine change of the first cube, and its
    inverse is put before the map that samples the second. What is best on the way counts.

    Parameters
    ----------
    cubes
        Shape (images, n, n, n), standardised.
    first, second
        Places of the cubes of each pair.
    start
        Shape (pairs, 3, 3): the linear map to begin with; the second cube is sampled at what it gives.

    Returns
    -------
    correlation
        Shape (pairs,): partial correlation within the ball, given the mean of all cubes in both frames.
    linear
        Shape (pairs, 3, 3): the linear part of the map that was found.
    """
    from scipy.ndimage import gaussian_filter

    ball = _Ball(cubes.shape[1])
    blurred = gaussian_filter(cubes, (0, BLUR, BLUR, BLUR), mode="nearest")
    correlation, linear = np.zeros(len(first)), np.zeros((len(first), 3, 3))
    for begin in range(0, len(first), PAIRS):
        part = slice(begin, begin + PAIRS)
        correlation[part], linear[part] = _laid(cubes, blurred, ball, first[part], second[part], start[part])
    return correlation, linear


class _Ball:
    """Places of the voxels within the inscribed ball, from the middle, and as indices."""

    def __init__(self, side: int):
        self.side, self.middle = side, (side - 1) / 2
        grid = np.stack(np.meshgrid(*[np.arange(side) - self.middle] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
        self.index = np.flatnonzero(np.linalg.norm(grid, axis=1) <= self.middle)
        self.places = np.concatenate([grid[self.index], np.ones((len(self.index), 1))], axis=1).astype(np.float32)

    def thinned(self) -> _Ball:
        """Every other voxel, as on a chessboard: enough to find a map."""
        other = copy(self)
        kept = np.stack(np.unravel_index(self.index, (self.side,) * 3)).sum(axis=0) % 2 == 0
        other.index, other.places = self.index[kept], self.places[kept]
        return other

    def of(self, cubes: np.ndarray) -> np.ndarray:
        """Values within the ball, shape (..., voxels)."""
        return cubes.reshape(*cubes.shape[:-3], -1)[..., self.index]

    def sampled(self, cubes: np.ndarray, which: np.ndarray, maps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Values of cubes where the maps, shape (pairs, 4, 4), lead; and whether that is within the cube."""
        places = np.einsum("vk,pdk->pdv", self.places, maps[:, :3].astype(np.float32)) + np.float32(self.middle)
        within = ((places >= -0.5) & (places <= self.side - 0.5)).all(axis=1)
        np.clip(places, 0, self.side - 1, out=places)
        low = np.minimum(places.astype(np.int32), self.side - 2)
        part = places - low
        flat = cubes.reshape(-1)
        base = (which[:, None] * self.side + low[:, 0]) * self.side**2 + low[:, 1] * self.side + low[:, 2]
        z, y, x = part[:, 0], part[:, 1], part[:, 2]

        def along_x(offset: int) -> np.ndarray:
            here = flat[base + offset]
            return here + x * (flat[base + offset + 1] - here)

        def along_y(offset: int) -> np.ndarray:
            here = along_x(offset)
            return here + y * (along_x(offset + self.side) - here)

        here = along_y(0)
        return here + z * (along_y(self.side**2) - here), within


def _laid(cubes, blurred, ball: _Ball, first, second, start) -> tuple[np.ndarray, np.ndarray]:
    maps = np.tile(np.eye(4, dtype=np.float32), (len(first), 1, 1))
    maps[:, :3, :3] = start
    common = cubes.mean(axis=0)
    best, linear = _alike(cubes, common, ball, first, second, maps), maps[:, :3, :3].copy()
    for steps in STEPS:
        maps = _stepped(blurred, ball.thinned(), first, second, maps, steps)
        found = _alike(cubes, common, ball, first, second, maps)
        better = found > best
        best[better], linear[better] = found[better], maps[better, :3, :3]
    return best, linear


def _stepped(cubes, ball: _Ball, first, second, maps: np.ndarray, steps: int) -> np.ndarray:
    """The maps after some steps of the algorithm."""
    fixed = ball.of(cubes[first])
    slopes = _slopes(cubes[first], ball)
    normal = np.matmul(slopes.transpose(0, 2, 1), slopes).astype(np.float64)
    normal += RIDGE * np.einsum("pii->p", normal)[:, None, None] / 12 * np.eye(12)
    for _ in range(steps):
        values, within = ball.sampled(cubes, second, maps)
        error = np.where(within, _standardised(values, within) - _standardised(fixed, within), 0)
        error *= _spread(fixed, within)
        change = np.linalg.solve(normal, np.matmul(error[:, None], slopes)[:, 0, :, None])[..., 0]
        maps = _put_before(maps, change)
    return maps


def _slopes(cubes: np.ndarray, ball: _Ball) -> np.ndarray:
    """How each value changes with the 12 numbers of an affine map, shape (pairs, voxels, 12)."""
    gradients = np.stack([ball.of(own) for own in np.gradient(cubes, axis=(1, 2, 3))], axis=-1)
    slopes = gradients[..., :, None] * ball.places[None, :, None, :]
    return slopes.reshape(*gradients.shape[:2], 12).astype(np.float32)


def _put_before(maps: np.ndarray, change: np.ndarray) -> np.ndarray:
    """The maps after the inverse of a small change; as they were where the change is no small one."""
    small = np.tile(np.eye(4, dtype=np.float32), (len(maps), 1, 1))
    small[:, :3] += change.reshape(-1, 3, 4)
    moved = np.abs(change.reshape(-1, 3, 4)[..., :3]).max(axis=(1, 2))
    small[~(moved < 0.5)] = np.eye(4)
    after = maps @ np.linalg.inv(small)
    sizes = np.linalg.svd(after[:, :3, :3], compute_uv=False)
    escaped = (sizes.max(axis=1) > STRETCH) | (sizes.min(axis=1) < 1 / STRETCH)
    return np.where(escaped[:, None, None], maps, after).astype(np.float32)


def _alike(cubes, common, ball: _Ball, first, second, maps) -> np.ndarray:
    """Partial correlations within the overlap, given the common cube in both frames; -1 where too little overlaps."""
    values, within = ball.sampled(cubes, second, maps)
    turned, _ = ball.sampled(common[None], np.zeros(len(first), dtype=np.int64), maps)
    here = np.broadcast_to(ball.of(common), values.shape)
    one, other = ball.of(cubes[first]), values
    for given in (here, turned - _along(turned, here, within)):
        one, other = (own - _along(own, given, within) for own in (one, other))
    one, other = _standardised(one, within), _standardised(other, within)
    found = np.where(within, one * other, 0).sum(axis=1) / np.maximum(within.sum(axis=1), 1)
    return np.where(within.mean(axis=1) >= OVERLAP, found, -1.0)


def _along(values: np.ndarray, given: np.ndarray, within: np.ndarray) -> np.ndarray:
    """The part of values that a straight line in another variable explains; zero where that one is flat."""
    base = _standardised(given, within)
    share = np.where(within, base * values, 0).sum(axis=1) / np.maximum(within.sum(axis=1), 1)
    return share[:, None] * base


def _standardised(values: np.ndarray, within: np.ndarray) -> np.ndarray:
    """Mean 0 and standard deviation 1 over the overlap; zero where that is flat."""
    count = np.maximum(within.sum(axis=1), 1)
    mean = np.where(within, values, 0).sum(axis=1) / count
    centred = values - mean[:, None]
    spread = np.sqrt(np.where(within, centred**2, 0).sum(axis=1) / count)
    return centred * np.where(spread > 1e-4, 1 / np.maximum(spread, 1e-4), 0)[:, None]


def _spread(values: np.ndarray, within: np.ndarray) -> np.ndarray:
    count = np.maximum(within.sum(axis=1), 1)
    mean = np.where(within, values, 0).sum(axis=1) / count
    return np.sqrt(np.where(within, (values - mean[:, None]) ** 2, 0).sum(axis=1) / count)[:, None]
