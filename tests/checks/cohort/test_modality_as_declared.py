from types import SimpleNamespace

import pytest

from radaudit.checks.cohort.modality_as_declared import modality_as_declared
from radaudit.core.errors import Unavailable
from tests.made_evidence import a_cohort, an_acquisition, only


def judged(declared, found):
    file = SimpleNamespace(path="radaudit.yaml", line=lambda keys: 5)
    study = SimpleNamespace(manifest=SimpleNamespace(study=SimpleNamespace(modality=declared)), file=file)
    cohort = a_cohort([f"c{n}" for n in range(len(found))])
    return list(modality_as_declared(study, cohort, an_acquisition(modality=found)))


@pytest.mark.parametrize("declared", [["CT"], ["ct"], ["PET/CT"], ["MRI", "CT"]])
def test_as_declared(declared):
    finding = only(judged(declared, ["CT", None, "CT"]), "pass")
    assert "stands in 2 headers (CT 2); 1 image more" in finding.message


def test_pet_and_mri_in_dicoms_words():
    assert only(judged(["PET", "MRI"], ["PT", "MR"]), "pass").values == {"PT": 1, "MR": 1}


def test_another_modality():
    finding = only(judged(["CT"], ["CT", "MR", None]))
    assert (finding.code, finding.rows) == ("other-modality", ({"case": "c1", "modality": "MR"},))
    assert [(place.path, place.line) for place in finding.where] == [("radaudit.yaml", 5), ("cohort.csv", 3)]


def test_what_cannot_be_told():
    assert "the headers say CT 1" in only(judged([], ["CT"]), "unknown").message
    with pytest.raises(Unavailable, match="Give the images as DICOM"):
        judged(["CT"], [None, None])
