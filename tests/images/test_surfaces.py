"""Distances of surfaces: shapes with known answers, and three libraries that other people wrote."""

import warnings

import numpy as np
import pytest
import SimpleITK
from scipy.ndimage import gaussian_filter

from radaudit.core.errors import JobFailed
from radaudit.images.definitions import DEFINITIONS, DISTANCES
from radaudit.images.surfaces import border, surface_distances

SPACING = (2.0, 0.7, 0.9)  # mm along z, y, x


def a_cube(at=(2, 2, 2), side=8, size=14):
    mask = np.zeros((size,) * 3, bool)
    mask[tuple(slice(start, start + side) for start in at)] = True
    return mask


def a_ball(radius, size=41, spacing=(0.5, 0.5, 0.5)):
    at = (np.indices((size,) * 3).T - (size - 1) / 2) * spacing
    distances = np.linalg.norm(at, axis=-1).T
    return distances <= radius


def blobs(seed, shape=(20, 24, 22)):
    """Two rough masks that overlap, one of them cut off by the edge of the grid."""
    random = np.random.default_rng(seed)
    field = gaussian_filter(random.normal(size=shape), 3)
    other = field + 0.4 * gaussian_filter(random.normal(size=shape), 2)
    return field > 0.05, other > 0.06


def test_the_border_is_what_touches_the_outside_by_a_face():
    mask = np.pad(a_cube(side=4, size=8), 1)
    assert np.count_nonzero(border(mask)) == 4**3 - 2**3
    assert not (border(mask) & ~mask).any()


@pytest.mark.parametrize(("axis", "steps"), [(0, 1), (1, 3), (2, 2)])
def test_a_cube_that_was_moved(axis, steps):
    """The face in front is 64 of 296 border voxels, more than 5 %, and lies as far off as the cube was moved."""
    at = [2, 2, 2]
    at[axis] += steps
    found = surface_distances(a_cube(), a_cube(at), SPACING)
    moved = steps * SPACING[axis]
    assert found["hd"]["borders"] == pytest.approx(moved)
    for name in ("greater percentile", "pooled percentile"):
        assert found["hd95"][name] == pytest.approx(moved)
    assert found["hd"]["borders, in voxels"] == pytest.approx(steps)
    assert found["asd"]["to reference"] == pytest.approx(found["asd"]["to predicted"])  # alike in both directions


def test_equal_masks():
    found = surface_distances(a_cube(), a_cube(), SPACING)
    assert {value for own in found.values() for value in own.values()} == {0.0}


def test_one_ball_in_another():
    """Every point of either surface is as far from the other as the radii differ, within a voxel."""
    found = surface_distances(a_ball(8.0), a_ball(5.0), (0.5, 0.5, 0.5))
    for own in found.values():
        for name, value in own.items():
            if name != "all voxels":
                assert value == pytest.approx(
                    6.0 if "in voxels" in name else 3.0, abs=1.0 if "in voxels" in name else 0.5
                )
    assert found["asd"]["all voxels"] < 1.2  # the inner ball's voxels lie in the outer one: half the mean is 0


def test_one_direction_only():
    """A speck far off is 1 voxel of a hundred: in HD, not in HD95; and only on the way from the predicted mask."""
    speck = a_cube(side=6, size=30)
    speck[28, 28, 28] = True
    found = surface_distances(a_cube(side=6, size=30), speck, (1.0, 1.0, 1.0))
    assert found["hd"]["borders"] == pytest.approx(np.sqrt(3) * 21)
    assert found["hd95"]["greater percentile"] == 0
    assert found["asd"]["to predicted"] == 0
    assert found["asd"]["to reference"] == pytest.approx(np.sqrt(3) * 21 / (6**3 - 4**3 + 1))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_same_as_medpy_surface_distance_and_itk(seed):
    from medpy.metric import binary

    reference, predicted = blobs(seed)
    found = surface_distances(reference, predicted, SPACING)
    same = {
        ("hd", "borders"): binary.hd(predicted, reference, SPACING),
        ("hd95", "pooled percentile"): binary.hd95(predicted, reference, SPACING),
        ("hd95", "pooled percentile, in voxels"): binary.hd95(predicted, reference),
        ("asd", "all distances"): binary.assd(predicted, reference, SPACING),
        ("asd", "to reference"): binary.asd(predicted, reference, SPACING),
        ("asd", "to predicted"): binary.asd(reference, predicted, SPACING),
        ("asd", "all voxels"): _average_of_itk(reference, predicted),
        **_of_elements(reference, predicted),
    }
    assert {key: found[key[0]][key[1]] for key in same} == pytest.approx(same, rel=1e-9)


def _average_of_itk(reference, predicted):
    images = [SimpleITK.GetImageFromArray(mask.astype(np.uint8)) for mask in (reference, predicted)]
    for image in images:
        image.SetSpacing(SPACING[::-1])
    measure = SimpleITK.HausdorffDistanceImageFilter()
    measure.Execute(*images)
    return measure.GetAverageHausdorffDistance()


def _of_elements(reference, predicted):
    import surface_distance

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        distances = surface_distance.compute_surface_distances(reference, predicted, SPACING)
    return {
        ("hd", "surface elements"): surface_distance.compute_robust_hausdorff(distances, 100),
        ("hd95", "surface elements"): surface_distance.compute_robust_hausdorff(distances, 95),
        ("asd", "surface elements"): np.mean(surface_distance.compute_average_surface_distance(distances)),
    }


def test_directed_percentiles_by_distance_maps():
    """The greater percentile as Metrics Reloaded and MONAI define it, from scipy's maps."""
    from scipy.ndimage import distance_transform_edt

    reference, predicted = (np.pad(mask, 1) for mask in blobs(3))
    edges = [border(mask) for mask in (reference, predicted)]
    maps = [distance_transform_edt(~edge, sampling=SPACING) for edge in edges]
    tails = np.percentile(maps[1][edges[0]], 95), np.percentile(maps[0][edges[1]], 95)
    found = surface_distances(reference, predicted, SPACING)["hd95"]
    assert (found["greater percentile"], found["mean percentile"]) == pytest.approx((max(tails), np.mean(tails)))


def test_every_definition_is_measured_and_flat_masks_have_no_surface_elements():
    flat = surface_distances(a_cube()[4], a_cube((0, 3, 2))[4], (1.0, 1.0))
    solid = surface_distances(a_cube(), a_cube((3, 2, 2)), SPACING)
    assert flat["hd"]["borders"] == 1.0
    for metric in DISTANCES:
        names = {definition.name for definition in DEFINITIONS[metric]}
        assert names <= set(solid[metric])
        assert names - set(flat[metric]) == {"surface elements"}


def test_noise_is_no_structure(monkeypatch):
    monkeypatch.setattr("radaudit.images.surfaces.MOST_POINTS", 100)
    with pytest.raises(JobFailed, match="a border of 296 voxels is no outline"):
        surface_distances(a_cube(), a_cube(), SPACING)
