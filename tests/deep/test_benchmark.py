"""The benchmark for machines with a GPU, on a CPU and a few small cases: every figure is measured, none is missing."""

import importlib.util
import json
from pathlib import Path

import pytest

pytest.importorskip("torch")

SCRIPT = Path(__file__).parents[2] / "benchmarks/deep_gpu.py"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("deep_gpu", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    places = module.torch.backends.cuda.matmul, module.torch.backends.cudnn.conv
    before = [own.fp32_precision for own in places]
    yield module
    for own, value in zip(places, before, strict=True):  # it sets them for its whole process
        own.fp32_precision = value


def test_it_measures_and_writes(script, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(script.torch.cuda, "is_available", lambda: False)
    result = script.main(
        ["--cases", "3", "--side", "16", "--width", "2", "--batch", "2", "--json", str(tmp_path / "r.json")]
    )
    written = json.loads((tmp_path / "r.json").read_text())
    assert written["drift"] == result["drift"]
    assert set(result["throughput"]["cpu"]) == {"plain loop", "pipeline", "pipeline, channels last"}
    assert all(own["cases_a_second"] > 0 for own in result["throughput"]["cpu"].values())
    assert result["drift"]["cpu repeated"]["same_bits"]
    assert result["drift"]["cpu ieee"]["l2_max"] < 1e-5
    assert result["drift"]["cpu batch 1 for 2"]["l2_max"] < 1e-5
    assert result["prepared_apart"] < 1e-4  # both ways prepare the same input
    assert "cases a second" in capsys.readouterr().out


def test_it_needs_torch_and_numpy_alone():
    lines = [line.strip() for line in SCRIPT.read_text().splitlines()]
    imported = {line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert imported & {"radaudit", "monai", "SimpleITK", "scipy"} == set()
