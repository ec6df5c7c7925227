"""Cases perturbed and extracted: nothing changed is nothing lost, the same recipe gives the same voxels, what fails is
named, and what was done before is not done again."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from radaudit.compute.digest import FileRef
from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.compute.store import Store
from radaudit.core.errors import JobFailed
from radaudit.features import many, perturbed
from radaudit.features.chain import Chain, Step, drawn, imaging
from radaudit.features.fast.pyradiomics import plain
from radaudit.features.perturbed import ExtractPerturbed, extract_chains
from radaudit.features.radiomics import extracted
from radaudit.images.itk import to_itk
from radaudit.images.volume import Volume
from tests.features.perturbations.made import lesion

PARAMETERS = {"imageType": {"Original": {}}, "featureClass": {"firstorder": ["Mean"], "shape": ["VoxelVolume"]}}
NOTHING = (Step("contour", 0.0), Step("volume", 0.0), Step("noise", 0.0), Step("rotation", 0.0), Step("bins", 1.0))
ALL = (Step("contour", 1.0, 1), Step("volume", 0.1, 2), Step("noise", 1.0, 3), Step("translation", (0.25, 0.75, 0.25)))


def case(**how):
    image, inside = lesion((9, 30, 26), **how)
    return image, Volume(inside.astype("uint8") * 2, image.spacing, image.origin, image.direction)


@pytest.fixture
def jobs(tmp_path):
    """Jobs of one case on disk, and their engine; `count` chains each."""
    import SimpleITK

    image, mask = case()
    files = []
    for name, volume in (("image", image), ("mask", mask)):
        SimpleITK.WriteImage(to_itk(volume), str(tmp_path / f"{name}.nrrd"))
        files.append(FileRef.of(tmp_path / f"{name}.nrrd"))
    return lambda count: [ExtractPerturbed("one", *files, 2, PARAMETERS, own) for own in drawn(imaging(count), [0, 1])]


def test_size_zero_is_the_image_and_the_mask_themselves():
    image, mask = case()
    made = perturbed.perturbed(image, mask, 2, PARAMETERS, [Chain(NOTHING), Chain()])
    assert made.image is image
    assert all(own is mask for own in made.masks)
    assert made.parameters == PARAMETERS


@pytest.mark.parametrize("setting", [{}, {"resampledPixelSpacing": [1.5, 1.5, 1.5]}], ids=["as it is", "resampled"])
def test_features_are_those_of_plain_pyradiomics_on_the_perturbed_image(setting):
    image, mask = case()
    given = {**PARAMETERS, "imageType": {"Original": {}, "Wavelet": {}}, "setting": setting}
    chains = [Chain(ALL), Chain((Step("volume", -0.2, 5), *ALL[2:])), Chain()]
    found = extract_chains(image, mask, 2, given, chains)
    for chain, own in zip(chains, found, strict=True):
        made = perturbed.perturbed(image, mask, 2, given, [chain])
        assert own["features"] == plain(made.image, made.masks[0], 2, given)


def test_a_recipe_gives_the_same_voxels_again_and_keeps_grid_and_pixel_type():
    image, mask = case()
    first, second, other = (
        perturbed.perturbed(image, mask, 2, PARAMETERS, [Chain((*ALL[:2], Step("noise", 1.0, seed), ALL[3]))])
        for seed in (3, 3, 4)
    )
    np.testing.assert_array_equal(first.image.voxels, second.image.voxels)
    np.testing.assert_array_equal(first.masks[0].voxels, second.masks[0].voxels)
    assert (first.image.voxels != other.image.voxels).any()
    assert (first.image.voxels.dtype, first.image.origin) == (image.voxels.dtype, image.origin)
    assert set(np.unique(first.masks[0].voxels)) == {0, 2}


def test_far_from_the_roi_the_image_stays_as_it_is():
    image, inside = lesion((3, 120, 100), (1.0, 1.0, 1.0))
    mask = Volume(inside.astype("uint8"), image.spacing, image.origin, image.direction)
    made = perturbed.perturbed(image, mask, 1, PARAMETERS, [Chain((Step("noise", 1.0, 3),))])
    changed = np.argwhere(made.image.voxels != image.voxels)
    assert changed.max(axis=0)[1:].tolist() == pytest.approx([18 + 25, 16 + 25], abs=2)


def test_chains_on_one_image_share_its_filters(monkeypatch):
    image, mask = case()
    seen = []
    own = many.fast_many
    monkeypatch.setattr(many, "fast_many", lambda *given: seen.append(len(given[1])) or own(*given))
    extract_chains(image, mask, 2, PARAMETERS, imaging(10))
    assert seen == [5, 5]


def test_a_mask_of_its_own_grid_is_placed_on_the_images():
    image, mask = case()
    part = Volume(mask.voxels[1:, 2:, 3:], mask.spacing, tuple(np.add(mask.origin, (3.0, 3.0, 2.0))), mask.direction)
    given = {**PARAMETERS, "setting": {"correctMask": True}}
    chain = Chain((Step("volume", 0.1, 5),))
    (found,), (expected,) = (extract_chains(image, own, 2, given, [chain]) for own in (part, mask))
    assert found["features"] == expected["features"]


def test_what_fails_is_named_and_spoils_no_other():
    image, mask = case()
    gone, fine = Chain((Step("volume", -1.0), Step("noise", 1.0))), Chain((Step("volume", 0.1), Step("noise", 1.0)))
    found = extract_chains(image, mask, 2, PARAMETERS, [gone, fine, gone])
    assert [str(own) for own in found[::2]] == ["no voxel of the ROI would be left"] * 2
    assert found[1]["features"]["original_shape_VoxelVolume"] > 0
    flat = replace(image, voxels=np.zeros_like(image.voxels))
    (noisy,) = extract_chains(flat, mask, 2, PARAMETERS, [fine])
    assert isinstance(noisy, JobFailed)
    assert "its slices are flat" in str(noisy)
    (strange,) = extract_chains(image, mask, 7, PARAMETERS, [fine])
    assert isinstance(strange, JobFailed)


def test_ten_more_perturbations_compute_only_those_ten_and_alone_as_together(jobs, tmp_path):
    first, again = Compute(Store(tmp_path / "store")), Compute(Store(tmp_path / "store"))
    few = first.map("", jobs(6))
    more = again.map("", jobs(16))
    assert (again.found["ExtractPerturbed"], again.done["ExtractPerturbed"]) == (6, 10)
    assert more[:6] == few
    assert not [own for own in more if isinstance(own, Failure)]
    assert jobs(16)[11].run()["features"] == more[11]["features"]


KILLED = """
import os, signal, sys
from pathlib import Path
from radaudit.compute.digest import FileRef
from radaudit.compute.engine import Compute, Silent
from radaudit.compute.store import Store
from radaudit.features.chain import drawn, imaging
from radaudit.features.perturbed import ExtractPerturbed
from tests.features.test_perturbed import PARAMETERS

class Killer(Silent):
    left = 12
    def advance(self):
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)

files = [FileRef.of(Path(sys.argv[1], name)) for name in ("image.nrrd", "mask.nrrd")]
jobs = [ExtractPerturbed("one", *files, 2, PARAMETERS, own) for own in drawn(imaging(25), [0, 1])]
Compute(Store(Path(sys.argv[1], "store")), progress=Killer()).map("", jobs)
"""


def test_a_run_that_was_killed_goes_on_where_it_stopped(jobs, tmp_path):
    wanted = jobs(25)
    root = Path(__file__).parents[2]
    ended = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=root, capture_output=True, check=False)
    assert ended.returncode == -9, ended.stderr
    after = Compute(Store(tmp_path / "store"))
    assert len(after.map("", wanted)) == 25
    assert (after.found["ExtractPerturbed"], after.done["ExtractPerturbed"]) == (12, 13)


def test_the_case_as_it_is_has_the_features_of_the_extraction():
    image, mask = case()
    (found,) = extract_chains(image, mask, 2, PARAMETERS, [Chain(NOTHING)])
    assert found == extracted(image, mask, 2, PARAMETERS)
