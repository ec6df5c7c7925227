import numpy as np

from radaudit.compute.digest import FileRef
from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.compute.store import Store
from radaudit.features.radiomics import Extract
from radaudit.features.readers import ExtractReader
from tests.made_study import draw, with_settings, write_volume

PARAMETERS = with_settings({"Original": {}, "LoG": {"sigma": [2.0]}})


def jobs(folder, kind, masks):
    image = FileRef.of(write_volume(folder / "image.nrrd", draw(0)[0]))
    files = [FileRef.of(write_volume(folder / f"mask{n}.nrrd", mask)) for n, mask in enumerate(masks)]
    return [kind("c", image, file, 1, PARAMETERS) for file in files]


def test_masks_of_one_image_are_extracted_together_with_the_same_bits(tmp_path):
    own = draw(0)[1]
    masks = [np.roll(own, 1, axis=2), np.roll(own, 1, axis=1), np.zeros_like(own)]
    together = ExtractReader.run_together(jobs(tmp_path / "a", ExtractReader, masks))
    alone = [job.run() for job in jobs(tmp_path / "b", Extract, masks[:2])]
    assert together[:2] == alone
    assert "empty" in str(together[2])


def test_they_share_the_image_and_nothing_else_does(tmp_path):
    own = draw(0)[1]
    one, other = jobs(tmp_path, ExtractReader, [own, np.roll(own, 1, axis=2)])
    elsewhere = ExtractReader("c", one.mask, one.mask, 1, PARAMETERS)
    assert one.shares == other.shares != elsewhere.shares
    assert one.key != other.key
    found = Compute(Store(tmp_path / "store")).map("", [one, other])
    assert not any(isinstance(result, Failure) for result in found)


def test_a_mask_that_cannot_be_read_costs_its_own_result_only(tmp_path):
    own = draw(0)[1]
    both = jobs(tmp_path, ExtractReader, [own, own])
    (tmp_path / "mask0.nrrd").write_bytes(b"nonsense")
    found = ExtractReader.run_together(both)
    assert "mask0.nrrd" in str(found[0])
    assert found[1]["features"]["original_shape_MeshVolume"] > 0
