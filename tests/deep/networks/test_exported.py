"""A ``.pt2`` is read as data: whatever it asks for besides computing is refused, and nothing of it is run."""

import io
import json
import pickle
import zipfile

import numpy as np
import pytest

from radaudit.deep.networks.open import open_network
from radaudit.deep.networks.refused import NetworkRefused

torch = pytest.importorskip("torch")
pytest.importorskip("monai")


@pytest.fixture
def altered(shipped, spec_of, tmp_path):
    """The specification of the network's .pt2 after a change to its members."""

    def made(change):
        with zipfile.ZipFile(shipped["pt2"]) as archive:
            members = {own.filename: archive.read(own) for own in archive.infolist()}
        change(members)
        path = tmp_path / "n.pt2"
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        return spec_of(path)

    return made


def in_json(ending, change):
    def changed(members):
        name = next(own for own in members if own.endswith(ending))
        told = json.loads(members[name])
        change(told)
        members[name] = json.dumps(told).encode()

    return changed


def nodes(told):
    return told["graph_module"]["graph"]["nodes"]


@pytest.mark.parametrize(
    "target",
    [
        "torch.serialization.os.system",
        "torch.hub.load",
        "torch.ops.aten.from_file.default",
        "torch.ops.aten.as_strided.default",
        "torch.ops.aten.rand.default",
        "torch.ops.higher_order.cond",
        "_operator.methodcaller",
        "math.__loader__.load_module",
        "torch.ops.aten.relu.no_such",
    ],
)
def test_an_operator_that_does_more_than_compute_is_refused(altered, target):
    spec = altered(in_json("model.json", lambda told: nodes(told)[0].update(target=target)))
    with pytest.raises(NetworkRefused, match="not among the operators") as refusal:
        open_network(spec)
    assert refusal.value.code == "operator-unknown"


def test_text_that_torch_would_evaluate_is_never_read(altered, shipped, spec_of, cases, tmp_path):
    marker = tmp_path / "marker"
    code = f"__import__('pathlib').Path({str(marker)!r}).touch()"

    def change(told):
        told["guards_code"] = [code]
        graph = told["graph_module"]["graph"]
        for own in graph["tensor_values"].values():
            for size in own["sizes"]:
                if "as_expr" in size:
                    size["as_expr"]["expr_str"] = code

    found = open_network(altered(in_json("model.json", change))).features(cases)
    assert not marker.exists()
    np.testing.assert_array_equal(found, open_network(spec_of(shipped["pt2"])).features(cases))


def test_weights_that_are_pickled_objects_are_refused(altered, tmp_path):
    marker = tmp_path / "marker"

    class Malicious:
        def __reduce__(self):
            return marker.touch, ()

    def change(members):
        stream = io.BytesIO()
        torch.save(Malicious(), stream)
        members[next(own for own in members if own.endswith("weights/weight_0"))] = stream.getvalue()
        in_json("weights_config.json", lambda told: next(iter(told["config"].values())).update(use_pickle=True))(
            members
        )

    with pytest.raises(NetworkRefused, match="opening would run code"):
        open_network(altered(change))
    assert not marker.exists()
    assert b"touch" in pickle.dumps(Malicious())


@pytest.mark.parametrize(
    ("ending", "change", "code"),
    [
        ("model.json", lambda told: told["schema_version"].update(major=7), "format-old"),
        ("model.json", lambda told: told.update(graph_module={}), "file-damaged"),
        ("weights_config.json", lambda told: told["config"].popitem(), "keys-missing"),
        ("weights_config.json", lambda told: told.update(config=3), "file-damaged"),
        (
            "weights_config.json",  # more than the file holds: memory that is not its own
            lambda told: next(iter(told["config"].values()))["tensor_meta"]["sizes"].insert(0, {"as_int": 999}),
            "file-damaged",
        ),
    ],
)
def test_damaged_files_are_refused(altered, ending, change, code):
    with pytest.raises(NetworkRefused) as refusal:
        open_network(altered(in_json(ending, change)))
    assert refusal.value.code == code


def test_layers_in_training_mode_are_told_and_change_nothing_for_the_next_batch(cases, spec_of, tmp_path):
    torch.manual_seed(1)
    layers = torch.nn.Sequential(torch.nn.Conv3d(1, 2, 3), torch.nn.BatchNorm3d(2)).train()
    torch.export.save(torch.export.export(layers, (torch.from_numpy(cases[:2]),)), tmp_path / "n.pt2")
    network = open_network(spec_of(tmp_path / "n.pt2"))
    assert "statistics of the batch" in network.remarks[0]
    first = network.features(cases[:2], pool="gap")
    network.features(cases[2:4] * 9, pool="gap")
    np.testing.assert_array_equal(network.features(cases[:2], pool="gap"), first)


def test_active_dropout_is_refused(cases, spec_of, tmp_path):
    layers = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Dropout()).train()
    torch.export.save(torch.export.export(layers, (torch.from_numpy(cases[:2]),)), tmp_path / "n.pt2")
    with pytest.raises(NetworkRefused, match="dropout active"):
        open_network(spec_of(tmp_path / "n.pt2"))
