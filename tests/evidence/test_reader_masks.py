import numpy as np
import pytest

from radaudit.core.errors import Unavailable
from radaudit.evidence.repeated_images import MAIN
from tests.made_study import CASES, draw, write_volume

BOTH = {"two": "two/{case}.nrrd", "three": "three/{case}.nrrd"}


def drawn(make_study, readers=BOTH):
    made = make_study(images=True, manifest=lambda said: said["images"].update(readers=readers))
    for case in CASES[:3]:
        moved = np.roll(draw(CASES.index(case))[1], 1, axis=2)
        for name in ("two", "three"):
            write_volume(made.root / f"{name}/{case}.nrrd", moved)
    (made.root / "three/c03.nrrd").unlink()
    return made


def test_every_pair_of_readers_is_measured(make_study):
    found = drawn(make_study).evidence("reader_masks")
    assert found.readers == (MAIN, "two", "three")
    assert list(found.pairs) == [(MAIN, "two"), (MAIN, "three"), ("two", "three")]
    assert [own.case for own in found.drawn((MAIN, "two"))] == ["c01", "c02", "c03"]
    assert [own.case for own in found.drawn(("two", "three"))] == ["c01", "c02"]
    assert found.drawn(("two", "three"))[0].value("dice") == 1.0
    assert found.drawn((MAIN, "two"))[0].value("hd") == 1.0
    assert "two/c01.nrrd" in found.files


def test_without_other_readers(make_study):
    with pytest.raises(Unavailable, match="no masks of other readers"):
        make_study(images=True).evidence("reader_masks")
