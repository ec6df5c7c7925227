"""Pictures of ROIs: the right slices, cropped, with the outline where the mask is."""

import base64
import io
import re

import numpy as np
import pytest
import SimpleITK as sitk
from PIL import Image

from radaudit.compute.digest import FileRef
from radaudit.core.errors import JobFailed
from radaudit.images.thumbnail import WIDEST, Thumbnail


@pytest.fixture
def drawn(tmp_path):
    """A bright block of 4 x 6 x 10 voxels (z, y, x) in a dark image, voxels of 1 x 2 x 3 mm (x, y, z)."""

    def draw(label=1, inside=True):
        mask = np.zeros((12, 40, 60), np.uint8)
        mask[4:8, 10:16, 20:30] = inside
        image = 100 + 900.0 * mask.astype(np.float32)
        files = []
        for name, voxels in (("image", image), ("mask", mask)):
            made = sitk.GetImageFromArray(voxels)
            made.SetSpacing((1.0, 2.0, 3.0))
            sitk.WriteImage(made, str(tmp_path / f"{name}.nrrd"))
            files.append(FileRef.of(tmp_path / f"{name}.nrrd"))
        return Thumbnail("one", *files, label)

    return draw


def pixels(picture):
    return np.array(Image.open(io.BytesIO(base64.b64decode(picture["webp"]))).convert("L"))


def test_slices_lie_at_a_quarter_a_half_and_three_quarters_of_the_roi(drawn):
    assert [own["slice"] for own in drawn().run()["pictures"]] == [5, 6, 7]


def test_the_crop_is_the_roi_with_ten_millimetres_around_it_in_true_proportions(drawn):
    picture = drawn().run()["pictures"][0]
    across, down = 10 + 2 * 10, (6 + 2 * 5) * 2.0  # mm: 10 voxels of 1, 6 of 2
    assert max(picture["width"], picture["height"]) == WIDEST
    assert picture["width"] / picture["height"] == pytest.approx(across / down, rel=0.01)
    assert pixels(picture).shape == (picture["height"], picture["width"])


def test_the_outline_runs_where_grey_changes(drawn):
    picture = drawn().run()["pictures"][0]
    numbers = np.array(re.findall(r"[\d.]+", picture["outline"]), float).reshape(-1, 2)
    (left, top), (right, bottom) = numbers.min(axis=0), numbers.max(axis=0)
    across, down = picture["width"] / 30, picture["height"] / 16
    assert (left, right) == pytest.approx((10 * across, 20 * across), abs=0.6)
    assert (top, bottom) == pytest.approx((5 * down, 11 * down), abs=0.6)
    grey = pixels(picture)
    middle = grey[int((top + bottom) / 2), int((left + right) / 2)]
    assert middle > 200
    assert grey[int((top + bottom) / 2), int(left / 2)] < 50


def test_it_is_small_and_the_same_every_time(drawn):
    one, two = drawn().run(), drawn().run()
    assert one == two
    assert all(len(own["webp"]) + len(own["outline"]) < 4000 for own in one["pictures"])


def test_a_mask_without_the_label_is_no_picture(drawn):
    with pytest.raises(JobFailed, match="no voxel of label 3"):
        drawn(label=3).run()


def test_a_report_shows_them_only_if_asked_and_once(make_study):
    study = make_study(images=True)
    without = study.audit(select=["cohort/*"])
    asked = study.audit(select=["cohort/*"], thumbnails=True, show_ids=False)
    assert without.pictures == ()
    assert {own.case for own in asked.pictures} == {f"P{n:02}" for n in range(1, 13)}
    from radaudit.render.html import render_html

    page = render_html(asked)
    assert page.count(asked.pictures[0].webp) == 1
    assert "These are patient data" in page
    assert "data:image" not in render_html(without)
