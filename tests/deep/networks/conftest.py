"""One small network with seeded weights, shipped in every format."""

from pathlib import Path

import numpy as np
import pytest

from radaudit.compute.digest import FileRef
from radaudit.deep.networks.spec import NetworkSpec

RESNET = {
    "spatial_dims": 3,
    "n_input_channels": 1,
    "block": "basic",
    "layers": [1, 1, 1, 1],
    "block_inplanes": [2, 4, 4, 8],
    "conv1_t_stride": 2,
    "num_classes": 3,
}


@pytest.fixture(scope="session")
def network():
    """A residual network in 3D of about 8,000 weights, with statistics in its normalisations that are not 0 and 1."""
    torch = pytest.importorskip("torch")
    nets = pytest.importorskip("monai.networks.nets")
    torch.manual_seed(4)
    module = nets.ResNet(**RESNET)
    for own in module.modules():
        if hasattr(own, "running_mean"):
            own.running_mean.normal_(0, 0.1)
            own.running_var.uniform_(0.5, 1.5)
    return module.eval()


@pytest.fixture(scope="session")
def cases():
    return np.random.default_rng(5).normal(size=(5, 1, 16, 16, 16)).astype(np.float32)


@pytest.fixture(scope="session")
def shipped(network, cases, tmp_path_factory):
    """The network's file by format; .pt2 and ONNX take any number of cases, "pt2 of two" batches of two."""
    import warnings

    import torch
    from safetensors.torch import save_file

    folder = tmp_path_factory.mktemp("networks")
    given = (torch.from_numpy(cases[:2]),)
    any_number = {"x": {0: torch.export.Dim("cases", min=1, max=64)}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # TorchScript, and ONNX by way of it, are "deprecated"
        save_file(network.state_dict(), folder / "w.safetensors")
        torch.save(network.state_dict(), folder / "w.pth")
        torch.export.save(torch.export.export(network, given, dynamic_shapes=any_number), folder / "n.pt2")
        torch.export.save(torch.export.export(network, given), folder / "two.pt2")
        torch.jit.save(torch.jit.trace(network, given), folder / "n.ts")
        axes = {"x": {0: "cases"}}
        torch.onnx.export(network, given, folder / "n.onnx", dynamo=False, input_names=["x"], dynamic_axes=axes)
    names = {"safetensors": "w.safetensors", "pth": "w.pth", "pt2": "n.pt2", "ts": "n.ts", "onnx": "n.onnx"}
    return {name: folder / file for name, file in (names | {"pt2 of two": "two.pt2"}).items()}


@pytest.fixture(scope="session")
def spec_of():
    """The specification of a file; of weights alone, with the small network's architecture."""

    def made(path: Path, **how) -> NetworkSpec:
        if path.suffix in (".safetensors", ".pth"):
            how = {"architecture": "monai:ResNet", "arguments": RESNET} | how
        return NetworkSpec(FileRef.of(path), **how)

    return made
