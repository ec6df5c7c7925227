"""From the manifest to the network that a job opens."""

import json
from types import SimpleNamespace

import pytest

from radaudit.compute.digest import digest
from radaudit.core.errors import Unavailable
from radaudit.deep.networks.declared import network_spec
from radaudit.study.deep_features import NetworkInfo


@pytest.fixture
def declared(tmp_path):
    (tmp_path / "code/below").mkdir(parents=True)
    for name in ("w.pth", "code/net.py", "code/below/part.py", "other.py"):
        (tmp_path / name).write_text(name)
    (tmp_path / "one").mkdir()
    (tmp_path / "one/task.json").write_text(json.dumps({"model_name": "resnet18", "num_classes": 2}))
    (tmp_path / "one/BEST-training-params.pth").write_bytes(b"weights")

    def made(trust=False, **info):
        deep = SimpleNamespace(network=NetworkInfo(**info))
        study = SimpleNamespace(root=tmp_path, manifest=SimpleNamespace(deep=deep), path=lambda name: tmp_path / name)
        return network_spec(study, trust)

    return made


def test_a_file_with_an_architecture(declared):
    spec, told = declared(weights="w.pth", architecture="monai:resnet10", arguments={"n": [1]}, key="k", prefix="")
    assert (spec.architecture, spec.arguments, spec.key, spec.prefix) == ("monai:resnet10", {"n": [1]}, "k", "")
    assert (told, spec.shown, spec.own_code) == (None, "w.pth", False)
    assert digest(spec) != digest(declared(weights="w.pth", architecture="monai:resnet18")[0])


def test_a_bundle_is_heard_and_the_manifest_has_the_last_word(declared):
    spec, told = declared(bundle="one")
    assert (spec.architecture, spec.key, told.kind) == ("torchvision:resnet18", "model_state_dict", "OneKey folder")
    assert declared(bundle="one", architecture="torchvision:resnet18", arguments={"num_classes": 5}, key="net")[
        0
    ].arguments == {"num_classes": 5}


def test_code_of_the_study_needs_the_auditors_word(declared):
    with pytest.raises(Unavailable, match="--trust"):
        declared(weights="w.pth", architecture="code/net.py:Net")
    spec, _ = declared(trust=True, weights="w.pth", architecture="code/net.py:Net")
    assert set(spec.code) == {"code/net.py", "code/below/part.py"}
