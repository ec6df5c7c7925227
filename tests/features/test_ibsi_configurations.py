"""The CT phantom itself is not shipped: here a small image takes its place."""

import csv

import numpy as np
import pytest
import SimpleITK as sitk

from radaudit.core.errors import DataError
from radaudit.features.ibsi.comparison import Verdict
from radaudit.features.ibsi.configurations import CONFIGURATIONS, IMAGE, MASK, REFERENCES
from radaudit.features.ibsi.resampling import resampled
from radaudit.features.ibsi.selfcheck import selfcheck
from radaudit.images.volume import Volume

SPACING = (0.977, 0.977, 3.0)
TAGS = ["stat_mean", "morph_vol_approx", "ih_entropy"]
TEXTURE = {"A": "2D_avg", "B": "2D_avg", "C": "3D_avg", "D": "3D_comb"}


def volume(voxels, spacing=(1.0, 1.0, 1.0)):
    return Volume(np.asarray(voxels), spacing, (10.0, 20.0, 30.0), (1.0, 0, 0, 0, 1.0, 0, 0, 0, 1.0))


@pytest.fixture
def folder(tmp_path):
    """An image of 20 slices with a box as ROI, and a table of reference values that are all 1e9."""
    random = np.random.default_rng(3)
    voxels = random.integers(-400, 300, (20, 40, 40)).astype(np.float32)
    marked = np.zeros(voxels.shape, np.uint8)
    marked[5:15, 10:30, 10:30] = 1
    for name, array in ((IMAGE, voxels), (MASK, marked)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        image = sitk.GetImageFromArray(array)
        image.SetSpacing(SPACING)
        sitk.WriteImage(image, str(tmp_path / name))
    rows = [
        (f"configuration {letter}", tag, 1e9, 1)
        for letter, ending in TEXTURE.items()
        for tag in [*TAGS, f"cm_contrast_{ending}"]
    ]
    with (tmp_path / REFERENCES).open("w", newline="") as file:
        csv.writer(file).writerows([("data_set", "tag", "benchmark_value", "tolerance"), *rows])
    return tmp_path


class TestRun:
    def test_every_configuration_and_what_its_misses_are_put_down_to(self, folder):
        found = selfcheck(data=folder)
        rows = {(row.data, row.feature): row for row in found.rows}
        assert found.data_sets == ("digital phantom", *(own.name for own in CONFIGURATIONS))
        assert rows["configuration A", "firstorder_Mean"].verdict is Verdict.FAILS
        for letter in "BCD":
            own = f"configuration {letter}"
            assert rows[own, "firstorder_Mean"].verdict is Verdict.DEVIATES
            assert rows[f"{own}, IBSI's resampling", "firstorder_Mean"].verdict is Verdict.FAILS
        for own in ("configuration A", "configuration B"):
            assert rows[own, "glcm_Contrast"].reasons == ("slices-merged",)
        assert rows["configuration D, IBSI's resampling", "glcm_Contrast"].got > 0

    def test_voxels_are_counted_on_the_resampled_grid(self, folder):
        found = {row.data: row.got for row in selfcheck(data=folder).rows if row.feature == "shape_VoxelVolume"}
        box = 20 * 0.977 * 20 * 0.977 * 10 * 3
        assert found["configuration A"] == pytest.approx(box)
        for own in CONFIGURATIONS:
            assert found[own.name] == pytest.approx(box, rel=0.15)
            assert found[own.name] % own.voxel == pytest.approx(0, abs=0.01) or own.spacing is None

    def test_ct_numbers_are_rounded_with_ibsis_resampling_only(self, folder):
        (plain,) = CONFIGURATIONS[1].jobs(folder)
        (rounded,) = CONFIGURATIONS[2].jobs(folder)
        value = "original_firstorder_Maximum"
        assert plain.run()["features"][value] % 1 != 0
        assert rounded.run()["features"][value] % 1 == 0

    def test_the_two_ways_to_resample_have_two_addresses(self, folder):
        keys = [job.key for own in CONFIGURATIONS for job in own.jobs(folder)]
        assert len(set(keys)) == len(keys) == 11

    @pytest.mark.parametrize("name", [IMAGE, MASK, REFERENCES])
    def test_a_file_is_missing(self, folder, name):
        (folder / name).unlink()
        with pytest.raises(DataError, match=name):
            selfcheck(data=folder)

    def test_a_table_without_a_configuration(self, folder):
        table = (folder / REFERENCES).read_text()
        (folder / REFERENCES).write_text("\n".join(line for line in table.splitlines() if "ration C" not in line))
        with pytest.raises(DataError, match=r"no reference values of configuration C$"):
            selfcheck(data=folder)

    def test_an_image_that_can_not_be_read(self, folder):
        (folder / IMAGE).write_bytes(b"nothing")
        rows = [row for row in selfcheck(data=folder).rows if row.data == "configuration C"]
        assert {row.verdict for row in rows} == {Verdict.FAILS}
        assert "phantom.nii.gz" in rows[0].reasons[0]


class TestResampling:
    def test_the_same_spacing_changes_nothing(self):
        image = volume(np.arange(24.0).reshape(2, 3, 4), (1.0, 2.0, 3.0))
        for spacing in ((1.0, 2.0, 3.0), (0, 0, 0)):
            same = resampled(image, spacing)
            np.testing.assert_array_equal(same.voxels, image.voxels)
            assert (same.spacing, same.origin) == (image.spacing, image.origin)

    def test_centres_are_aligned_and_the_extent_is_covered(self):
        """Four voxels of 3 mm are 12 mm: three of 5 mm, whose middle one lies in the middle."""
        line = resampled(volume([[[0.0, 3.0, 6.0, 9.0]]], (3.0, 1.0, 1.0)), (5.0, 0, 0))
        assert line.size == (3, 1, 1)
        np.testing.assert_allclose(line.voxels[0, 0], [0.0, 4.5, 9.0])  # -0.5, 4.5, 9.5 mm; beyond the border its value
        assert line.origin == pytest.approx((9.5, 20.0, 30.0))

    def test_rounding_of_the_spacing_makes_no_voxel_more(self):
        assert resampled(volume(np.zeros((1, 1, 30)), (0.1, 1.0, 1.0)), (0.3, 0, 0)).size == (10, 1, 1)

    def test_a_linear_image_stays_linear(self):
        z, y, x = np.indices((8, 9, 10), dtype=float)
        new = resampled(volume(z + 10 * y + 100 * x, (1.0, 1.0, 1.0)), (2.0, 2.0, 2.0))
        start = [at - old for at, old in zip(new.origin, (10.0, 20.0, 30.0), strict=True)]
        k, j, i = np.indices(new.voxels.shape)
        expected = (start[2] + 2 * k) + 10 * (start[1] + 2 * j) + 100 * (start[0] + 2 * i)
        inner = (slice(1, -1),) * 3
        np.testing.assert_allclose(new.voxels[inner], expected[inner])
