"""Networks made to do harm, or to take more than there is: each is refused in a sentence."""

import io
import json
import struct
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from radaudit.compute.digest import FileRef
from radaudit.deep.networks import fenced
from radaudit.deep.networks.formats import format_of
from radaudit.deep.networks.open import content_of, open_network, opened, tried
from radaudit.deep.networks.refused import NetworkRefused
from radaudit.deep.networks.spec import NetworkSpec
from tests.deep.test_zip_file import two_in_one

onnx = pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")


def graph(nodes, constants=(), inputs=("cases", 1)):
    helper, number = onnx.helper, onnx.TensorProto.FLOAT
    made = helper.make_graph(
        nodes,
        "g",
        [helper.make_tensor_value_info("x", number, list(inputs))],
        [helper.make_tensor_value_info("y", number, None)],
        list(constants),
    )
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def constant(name, values):
    return onnx.numpy_helper.from_array(np.array(values), name)


@pytest.fixture
def spec_of_content(tmp_path):
    def made(content):
        path = tmp_path / "network"
        path.write_bytes(content)
        return NetworkSpec(FileRef.of(path))

    return made


@pytest.mark.parametrize("written", [b"\x0a\x08location", b"\x0a\x88\x00location", b"\x8a\x00\x88\x00location"])
def test_weights_in_other_files_are_refused_however_they_are_written(spec_of_content, written):
    weights = constant("w", np.ones(4, np.float32))
    weights.ClearField("raw_data")
    weights.data_location = onnx.TensorProto.EXTERNAL
    entry = weights.external_data.add()
    entry.key, entry.value = "location", "../../etc/passwd" + "/" * 40
    plain = graph([onnx.helper.make_node("Add", ["x", "w"], ["y"])], [weights]).SerializeToString()
    assert len(written) - 10 in (0, 1, 2)
    content = longer(plain, b"\x0a\x08location", written)
    assert onnx.load_from_string(content).graph.initializer[0].external_data[0].key == "location"
    with pytest.raises(NetworkRefused) as refusal:
        open_network(spec_of_content(content))
    assert refusal.value.code == "external-weights"


def longer(content, old, new):
    """The message with a field written in another way; the text behind it is cut, so that all lengths still hold."""
    more = len(new) - len(old)
    if not more:
        return content
    start = content.index(old)
    key = start + len(old)  # the value's tag and length follow
    length = content[key + 1]
    text = content[key + 2 : key + 2 + length]
    return content[:start] + new + bytes([content[key], length - more]) + text[:-more] + content[key + 2 + length :]


def test_loops_are_refused(spec_of_content):
    helper, number = onnx.helper, onnx.TensorProto
    body = helper.make_graph(
        [helper.make_node("Identity", ["c"], ["d"]), helper.make_node("Add", ["s", "s"], ["t"])],
        "body",
        [helper.make_tensor_value_info(*own) for own in (("i", number.INT64, []), ("c", number.BOOL, []))]
        + [helper.make_tensor_value_info("s", number.FLOAT, None)],
        [helper.make_tensor_value_info("d", number.BOOL, []), helper.make_tensor_value_info("t", number.FLOAT, None)],
    )
    loop = helper.make_node("Loop", ["n", "", "x"], ["y"], body=body)
    with pytest.raises(NetworkRefused, match="as often as its input says") as refusal:
        open_network(spec_of_content(graph([loop], [constant("n", 2**62)]).SerializeToString()))
    assert refusal.value.code == "operator-unknown"


@pytest.mark.slow
@pytest.mark.parametrize(("side", "said"), [(20_000, "was stopped after 4 s"), (10**6, "llocate|memory|GiB")])
def test_what_takes_too_long_or_too_much_is_stopped(spec_of_content, monkeypatch, side, said):
    monkeypatch.setattr(fenced, "LOOK_SECONDS", 4)
    nodes = [onnx.helper.make_node("Expand", ["x", "n"], ["e"]), onnx.helper.make_node("MatMul", ["e", "e"], ["y"])]
    content = graph(nodes, [constant("n", [side, side])], ("cases", 1)).SerializeToString()
    with pytest.raises(NetworkRefused, match=said) as refusal:
        tried(spec_of_content(content), np.ones((1, 1), np.float32))
    assert not refusal.value.lasting or side > 20_000


@pytest.mark.filterwarnings("ignore:.torch.jit:DeprecationWarning")
def test_a_script_is_read_once_and_what_is_looked_at_is_what_is_opened(shipped, spec_of_content, tmp_path):
    torch = pytest.importorskip("torch")

    class Small(torch.nn.Module):
        def forward(self, x):
            return x + 1

    stream = io.BytesIO()
    torch.jit.save(torch.jit.trace(Small(), torch.zeros(1, 2)), stream)
    marker = tmp_path / "marker"
    mark = f'    _9 = torch.save(x, "{marker}")\n    return'.encode()
    shown, hidden = (changed(stream.getvalue(), b"    return", new) for new in (b"    return", mark))
    assert harms(hidden, marker)
    spec = spec_of_content(two_in_one(shown, hidden))
    here = opened(content_of(spec), format_of(content_of(spec), "n"), spec, "cpu", "float32")
    np.testing.assert_array_equal(here.features(np.ones((2, 2), np.float32)), np.full((2, 2), 2))
    assert not marker.exists()


def harms(content, marker):
    import torch

    torch.jit.load(io.BytesIO(content))(torch.zeros(1, 2))
    done = marker.exists()
    marker.unlink(missing_ok=True)
    return done


def changed(content, old, new):
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(stream, "w") as copy:
        for member in archive.infolist():
            own = archive.read(member)
            copy.writestr(member.filename, own.replace(old, new, 1) if "/code/" in member.filename else own)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("ending", "change"),
    [
        ("model.json", lambda told: told.update(schema_version=[])),
        ("model.json", lambda told: told["graph_module"]["graph"].update(nodes=[{"target": 3}])),
        ("weights_config.json", lambda told: first(told)["sizes"].insert(0, {"as_int": float("inf")})),
        (
            "weights_config.json",
            lambda told: first(told).update(strides=[{"as_int": 2**62}] * axes(told)),
        ),
        ("weights_config.json", lambda told: first(told).update(storage_offset={"as_int": -(2**40)})),
        ("weights_config.json", lambda told: first(told).update(sizes=[{"as_int": -2}, {"as_int": -2}])),
        ("weights_config.json", lambda told: first(told).update(dtype=None)),
    ],
)
def test_lies_about_tensors_are_damage(shipped, spec_of_content, ending, change):
    pytest.importorskip("torch")
    with zipfile.ZipFile(shipped["pt2"]) as archive:
        members = {own.filename: archive.read(own) for own in archive.infolist()}
    name = next(own for own in members if own.endswith(ending))
    told = json.loads(members[name])
    change(told)
    members[name] = json.dumps(told).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as copy:
        for own, content in members.items():
            copy.writestr(own, content)
    with pytest.raises(NetworkRefused) as refusal:
        open_network(spec_of_content(stream.getvalue()))
    assert refusal.value.code == "file-damaged"


def axes(told):
    return len(first(told)["sizes"])


def first(told):
    return next(iter(told["config"].values()))["tensor_meta"]


def test_one_stored_tensor_named_ever_so_often_is_bounded(shipped, spec_of_content, monkeypatch):
    pytest.importorskip("torch")
    from radaudit.deep.networks import exported_archive

    monkeypatch.setattr(exported_archive, "LARGEST", 10_000)
    with pytest.raises(NetworkRefused, match="its tensors have more than"):
        open_network(replace(spec_of_content(shipped["pt2"].read_bytes())))


@pytest.mark.parametrize("size", [2**63 - 1, 2**40, 12])
def test_a_safetensors_header_that_lies_about_its_size_is_refused(spec_of_content, size):
    pytest.importorskip("torch")
    header = json.dumps({"w": {"dtype": "F32", "shape": [2**40], "data_offsets": [0, 2**42]}}).encode()
    content = struct.pack("<Q", size if size != 12 else len(header)) + header + bytes(8)
    with pytest.raises(NetworkRefused) as refusal:
        open_network(replace(spec_of_content(content), architecture="monai:resnet10"))
    assert refusal.value.code in ("format-unknown", "file-damaged")
