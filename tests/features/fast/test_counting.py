"""Matrices and mesh, against pyradiomics' compiled ones."""

import numpy as np
import pytest

from radaudit.features.fast import matrices, mesh
from radaudit.features.fast.diameters import diameters
from radaudit.features.fast.pyradiomics import compiled_matrices, compiled_shape

ONCE = np.array([1])


def drawn(shape, levels, filled, seed=0):
    rng = np.random.default_rng(seed)
    return rng.integers(1, levels + 1, shape), rng.random(shape) < filled


@pytest.mark.parametrize("flat", [(False, 0), (True, 0), (True, 1), (True, 2)], ids=str)
@pytest.mark.parametrize("filled", [0.97, 0.5, 0.1])
@pytest.mark.parametrize("levels", [1, 7, 300])
def test_matrices(levels, filled, flat):
    image, mask = drawn((12, 15, 18), levels, filled)
    plain = compiled_matrices()
    for mine, theirs in (
        (matrices.calculate_glcm, plain.calculate_glcm),
        (matrices.calculate_ngtdm, plain.calculate_ngtdm),
    ):
        assert equal(mine(image, mask, ONCE, levels, *flat), theirs(image, mask, ONCE, levels, *flat))
    assert equal(
        matrices.calculate_gldm(image, mask, ONCE, levels, 1, *flat),
        plain.calculate_gldm(image, mask, ONCE, levels, 1, *flat),
    )
    assert equal(
        matrices.calculate_glrlm(image, mask, levels, 18, *flat), plain.calculate_glrlm(image, mask, levels, 18, *flat)
    )


def equal(mine, theirs):
    if isinstance(theirs, tuple):
        return all(map(np.array_equal, mine, theirs))
    return np.array_equal(mine, theirs)


@pytest.mark.parametrize("shape", [(1, 40, 60), (2, 40, 60), (60, 1, 40), (40, 60, 1), (1, 1, 2500)])
def test_matrices_of_flat_boxes(shape):
    image, mask = drawn(shape, 5, 0.8)
    plain, tail = compiled_matrices(), (False, 0)
    assert equal(
        matrices.calculate_glcm(image, mask, ONCE, 5, *tail), plain.calculate_glcm(image, mask, ONCE, 5, *tail)
    )
    assert equal(
        matrices.calculate_glrlm(image, mask, 5, max(shape), *tail),
        plain.calculate_glrlm(image, mask, 5, max(shape), *tail),
    )


def test_voxels_without_neighbours():
    image, mask = drawn((12, 15, 18), 4, 1.0)
    mask = np.zeros_like(mask)
    mask[::3, ::3, ::3] = True
    plain, tail = compiled_matrices(), (False, 0)
    for name in ("calculate_glcm", "calculate_ngtdm"):
        given = (image, mask, ONCE, 4, *tail)
        assert equal(getattr(matrices, name)(*given), getattr(plain, name)(*given))
    given = (image, mask, 4, 18, *tail)
    assert equal(matrices.calculate_glrlm(*given), plain.calculate_glrlm(*given))


def test_what_is_uncommon_is_handed_on():
    image, mask = drawn((12, 15, 18), 4, 0.9)
    given = (image, mask, np.array([1, 2]), 4, False, 0)
    assert equal(matrices.calculate_glcm(*given), compiled_matrices().calculate_glcm(*given))
    given = (image, mask, np.array([2]), 4, 0, False, 0)
    assert equal(matrices.calculate_gldm(*given), compiled_matrices().calculate_gldm(*given))


def blobs():
    z, y, x = np.mgrid[-1:1:22j, -1:1:27j, -1:1:31j]
    far = z * z + y * y + x * x
    noise = np.random.default_rng(8).normal(0, 0.2, z.shape)
    yield "ball", far < 0.8
    yield "egg", 3 * z * z + y * y + 2 * x * x < 0.7
    yield "rough", far + noise < 0.5
    yield "two", ((z - 0.6) ** 2 + y * y + x * x < 0.1) | ((z + 0.6) ** 2 + y * y + (x - 0.3) ** 2 < 0.05)
    yield "box", (abs(z) < 0.8) & (abs(y) < 0.7)
    yield "slice", (abs(z) < 0.05) & (far < 0.9)
    yield "line", (abs(z) < 0.05) & (abs(y) < 0.05)
    yield "noise", noise > 0.1


@pytest.mark.parametrize("spacing", [(1.0, 1.0, 1.0), (3.0, 0.7, 0.7), (2.5, 0.9765625, 0.9765625), (0.31, 1.7, 40.0)])
@pytest.mark.parametrize(("name", "roi"), list(blobs()))
def test_mesh(name, roi, spacing):
    mask, steps = np.pad(roi, 1), np.array(spacing)
    area, volume, largest = compiled_shape().calculate_coefficients(mask, steps)
    assert mesh.coefficients(mask, steps) == (area, volume, tuple(largest))


def test_the_proofs_hold_here_and_notice_another_arithmetic(monkeypatch):
    assert mesh.proved()
    assert matrices.proved()
    monkeypatch.setattr(mesh, "_MIDDLES", mesh._MIDDLES + 2**-30)
    mesh.proved.cache_clear()
    assert not mesh.proved()
    monkeypatch.setattr(matrices, "_lines", lambda flat, step: np.roll(flat, step))
    matrices.proved.cache_clear()
    assert not matrices.proved()
    mesh.proved.cache_clear()
    matrices.proved.cache_clear()


def test_without_its_table_of_triangles_the_mesh_is_not_used(monkeypatch):
    monkeypatch.setattr(mesh, "_triangles", lambda: None)
    mesh.proved.cache_clear()
    assert not mesh.proved()
    mesh.proved.cache_clear()


def test_diameters_of_many_points_by_all_pairs():
    points = np.unique(np.random.default_rng(2).integers(0, 25, (2500, 3)), axis=0)
    spacing = np.array([2.0, 0.7, 0.9])
    places = points / 2 * spacing
    apart = np.sqrt(((places[:, None] - places[None]) ** 2).sum(axis=2))
    same = points[:, None] == points[None]
    expected = [apart[same[:, :, axis]].max() for axis in range(3)] + [apart.max()]
    assert diameters(points, spacing) == pytest.approx(expected, rel=1e-15)
