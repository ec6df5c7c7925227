"""Images of the cohort inside a shared model file are found, drawn numbers and zeros are told apart from them."""

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from radaudit.deep.stored_inputs import stored_inputs

torch = pytest.importorskip("torch")


@pytest.fixture
def exported(tmp_path):
    def made(given, **more):
        network = torch.nn.Sequential(torch.nn.Conv3d(1, 2, 3), torch.nn.ReLU()).eval()
        torch.export.save(torch.export.export(network, (given,)), tmp_path / "n.pt2", **more)
        return (tmp_path / "n.pt2").read_bytes()

    return made


def test_a_slice_of_the_cohort_brings_the_whole_cohort_along(exported):
    smooth = gaussian_filter(np.random.default_rng(1).normal(size=(7, 1, 8, 8, 8)), (0, 0, 1.5, 1.5, 1.5))
    (found,) = stored_inputs(exported(torch.from_numpy(smooth.astype(np.float32))[:2]))
    assert (found.shape, found.cases, found.bytes) == ((2, 1, 8, 8, 8), 7, 7 * 8**3 * 4)
    assert found.look == "image"
    assert found.alike > 0.5


@pytest.mark.parametrize(
    ("draw", "look"), [(torch.randn, "noise"), (torch.zeros, "constant"), (torch.ones, "constant")]
)
def test_stand_ins_are_no_images(exported, draw, look):
    torch.manual_seed(0)
    (found,) = stored_inputs(exported(draw(2, 1, 8, 8, 8)))
    assert (found.cases, found.look) == (2, look)


def test_further_files_are_listed(exported):
    found = stored_inputs(exported(torch.zeros(1, 1, 8, 8, 8), extra_files={"notes.txt": "who and when"}))
    assert ("extra/notes.txt", 12, "unknown") in {(own.member, own.bytes, own.look) for own in found}


def test_without_torch_the_bytes_are_still_known(exported, monkeypatch):
    content = exported(torch.randn(3, 1, 8, 8, 8))
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    (found,) = stored_inputs(content)
    assert (found.shape, found.bytes, found.look) == ((), 3 * 8**3 * 4, "unknown")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"\x08\x08 onnx"])
def test_other_files_hold_none(content):
    assert stored_inputs(content) == ()
