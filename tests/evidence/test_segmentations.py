"""Predicted masks of a study on disk: what is found, what is measured, and what is not."""

import shutil

import numpy as np
import pytest

from radaudit.core.errors import NotApplicable, Unavailable
from tests.made_study import CASES, draw, write_volume

TESTED = CASES[8:]


def segmentation(said, **images):
    said["study"]["task"] = "segmentation"
    said["images"].update({"predicted": {"unet": "predicted/{case}.nrrd"}} | images)
    for key in ("features", "models"):
        said.pop(key)


@pytest.fixture
def segmented(make_study):
    """A study whose test cases have predicted masks, moved by a voxel; `spoil` changes the files."""

    def make(spoil=lambda root: None, manifest=segmentation, **options):
        made = make_study(images=True, manifest=manifest, **options)
        for case in TESTED:
            write_volume(made.root / f"predicted/{case}.nrrd", np.roll(draw(CASES.index(case))[1], 1, axis=2))
        spoil(made.root)
        return made

    return make


def test_every_case_is_told_of(segmented):
    found = segmented().evidence("segmentations")
    assert (found.predictors, dict(found.structures)) == (("unet",), {"ROI": 1})
    assert [own.state for own in found.all] == ["missing"] * 8 + ["measured"] * 4
    own = found.of("unet", "ROI", ["c09"])[0]
    inside = draw(8)[1]
    assert own.reference == own.predicted == inside.sum()
    assert own.value("dice") == pytest.approx((inside & np.roll(inside, 1, axis=2)).sum() / inside.sum())
    assert own.value("hd") == 1.0
    assert own.place.path == "predicted/c09.nrrd"
    missing = found.of("unet", "ROI", ["c01"])[0]
    assert missing.diagonal["mm"] == pytest.approx(np.linalg.norm([14, 14, 20]))
    assert set(found.files) == {f"predicted/{case}.nrrd" for case in TESTED}


def test_bad_masks_cost_their_own_case_only(segmented):
    def spoil(root):
        (root / "predicted/c09.nrrd").write_bytes(b"NRRD0004\nnonsense")
        (root / "predicted/c10.nrrd").unlink()
        (root / "masks/c11.nrrd").unlink()
        shutil.copyfile(root / "masks/c12.nrrd", root / "predicted/c12.nrrd")

    found = segmented(spoil).evidence("segmentations").of("unet", "ROI", TESTED)
    assert [own.state for own in found] == ["unreadable", "missing", "no reference", "measured"]
    assert found[0].reason.startswith("predicted mask: c09.nrrd")
    assert "there is no file 'predicted/c10.nrrd'" in found[1].reason
    assert found[3].same_file
    assert found[3].shapes[0] == found[3].shapes[1]


def test_a_path_out_of_the_study_is_not_looked_at(segmented, tmp_path):
    write_volume(tmp_path / "secret.nrrd", draw(0)[1])

    def named(rows):
        for row in rows:
            row["drawn"] = "../secret.nrrd"

    made = segmented(cohort=named, manifest=lambda said: segmentation(said, predicted={"unet": {"column": "drawn"}}))
    assert {own.state for own in made.evidence("segmentations").all} == {"unreadable"}


def test_structures_by_label(segmented):
    made = segmented(manifest=lambda said: segmentation(said, structures={"lesion": 1, "oedema": 2}))
    found = made.evidence("segmentations")
    assert [own.is_absent for own in found.of("unet", "oedema", TESTED)] == [True] * 4
    assert found.of("unet", "lesion", ["c12"])[0].value("dice") > 0.5
    assert found.due("unet", made.evidence("cohort"), made.evidence("split")) == TESTED


def test_studies_without_predicted_masks(make_study):
    with pytest.raises(NotApplicable, match="no segmentation study"):
        make_study().evidence("predictors")
    with pytest.raises(Unavailable, match="no predicted masks"):
        make_study(images=True, manifest=lambda said: segmentation(said, predicted={})).evidence("predictors")
