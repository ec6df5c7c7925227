import numpy as np

from radaudit.compute.job import Failure
from radaudit.evidence.near_duplicates import FEWEST, near_duplicates
from radaudit.images.fingerprint import Fingerprint, fingerprint_of
from tests.made_evidence import a_cohort, a_picture, an_index
from tests.made_pictures import a_body, an_roi


class Here:
    """An engine without files: images by case."""

    def __init__(self, images):
        self._images = images

    def map(self, title, jobs):
        return [self._drawn(job.case) if isinstance(job, Fingerprint) else job.run() for job in jobs]

    def _drawn(self, case):
        image = self._images[case]
        mask = an_roi() if image is not None and image.shape == an_roi().shape else None
        return Failure("damaged") if image is None else fingerprint_of(image, mask, (1.0,) * 3)


def looked(images, patients=None):
    cases = list(images)
    index = an_index(*[a_picture(case) for case in cases])
    return near_duplicates(a_cohort(cases, patients), index, Here(images))


def people(count):
    return {f"c{number}": a_body(number) for number in range(count)}


def test_a_flipped_copy_stands_off():
    found = looked(people(16) | {"copy": a_body(3)[:, ::-1] * 2})
    assert found.tested
    first, second = found.pairs[:2]
    assert (first.one, first.other, first.turn) == ("c3", "copy", "flip y")
    assert first.correlation > 0.99
    assert first.chance < 0.01 < second.chance
    assert set(found.usual) == {"whole image", "surroundings of the ROI"}


def test_copies_of_one_patient_are_not_compared():
    images = people(13) | {"copy": a_body(3)[:, ::-1]}
    patients = [f"p{number}" for number in range(13)] + ["p3"]
    assert all(own.chance > 0.05 for own in looked(images, patients).pairs)


def test_too_few_to_tell_what_is_usual():
    found = looked(people(FEWEST - 2) | {"copy": a_body(3)[:, ::-1]})
    assert not found.tested
    assert {own.chance for own in found.pairs} == {None}
    assert max(found.pairs, key=lambda own: own.correlation).other == "copy"


def test_images_that_can_not_be_compared():
    found = looked(people(3) | {"damaged": None, "flat": np.ones((4, 4, 4))})
    assert found.unread == {"damaged": "damaged", "flat": "its image is flat"}
    assert found.compared == ("c0", "c1", "c2")
