"""Networks by name: what is known, what is refused, and torchvision's in MONAI's words."""

import pytest

from radaudit.deep.networks.architectures import MONAI, built, renamed
from radaudit.deep.networks.refused import NetworkRefused

torch = pytest.importorskip("torch")
nets = pytest.importorskip("monai.networks.nets")
from torch.nn import functional  # noqa: E402


def test_monai_has_every_name():
    assert [name for name in MONAI if not hasattr(nets, name)] == ["SegResEncoder"]
    assert built("monai:SegResEncoder", {"spatial_dims": 3, "init_filters": 8, "blocks_down": [1, 1]})


@pytest.mark.parametrize(
    ("architecture", "arguments", "code", "said"),
    [
        ("monai:resnet51", {}, "architecture-unknown", "did you mean monai:resnet5"),
        ("monai:get_pretrained_resnet_medicalnet", {}, "architecture-unknown", "not among the known"),
        ("timm:vit_base_patch16_224", {}, "architecture-unknown", "torch.export.save"),
        ("keras:resnet50", {}, "architecture-unknown", "monai:NAME"),
        ("monai:resnet10", {"pretrained": True}, "argument-forbidden", "would download"),
        ("monai:resnet10", {"num_classes": 10**9}, "argument-forbidden", "1000000000"),
        ("monai:resnet10", {"depth": 3}, "arguments-unfit", "depth"),
    ],
)
def test_what_is_not_known_is_refused(architecture, arguments, code, said):
    with pytest.raises(NetworkRefused, match=said) as refusal:
        built(architecture, arguments)
    assert refusal.value.code == code


def torchvision_resnet18(w, x):
    """He et al. (doi:10.1109/CVPR.2016.90) with torchvision's names, written down independently."""

    def norm(x, name):
        stored = (w[f"{name}.{own}"] for own in ("running_mean", "running_var", "weight", "bias"))
        return functional.batch_norm(x, *stored, False, 0.1, 1e-5)

    x = functional.relu(norm(functional.conv2d(x, w["conv1.weight"], stride=2, padding=3), "bn1"))
    x = functional.max_pool2d(x, 3, 2, 1)
    for stage in range(1, 5):
        for block in range(2):
            name, stride = f"layer{stage}.{block}", 2 if stage > 1 and block == 0 else 1
            y = functional.conv2d(x, w[f"{name}.conv1.weight"], stride=stride, padding=1)
            y = functional.conv2d(functional.relu(norm(y, f"{name}.bn1")), w[f"{name}.conv2.weight"], padding=1)
            if stride == 2:
                x = norm(functional.conv2d(x, w[f"{name}.downsample.0.weight"], stride=2), f"{name}.downsample.1")
            x = functional.relu(norm(y, f"{name}.bn2") + x)
    return functional.linear(x.mean((2, 3)), w["fc.weight"], w["fc.bias"])


def test_torchvisions_resnet_is_monais():
    torch.manual_seed(2)
    module = built("torchvision:resnet18", {}, {"fc.weight": torch.ones(7, 512)}).eval()
    given = torch.randn(2, 3, 32, 32)
    with torch.inference_mode():
        torch.testing.assert_close(
            module(given), torchvision_resnet18(module.state_dict(), given), rtol=1e-5, atol=1e-6
        )
    assert module.fc.out_features == 7


def test_a_resnet_without_its_head_is_built_without():
    assert not hasattr(built("torchvision:resnet18", {}, {"conv1.weight": torch.ones(64, 1, 7, 7)}).fc, "weight")


def test_torchvisions_densenet_has_other_names():
    names = {
        "features.denseblock1.denselayer2.norm1.weight": "features.denseblock1.denselayer2.layers.norm1.weight",
        "features.denseblock1.denselayer2.conv2.weight": "features.denseblock1.denselayer2.layers.conv2.weight",
        "features.denseblock3.denselayer12.norm.2.bias": "features.denseblock3.denselayer12.layers.norm2.bias",
        "features.transition1.norm.weight": "features.transition1.norm.weight",
        "classifier.bias": "class_layers.out.bias",
    }
    found = renamed("torchvision:densenet121", {name: place for place, name in enumerate(names)})
    assert list(found) == list(names.values())
    assert renamed("torchvision:resnet18", {"classifier.bias": 1}) == {"classifier.bias": 1}
