"""Networks in the sandbox: a class of the study, TorchScript, and whatever takes more than it is given."""

import numpy as np
import pytest

from radaudit.compute.digest import FileRef
from radaudit.deep.networks.open import content_of, open_network, opened, tried
from radaudit.deep.networks.refused import NetworkRefused
from radaudit.deep.networks.spec import NetworkSpec

torch = pytest.importorskip("torch")
pytest.importorskip("safetensors")
pytestmark = pytest.mark.slow  # each question is a process that imports torch

PART = "import torch\nclass Part(torch.nn.Conv3d):\n    pass\n"
NET = """
import torch
from part import Part
class Net(torch.nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.first, self.last = Part(1, channels, 3), torch.nn.Linear(channels, 2)
    def forward(self, x):
        return self.last(self.first(x).relu().mean((2, 3, 4)))
class Writer(Net):
    def __init__(self, channels):
        super().__init__(channels)
        open({marker!r}, "w").write("outside")
"""


@pytest.fixture
def spec_of(tmp_path):
    from safetensors.torch import save_file

    code = tmp_path / "code"
    code.mkdir()
    (code / "net.py").write_text(NET.format(marker=str(tmp_path / "marker")))
    (code / "part.py").write_text(PART)
    torch.manual_seed(0)
    first, last = torch.nn.Conv3d(1, 3, 3), torch.nn.Linear(3, 2)
    state = {f"first.{name}": own for name, own in first.state_dict().items()}
    state |= {f"last.{name}": own for name, own in last.state_dict().items()}
    save_file(state, tmp_path / "w.safetensors")
    files = {f"code/{name}": FileRef.of(code / name) for name in ("net.py", "part.py")}

    def made(name, channels=3):
        weights, architecture = FileRef.of(tmp_path / "w.safetensors"), f"code/net.py:{name}"
        return NetworkSpec(weights, architecture, {"channels": channels}, code=files), first, last

    return made


def test_its_features_are_those_of_its_code(spec_of):
    spec, first, last = spec_of("Net")
    given = np.random.default_rng(0).normal(size=(3, 1, 6, 6, 6)).astype(np.float32)
    network = open_network(spec)
    assert (network.kind, network.coverage.complete, network.parameters) == ("code", True, 3 * 27 + 3 + 8)
    inner, outer = network.several(given, [("first", "gap"), ("", None)])
    with torch.inference_mode():
        wanted = first(torch.from_numpy(given))
        np.testing.assert_allclose(inner, wanted.mean((2, 3, 4)), rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(outer, last(wanted.relu().mean((2, 3, 4))), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("name", "channels", "code"), [("Net", 4, "shapes-differ"), ("Missing", 3, "architecture-unknown")]
)
def test_what_does_not_fit_is_said(spec_of, name, channels, code):
    with pytest.raises(NetworkRefused) as refusal:
        open_network(spec_of(name, channels)[0])
    assert refusal.value.code == code


def test_it_writes_nothing_outside_its_folder(spec_of, tmp_path):
    from radaudit.models.sandbox.level import FENCED
    from radaudit.models.sandbox.run import run

    scratch = tmp_path / "scratch"
    scratch.mkdir()
    if run(("true",), scratch).level.rank < FENCED:
        pytest.skip("this system can't fence files off")
    with pytest.raises(NetworkRefused, match="marker"):
        open_network(spec_of("Writer")[0])
    assert not (tmp_path / "marker").exists()


def test_a_script_gives_there_what_it_gives_here(shipped, cases):
    spec = NetworkSpec(FileRef.of(shipped["ts"]))
    fenced, here = open_network(spec), opened(content_of(spec), "torchscript", spec, "cpu", "float32")
    assert (fenced.kind, fenced.device, fenced.parameters) == ("graph", "cpu", here.parameters)
    wanted = [("layer2", "gap"), ("", None)]
    for there, own in zip(fenced.several(cases, wanted), here.several(cases, wanted), strict=True):
        np.testing.assert_array_equal(there, own)


@pytest.mark.parametrize("format", ["onnx", "pt2"])
def test_any_network_can_be_tried_there(shipped, cases, format):
    spec = NetworkSpec(FileRef.of(shipped[format]))
    with open_network(spec) as here:
        there = tried(spec, cases[:1])
        assert there.seen == here.layers(cases[:1])
        assert (there.kind, there.coverage, there.remarks) == (here.kind, here.coverage, here.remarks)
