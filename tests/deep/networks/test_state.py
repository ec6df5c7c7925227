"""Weights by name, and the files that would run code."""

import io
import os
import pickle

import pytest

from radaudit.deep.networks.refused import NetworkRefused
from radaudit.deep.networks.state import read_state

torch = pytest.importorskip("torch")


class Malicious:
    def __init__(self, marker):
        self.marker = marker

    def __reduce__(self):
        return os.system, (f"touch {self.marker}",)


def saved(content, **how):
    stream = io.BytesIO()
    torch.save(content, stream, **how)
    return stream.getvalue()


@pytest.mark.parametrize("writer", [pickle.dumps, saved, lambda own: saved(own, _use_new_zipfile_serialization=False)])
def test_a_malicious_pickle_is_refused_and_not_run(tmp_path, writer):
    marker = tmp_path / "marker"
    content = writer({"state_dict": {"w": torch.ones(2)}, "extra": Malicious(marker)})
    with pytest.raises(NetworkRefused, match="would run code") as refusal:
        read_state(content, "state dict", "", "w.pth")
    assert refusal.value.code == "pickled-module"
    assert not marker.exists()


def test_the_marker_would_have_been_made(tmp_path):
    pickle.loads(pickle.dumps(Malicious(tmp_path / "marker")))
    assert (tmp_path / "marker").exists()


def test_a_whole_pickled_module_is_refused_and_named():
    with pytest.raises(NetworkRefused, match=r"torch\.nn\.modules\.linear\.Linear") as refusal:
        read_state(saved(torch.nn.Linear(2, 2)), "state dict", "", "w.pth")
    assert "model.state_dict()" in refusal.value.remedy


WEIGHTS = {"w": torch.ones(2), "b": torch.zeros(1)}


@pytest.mark.parametrize(
    ("content", "key", "unwrapped"),
    [
        (WEIGHTS, "", ""),
        ({"state_dict": WEIGHTS, "epoch": 3}, "", "state_dict"),
        ({"trunk_state_dict": WEIGHTS, "optimizer": {"lr": 0.1}}, "", "trunk_state_dict"),
        ({"net": WEIGHTS, "ema": {"model": WEIGHTS}}, "ema.model", "ema.model"),
        ({"a.b": WEIGHTS}, "a.b", "a.b"),
    ],
)
def test_weights_are_unwrapped_and_it_is_told(content, key, unwrapped):
    state, found = read_state(saved(content), "state dict", key, "w.pth")
    assert (set(state), found) == ({"w", "b"}, unwrapped)


@pytest.mark.parametrize(
    ("content", "key", "code", "said"),
    [
        ({"net": WEIGHTS, "model": WEIGHTS}, "", "key-missing", "under net and model"),
        ({"net": WEIGHTS}, "ema", "key-unknown", "one of: net"),
        ({"epoch": 3, "weights": WEIGHTS}, "", "no-weights", "more than tensors by name"),
        ([1, 2], "", "no-weights", "list"),
        ({}, "", "no-weights", "no tensor"),
    ],
)
def test_what_is_not_clear_is_asked_for(content, key, code, said):
    with pytest.raises(NetworkRefused, match=said) as refusal:
        read_state(saved(content), "state dict", key, "w.pth")
    assert refusal.value.code == code


@pytest.mark.parametrize("format", ["safetensors", "state dict"])
def test_damaged_files_are_refused(format):
    content = (100).to_bytes(8, "little") + b"{" * 10 if format == "safetensors" else saved(WEIGHTS)[:200]
    with pytest.raises(NetworkRefused) as refusal:
        read_state(content, format, "", "w")
    assert refusal.value.code == "file-damaged"
