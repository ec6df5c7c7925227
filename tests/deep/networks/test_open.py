"""Five formats of one network give the same features; what can't be opened is refused in words."""

import subprocess
import sys

import numpy as np
import pytest

from radaudit.deep.networks.formats import format_of
from radaudit.deep.networks.open import content_of, missing_extra, open_network, opened
from radaudit.deep.networks.refused import NetworkRefused

torch = pytest.importorskip("torch")
pytest.importorskip("monai")

# torch runs the same kernels whatever the file; ONNX Runtime has its own.
BOUNDS = {"safetensors": 0, "pth": 0, "pt2": 0, "pt2 of two": 0, "ts": 0, "onnx": 3e-6}


def here(spec):
    """The network in this process, a script too; `test_fenced` has those in the sandbox."""
    content = content_of(spec)
    return opened(content, format_of(content, spec.shown), spec, "cpu", "float32")


@pytest.mark.parametrize("format", BOUNDS)
@pytest.mark.parametrize(("layer", "pool"), [("", None), ("avgpool", None), ("layer2", "gap"), ("layer3.0", "gmp")])
def test_every_format_gives_the_features_of_torch(network, cases, shipped, spec_of, format, layer, pool):
    with torch.inference_mode():
        seen = {}
        hook = network.get_submodule(layer).register_forward_hook(lambda _, __, out: seen.update(out=out))
        network(torch.from_numpy(cases))
        hook.remove()
    wanted = {
        None: lambda out: out.flatten(1),
        "gap": lambda out: out.mean((2, 3, 4)),
        "gmp": lambda out: out.amax((2, 3, 4)),
    }
    wanted = wanted[pool](seen["out"]).numpy()
    found = here(spec_of(shipped[format])).features(cases, layer, pool)
    assert found.dtype == np.float32
    bound = BOUNDS[format] if format != "pt2 of two" else 2e-6  # batches of another size may take another kernel
    assert np.abs(found - wanted).max() <= bound * np.abs(wanted).max()


@pytest.mark.parametrize("format", ["safetensors", "pt2", "ts", "onnx"])
def test_layers_are_listed_with_their_shapes(shipped, spec_of, cases, format):
    with here(spec_of(shipped[format])) as network:
        layers = {own.name: own.shape for own in network.layers(cases[:1])}
        assert layers["layer2"] == (4, 2, 2, 2)
        assert layers["avgpool"][0] == 8
        assert layers[""] == (3,)
        assert list(layers)[-1] == ""
        again = network.several(cases, [("layer2", "gap"), ("", None)])
        np.testing.assert_array_equal(again[0], network.features(cases, "layer2", "gap"))
        np.testing.assert_array_equal(again[1], network.features(cases))


@pytest.mark.parametrize(
    ("format", "kind"), [("safetensors", "named"), ("pth", "named"), ("pt2", "graph"), ("ts", "graph")]
)
def test_what_a_network_says_of_itself(network, shipped, spec_of, format, kind):
    found = here(spec_of(shipped[format]))
    assert found.kind == kind
    assert found.coverage.complete
    assert found.coverage.keys == len(network.state_dict())
    assert found.parameters == sum(own.numel() for own in network.parameters())
    assert any("stride 2 of Conv3d (conv1" in own for own in found.unfixed) is (kind == "named")


def test_precisions_differ_and_only_by_rounding(shipped, spec_of, cases):
    exact = open_network(spec_of(shipped["safetensors"]), precision="float64").features(cases)
    assert exact.dtype == np.float64
    for precision, least, most in (("float32", 1e-10, 1e-5), ("bfloat16", 1e-4, 1e-1)):
        found = open_network(spec_of(shipped["safetensors"]), precision=precision).features(cases)
        assert least < np.abs(found - exact).max() / np.abs(exact).max() < most
    widened = open_network(spec_of(shipped["pt2"]), precision="float64").features(cases)
    np.testing.assert_allclose(widened, exact, rtol=1e-12)


@pytest.mark.parametrize(
    ("format", "layer", "pool", "channels", "code", "said"),
    [
        ("safetensors", "layer9", None, 1, "layer-unknown", "did you mean layer"),
        ("onnx", "layer9", None, 1, "layer-unknown", "layer"),
        ("pt2", "layer2", None, 1, "pool-missing", "4 x 2 x 2 x 2 values a case"),
        ("pt2", "layer2", "cls", 1, "pool-unfit", "no tokens"),
        ("safetensors", "", None, 3, "input-unfit", "can't take an input of 5 x 3"),
        ("pt2", "", None, 3, "input-unfit", "exported for inputs of 1 x 16 x 16 x 16"),
        ("onnx", "", None, 3, "input-unfit", "is given 3 x 16 x 16 x 16"),
    ],
)
def test_what_does_not_fit_is_said(shipped, spec_of, cases, format, layer, pool, channels, code, said):
    given = np.repeat(cases, channels, axis=1)
    with pytest.raises(NetworkRefused, match=said) as refusal:
        open_network(spec_of(shipped[format])).features(given, layer, pool)
    assert refusal.value.code == code


def test_a_file_that_changed_since_is_not_opened(shipped, spec_of, tmp_path):
    path = tmp_path / "w.pth"
    path.write_bytes(shipped["pth"].read_bytes())
    spec = spec_of(path)
    path.write_bytes(shipped["pth"].read_bytes() + b"\0")
    with pytest.raises(NetworkRefused, match="changed during the audit"):
        open_network(spec)


def test_weights_alone_need_an_architecture(shipped, spec_of):
    with pytest.raises(NetworkRefused, match="no architecture is declared") as refusal:
        open_network(spec_of(shipped["safetensors"], architecture=""))
    assert refusal.value.code == "architecture-missing"


def test_onnx_needs_no_torch(shipped, spec_of, cases, tmp_path):
    np.save(tmp_path / "cases.npy", cases)
    program = (
        "import sys; sys.modules['torch'] = sys.modules['monai'] = None\n"
        "from pathlib import Path; import numpy as np\n"
        "from radaudit.compute.digest import FileRef\n"
        "from radaudit.deep.networks.open import open_network\n"
        "from radaudit.deep.networks.spec import NetworkSpec\n"
        "network = open_network(NetworkSpec(FileRef.of(Path(sys.argv[1]))))\n"
        "np.save(sys.argv[2] + '/found.npy', network.features(np.load(sys.argv[2] + '/cases.npy'), 'layer2', 'gap'))\n"
    )
    subprocess.run([sys.executable, "-c", program, str(shipped["onnx"]), str(tmp_path)], check=True)
    wanted = open_network(spec_of(shipped["onnx"])).features(cases, "layer2", "gap")
    np.testing.assert_array_equal(np.load(tmp_path / "found.npy"), wanted)


def test_the_extra_that_is_missing_is_named(shipped, spec_of, monkeypatch):
    assert missing_extra(spec_of(shipped["onnx"])) == missing_extra(spec_of(shipped["pt2"])) == ""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert missing_extra(spec_of(shipped["onnx"])) == "onnx"
    assert missing_extra(spec_of(shipped["pt2"])) == "deep"
    with pytest.raises(NetworkRefused, match=r"pip install 'radaudit\[deep\]'") as refusal:
        open_network(spec_of(shipped["pt2"]))
    assert not refusal.value.lasting
