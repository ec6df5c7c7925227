"""Images and masks by names, folders and headers."""

import pytest

from radaudit.drafting.make import draft
from tests.made_repositories import dicom, picture, table

IDS = [f"R-{n:02d}" for n in range(6)]


def drafted(root, *names, more=None):
    table(root, "clinical.csv", [{"PatientID": own, "outcome": n % 2, **(more or {})} for n, own in enumerate(IDS)])
    for own in IDS:
        for name in names:
            picture(root, name.format(own))
    return {name: value for name, value in draft(root).values.items() if name.startswith("images.")}


@pytest.mark.parametrize(
    ("image", "mask"),
    [
        ("images/{}.nrrd", "masks/{}.nrrd"),
        ("images/{}_image.nrrd", "images/{}_label.nrrd"),
        ("{}/ct.nii.gz", "{}/roi.nii.gz"),
        ("NIFTI/{}/{}.nii", "NIFTI/{}/{}-seg.nii"),
        ("data/imgs/{}_0000.mha", "data/segmentations/{}.mha"),
    ],
)
def test_conventions(tmp_path, image, mask):
    image, mask = image.replace("{}/{}", "{0}/{0}"), mask.replace("{}/{}", "{0}/{0}")
    found = drafted(tmp_path, image, mask)
    braced = [text.replace("{0}", "{}").replace("{}", "{PatientID}") for text in (image, mask)]
    assert [found["images.image"], found["images.mask"]] == braced


def test_masks_of_a_model_and_second_scans(tmp_path):
    names = ("scans/{}.nrrd", "masks/{}.nrrd", "results/unet/{}.nrrd", "retest/scans/{}.nrrd", "retest/masks/{}.nrrd")
    found = drafted(tmp_path, *names)
    assert found["images.predicted.unet"] == "results/unet/{PatientID}.nrrd"
    assert found["images.retest.image"] == "retest/scans/{PatientID}.nrrd"
    assert found["images.retest.mask"] == "retest/masks/{PatientID}.nrrd"


def test_series_in_folders_named_by_uids_become_columns(tmp_path):
    table(tmp_path, "clinical.csv", [{"PatientID": own, "outcome": n % 2} for n, own in enumerate(IDS)])
    for n, own in enumerate(IDS):
        dicom(tmp_path, f"{own}/1.3.{n}/1.4.{n}7/1-1.dcm", "CT")
        dicom(tmp_path, f"{own}/1.3.{n}/1.5.{n}8/1-1.dcm", "RTSTRUCT")
    made = draft(tmp_path)
    assert made.values["images.image"] == {"column": "radaudit_image"}
    assert made.values["images.mask"] == {"column": "radaudit_mask"}
    assert made.tables[0].rows[0] == ("R-00", "0", "R-00/1.3.0/1.4.07", "R-00/1.3.0/1.5.08/1-1.dcm")


def test_images_that_no_column_names(tmp_path):
    """Nothing is set, and the reason says what to add."""
    table(tmp_path, "clinical.csv", [{"PatientID": n, "outcome": n % 2} for n in range(1, 7)])
    for n in range(1, 7):
        picture(tmp_path, f"images/case_{n:03d}.nrrd")
    own = next(guess for guess in draft(tmp_path).guesses if guess.name == "images.image")
    assert not own.live
    assert "no column of clinical.csv stands in their paths" in own.reason
