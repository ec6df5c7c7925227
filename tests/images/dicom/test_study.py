"""A study whose images are DICOM folders, from the manifest to the features."""

import numpy as np
import pytest

from radaudit.compute.digest import FolderRef
from tests.images.dicom.made import to_mm, write_rtstruct, write_series
from tests.made_study import CASES, draw

BOX = [[4, 4], [10, 4], [10, 9], [4, 9]]
GIVEN = {
    "cohort": lambda rows: rows[:2],
    "features": lambda rows: rows[:2],
}


def positive(number):
    return (draw(number)[0] + 500).astype("uint16")


def in_dicom(root):
    """The first two cases: a folder with a CT and a structure set."""
    for number, case in enumerate(CASES[:2]):
        folder = write_series(root / "dicom" / case, positive(number))
        rois = {
            "GTV-1": [to_mm([[x - 0.5, y - 0.5, z] for x, y in BOX]) for z in range(2, 6)],
            "Heart": [],
        }
        write_rtstruct(folder / "rs.dcm", rois)


@pytest.fixture
def studied(make_study, tmp_path):
    def study(spoil=lambda root: None, roi="gtv-1"):
        def manifest(said):
            said["cohort"].pop("split")
            said["images"] = {"image": "dicom/{case}", "mask": "dicom/{case}", "roi": roi}

        made = make_study(images=True, manifest=manifest, **GIVEN)
        in_dicom(made.root)
        spoil(made.root)
        return made.bench(store=tmp_path / "empty")

    return study


def test_images_masks_headers_and_features(studied):
    bench = studied()
    images = bench.get("images")
    own = images.cases["c02"]
    assert (own.problem, own.image_name, own.roi) == ("", "dicom/c02", "gtv-1")
    assert isinstance(own.image, FolderRef)
    assert own.facts["voxels"] == 6 * 5 * 4
    assert own.facts["header"]["kvp"] == 120
    assert own.facts["mismatch"] == {"size": False, "spacing": 0, "origin": 0, "direction": 0}
    assert own.facts["roi_name"] == "GTV-1"
    assert own.facts["roi_notes"] == ["the ROI 'gtv-1' is called 'GTV-1' in rs.dcm"]
    extraction = bench.get("extraction")
    assert extraction.failures == {}
    mean = extraction.values[1, extraction.names.index("original_firstorder_Mean")]
    assert mean == pytest.approx((positive(1)[2:6, 4:9, 4:10] - 1024.0).mean())
    assert np.isfinite(extraction.values).all()
    assert "gtv-1" in extraction.warnings["c02"][0]


def test_a_changed_slice_is_looked_at_again(studied):
    bench = studied()
    first = bench.get("images").cases["c01"].image
    folder = first.path
    (folder / "IM001.dcm").write_bytes((folder / "IM001.dcm").read_bytes() + b"\0\0")
    assert FolderRef.of(folder) != first


def test_a_link_out_of_the_study(studied, tmp_path):
    secret = tmp_path / "secret.dcm"
    secret.write_bytes(b"x")
    own = studied(lambda root: (root / "dicom/c01/leak.dcm").symlink_to(secret)).get("images").cases["c01"]
    assert "leads out of the study's folder" in own.problem
    assert own.image is None
    assert str(tmp_path) not in own.problem


@pytest.mark.parametrize("roi", ["{lesion}-1", {"column": "named"}])
def test_each_case_names_its_own_roi(studied, roi, monkeypatch):
    def lesions(rows):
        return [row | {"lesion": "GTV", "named": "GTV-1"} for row in rows[:2]]

    monkeypatch.setitem(GIVEN, "cohort", lesions)
    own = studied(roi=roi).get("images").cases["c02"]
    assert (own.problem, own.roi, own.facts["voxels"]) == ("", "GTV-1", 6 * 5 * 4)


def test_an_roi_that_is_not_there(studied):
    problem = studied(roi="CTV").get("images").cases["c01"].problem
    assert problem == "rs.dcm holds no ROI 'CTV'; it holds 'GTV-1' (1), 'Heart' (2)"


def test_a_folder_that_is_not_there(studied):
    def spoil(root):
        (root / "dicom/c01").rename(root / "dicom/moved")

    assert "there is no file 'dicom/c01'" in studied(spoil).get("images").cases["c01"].problem
