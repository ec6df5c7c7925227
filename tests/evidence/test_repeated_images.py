import numpy as np
import pytest

from radaudit.core.errors import Unavailable
from radaudit.evidence.repeated_images import MAIN
from tests.made_study import CASES, draw, write_volume

AGAIN = CASES[:3]


def retest(said, mask="masks/{case}.nrrd"):
    said["images"]["retest"] = {"image": "again/{case}.nrrd"} | ({"mask": mask} if mask else {})


def readers(said):
    said["images"]["readers"] = {"two": "two/{case}.nrrd", "three": "three/{case}.nrrd"}


def scanned_again(made, cases=AGAIN):
    for case in cases:
        image = draw(CASES.index(case))[0]
        noise = np.rint(5 * np.random.default_rng(3).normal(size=image.shape)).astype(np.int16)
        write_volume(made.root / f"again/{case}.nrrd", image + noise)
    return made


def drawn_again(made):
    for case in AGAIN:
        inside = draw(CASES.index(case))[1]
        write_volume(made.root / f"two/{case}.nrrd", np.roll(inside, 1, axis=2))
        write_volume(made.root / f"three/{case}.nrrd", inside)
    return made


def test_second_scans_are_extracted_with_the_studys_own_settings(make_study, pictures):
    made = scanned_again(make_study(images=True, manifest=retest))
    found = made.evidence("retests")
    assert (found.source, found.cases, found.sessions) == ("images", AGAIN, ("first scan", "second scan"))
    assert found.values[:, 0].tolist() == [list(row.values()) for row in pictures.features(cases=AGAIN)]
    shape = found.columns["original_shape_MeshVolume"]
    assert (found.values[:, 0, shape] == found.values[:, 1, shape]).all()
    assert not np.allclose(found.values[:, 0], found.values[:, 1])
    assert "there is no file 'again/c04.nrrd'" in found.failures["c04"]
    assert found.where.pointer == "images/retest"


def test_a_bad_second_scan_costs_its_own_case_only(make_study):
    made = scanned_again(make_study(images=True, manifest=retest), CASES[:4])
    (made.root / "again/c02.nrrd").write_bytes(b"nonsense")
    found = made.evidence("retests")
    assert found.cases == ("c01", "c03", "c04")
    assert "c02.nrrd" in found.failures["c02"]


def test_second_scans_need_masks(make_study):
    made = make_study(images=True, manifest=lambda said: retest(said, mask=None))
    with pytest.raises(Unavailable, match="The second scans have no masks"):
        made.evidence("retests")
    with pytest.raises(Unavailable, match="No case has a second measurement"):
        make_study(images=True, manifest=retest).evidence("retests")


def test_readers_masks_are_extracted_on_the_same_image(make_study, pictures):
    found = drawn_again(make_study(images=True, manifest=readers)).evidence("readings")
    assert (found.cases, found.sessions) == (AGAIN, (MAIN, "two", "three"))
    assert (found.values[:, 0] == found.values[:, 2]).all()
    assert not np.allclose(found.values[:, 0], found.values[:, 1])


def test_of_a_reader_who_drew_few_cases_the_others_are_not_lost(make_study):
    made = drawn_again(make_study(images=True, manifest=readers))
    for case in AGAIN[1:]:
        (made.root / f"three/{case}.nrrd").unlink()
    found = made.evidence("readings")
    assert (found.cases, found.sessions) == (AGAIN, (MAIN, "two"))
    assert found.left_out == ("1 reader (three)",)
