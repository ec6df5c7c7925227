"""What is otherwise in a network of the same weights, and how its kernels lie in memory."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("monai")

from radaudit.deep.networks.change import NetworkChange  # noqa: E402
from radaudit.deep.networks.named import opened  # noqa: E402
from radaudit.deep.networks.open import content_of, open_network  # noqa: E402


def features(spec, cases, layer="layer2"):
    return open_network(spec).features(cases, layer, "gap")


@pytest.mark.parametrize(
    "change",
    [NetworkChange(epsilon=1e-3), NetworkChange((("conv1_t_stride", 1),)), NetworkChange((("no_max_pool", True),))],
)
def test_a_change_gives_other_features(shipped, spec_of, cases, change):
    plain, other = (features(spec_of(shipped["pth"], change=own), cases) for own in (NetworkChange(), change))
    assert np.abs(plain - other).max() > 1e-4
    assert np.array_equal(other, features(spec_of(shipped["pth"], change=change), cases))


def test_no_change_by_what_is_there_already(shipped, spec_of, cases):
    same = NetworkChange((("conv1_t_stride", 2),), epsilon=1e-5)
    found = [features(spec_of(shipped["pth"], change=own), cases) for own in (NetworkChange(), same)]
    assert np.array_equal(*found)


def test_in_training_mode_the_batch_counts(shipped, spec_of, cases):
    network = open_network(spec_of(shipped["pth"], change=NetworkChange(training=True)))
    two, three = network.features(cases[:2], "layer2", "gap"), network.features(cases[:3], "layer2", "gap")
    assert np.abs(two - three[:2]).max() > 1e-3
    assert np.array_equal(two, network.features(cases[:2], "layer2", "gap"))


@pytest.mark.parametrize(("precision", "last"), [("float32", True), ("float64", False)])
def test_kernels_lie_channels_last_where_that_is_faster(spec_of, tmp_path, precision, last):
    from monai.networks.nets import resnet10

    torch.manual_seed(2)
    how = {"spatial_dims": 2, "n_input_channels": 1, "num_classes": 2}
    module = resnet10(**how).eval()
    torch.save(module.state_dict(), tmp_path / "w.pth")
    spec = spec_of(tmp_path / "w.pth", architecture="monai:resnet10", arguments=how)
    network = opened(content_of(spec), "state dict", spec, "cpu", precision)
    kernels = network.module.layer1[0].conv1.weight
    assert kernels.is_contiguous(memory_format=torch.channels_last) == last
    case = torch.rand(4, 1, 40, 40)
    first, again = (network.features(case) for _ in range(2))
    with torch.inference_mode():
        plain = module(case).numpy()
    assert np.array_equal(first, again)
    assert np.linalg.norm(first - plain) <= 1.5e-6 * np.linalg.norm(plain)
