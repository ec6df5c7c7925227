"""What a header says about the acquisition; and nothing about who it was."""

import json

import numpy as np
from pydicom.dataset import Dataset
from pydicom.uid import generate_uid

from radaudit.compute.digest import FolderRef
from radaudit.images.dicom.values import fingerprint
from radaudit.images.headers import header
from radaudit.images.inspect import Inspect
from tests.images.dicom.made import picture, write_series


def test_the_facts_of_a_series(tmp_path):
    said = header(write_series(tmp_path / "ct", picture()))
    assert said == {
        "modality": "CT",
        "manufacturer": "Maker",
        "model": "Model 1",
        "kernel": "B30f",
        "image_type": "ORIGINAL\\PRIMARY\\AXIAL",
        "kvp": 120.0,
        "tube_current": 250.0,
        "slice_thickness": 2.5,
        "pixel_spacing": [0.9, 0.7],
        "study_date": "2019-02-03",
        "series_date": "2019-02-04",
        "institution": fingerprint("Saint Nowhere"),
        "station": fingerprint("CT07"),
        "patient": fingerprint("SECRET-7"),
        "study": fingerprint(generate_uid(entropy_srcs=["study"])),
        "series": fingerprint(generate_uid(entropy_srcs=["series", "a"])),
        "frame_of_reference": fingerprint(generate_uid(entropy_srcs=["frame"])),
        "files": 8,
        "ranges": {},
        "varies": [],
    }


def test_names_and_identifiers_never_come_out(tmp_path):
    facts = Inspect("case 1", FolderRef.of(write_series(tmp_path / "ct", picture())), None, 1).run()
    text = json.dumps(facts)
    for secret in ("SECRET", "Name", "Nowhere", "CT07", "1.2.826", "2.25."):
        assert secret not in text


def test_what_differs_between_slices(tmp_path):
    def change(own, z):
        own.XRayTubeCurrent = 200 + 10 * z
        own.ConvolutionKernel = "B70f" if z == 4 else "B30f"
        if z == 2:
            del own.KVP

    said = header(write_series(tmp_path / "ct", picture(), change=change))
    assert said["ranges"] == {"tube_current": [200, 270]}
    assert said["varies"] == ["kernel", "kvp"]
    assert said["tube_current"] == 200, "the first slice by position, whatever its name"


def test_of_an_enhanced_image_the_functional_groups_count(tmp_path):
    def change(own, z):
        own.Modality = "MR"
        own.MagneticFieldStrength = 3
        timing, group = Dataset(), Dataset()
        timing.RepetitionTime, timing.FlipAngle = 2000, 12
        group.MRTimingAndRelatedParametersSequence = [timing]
        echo, own_group = Dataset(), Dataset()
        echo.EffectiveEchoTime = 85.5
        own_group.MREchoSequence = [echo]
        own.SharedFunctionalGroupsSequence, own.PerFrameFunctionalGroupsSequence = [group], [own_group]

    said = header(write_series(tmp_path / "mr", picture()[:1], change=change))
    assert (said["field_strength"], said["repetition_time"], said["echo_time"]) == (3, 2000, 85.5)


def test_a_value_that_cannot_be_is_left_out_and_spoils_nothing(tmp_path):
    def change(own, z):
        own.KVP, own.StudyDate, own.PatientID = "1e9999", "19", ""
        own.ConvolutionKernel = ["B\x1b[31m", "x" * 16]
        own.ContrastBolusAgent = "y" * 64

    said = header(write_series(tmp_path / "ct", picture()[:1], change=change))
    assert not {"kvp", "study_date", "patient"} & set(said)
    assert said["kernel"] == "B?[31m\\" + "x" * 16
    assert said["contrast"] == "y" * 64


def test_other_formats_say_nothing(tmp_path):
    import SimpleITK

    SimpleITK.WriteImage(SimpleITK.GetImageFromArray(np.zeros((3, 4, 5), "int16")), str(tmp_path / "a.nrrd"))
    assert header(tmp_path / "a.nrrd") == {}
