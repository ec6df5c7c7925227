"""Files by content: their names say nothing."""

import io
import json
import pickle
import zipfile

import pytest

from radaudit.deep.networks.formats import format_of
from radaudit.deep.networks.refused import NetworkRefused


def zipped(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "{}")
    return stream.getvalue()


def safetensors(size):
    header = json.dumps({"w": {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]}}).encode().ljust(size)
    return size.to_bytes(8, "little") + header


@pytest.mark.parametrize(
    ("content", "format"),
    [
        (zipped("m/models/model.json", "m/data/weights/weight_0"), "pt2"),
        (zipped("m/code/__torch__/net.py", "m/data.pkl", "m/constants.pkl"), "torchscript"),
        (zipped("m/data.pkl", "m/data/0"), "state dict"),
        (pickle.dumps({}), "state dict"),
        (safetensors(96), "safetensors"),
        (safetensors(128), "safetensors"),  # 128 is how a pickle begins
        (b"\x08\x08\x12\x07pytorch" + bytes(20), "onnx"),
    ],
)
def test_known_formats(content, format):
    assert format_of(content, "weights.bin") == format


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", "file-empty", "is empty"),
        (b"\x89HDF\r\n\x1a\n....", "keras", "HDF5 file .Keras."),
        (zipped("config.json", "model.weights.h5"), "keras", "Keras file, which may hold code"),
        (b"MATLAB 5.0 MAT-file", "matlab", "exportONNXNetwork"),
        ((0x112).to_bytes(8, "little") + bytes(8), "mxnet", "MXNet"),
        (b"\x1c\0\0\0TFL3....", "tensorflow", "tf2onnx"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00", "file-pointer", "git lfs pull"),
        (b"<!DOCTYPE html><html>", "file-page", "web page"),
        (zipped("m/serialized_exported_program.json"), "format-old", "before 2.8"),
        (zipped("b/configs/inference.json"), "container", "deep.network.bundle"),
        (b"PK\x03\x04 cut off", "file-damaged", "damaged zip"),
        (b"just some text", "format-unknown", "no file of weights"),
    ],
)
def test_other_files_are_refused_with_a_remedy(content, code, said):
    with pytest.raises(NetworkRefused, match=said) as refusal:
        format_of(content, "weights.bin")
    assert refusal.value.code == code
    assert refusal.value.remedy
