import numpy as np
import pytest
import SimpleITK

from radaudit.compute.digest import FileRef
from radaudit.features.controlled import ExtractControlled
from radaudit.features.controls.control import controlled
from radaudit.features.radiomics import extracted
from radaudit.images.itk import to_itk
from radaudit.images.volume import Volume
from tests.features.perturbations.made import lesion

PARAMETERS = {
    "imageType": {"Original": {}},
    "featureClass": {"firstorder": ["Entropy", "Variance"], "shape": ["VoxelVolume"], "glcm": ["Correlation"]},
    "setting": {"binWidth": 5},
}
IMAGE, INSIDE = lesion()
MASK = Volume(INSIDE.astype("uint8") * 2, IMAGE.spacing, IMAGE.origin, IMAGE.direction)


@pytest.fixture
def job(tmp_path):
    files = []
    for name, volume in (("image", IMAGE), ("mask", MASK)):
        SimpleITK.WriteImage(to_itk(volume), str(tmp_path / f"{name}.nrrd"))
        files.append(FileRef.of(tmp_path / f"{name}.nrrd"))
    return lambda control, seed=(0, 7): ExtractControlled("one", *files, 2, PARAMETERS, control, seed)


def test_it_is_the_extraction_of_the_recorded_image(job):
    found = job("shuffled_roi").run()["features"]
    again = controlled(IMAGE, INSIDE, "shuffled_roi", (0, 7))
    assert found == extracted(again, MASK, 2, PARAMETERS)["features"]
    assert found == job("shuffled_roi").run()["features"]


def test_shuffling_keeps_shape_and_histogram_and_takes_the_texture(job):
    before = extracted(IMAGE, MASK, 2, PARAMETERS)["features"]
    after = job("shuffled_roi").run()["features"]
    kept = [name for name in before if np.isclose(before[name], after[name], rtol=1e-12)]
    assert kept == [name for name in before if "glcm" not in name]


def test_control_and_seed_are_part_of_the_job(job):
    keys = {job(*given).key for given in (("shuffled_roi",), ("shuffled_full",), ("shuffled_roi", (1, 7)))}
    assert len(keys) == 3
