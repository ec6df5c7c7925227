"""Bundles of three kinds, as folders and as zip files: read as data."""

import json
import shutil

import pytest

from radaudit.deep.bundles.read import read_bundle
from radaudit.deep.networks.refused import NetworkRefused

DEF = {
    "_target_": "UNet",
    "spatial_dims": "@dims",
    "in_channels": 1,
    "out_channels": 2,
    "channels": [4, 8],
    "strides": [2],
}
MONAI = {
    "configs/metadata.json": {"version": "0.3.1"},
    "configs/inference.json": {
        "imports": ["$import glob"],
        "dims": 3,
        "network_def": DEF,
        "network": "$@network_def.to('cpu')",
        "preprocessing": {
            "_target_": "Compose",
            "transforms": [
                {"_target_": "LoadImaged", "keys": "image"},
                {"_target_": "ScaleIntensityRanged", "keys": "image", "a_min": -57, "a_max": 164},
                {"_target_": "Lambdad", "func": "$lambda x: x"},
            ],
        },
    },
    "models/model.pt": b"weights",
}
TASK = {"model_name": "resnet18", "num_classes": 2, "transform": {"input_size": [224, 224]}}
ONEKEY = {"viz/task.json": TASK, "viz/BEST-training-params.pth": b"weights"}
TIMM = {"architecture": "resnet50", "num_classes": 1000, "pretrained_cfg": {"tag": "a1_in1k"}}
HUGGING = {"config.json": TIMM, "model.safetensors": b"weights"}


@pytest.fixture
def bundle(tmp_path):
    def made(files):
        folder = tmp_path / "bundle"
        shutil.rmtree(folder, ignore_errors=True)
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return folder

    return made


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize(
    ("files", "kind", "architecture", "arguments", "key"),
    [
        (
            MONAI,
            "MONAI bundle",
            "monai:UNet",
            {"spatial_dims": 3, "in_channels": 1, "out_channels": 2, "channels": [4, 8], "strides": [2]},
            "",
        ),
        (ONEKEY, "OneKey folder", "torchvision:resnet18", {"num_classes": 2}, "model_state_dict"),
        (HUGGING, "Hugging Face folder", "timm:resnet50", {"num_classes": 1000}, ""),
    ],
)
def test_the_network_that_a_bundle_names(bundle, files, kind, architecture, arguments, key, zipped):
    place = bundle(files)
    if zipped:
        place = type(place)(shutil.make_archive(str(place), "zip", place.parent, place.name))
    told = read_bundle(place, "bundle")
    assert (told.kind, told.architecture, dict(told.arguments), told.key) == (kind, architecture, arguments, key)
    assert told.member.endswith(next(own for own in files if files[own] == b"weights")) is zipped
    assert zipped or told.weights.path.read_bytes() == b"weights"


def test_what_a_bundle_says_of_preprocessing_is_kept_without_its_code(bundle):
    told = read_bundle(bundle(MONAI), "bundle")
    assert told.version == "0.3.1"
    assert told.preprocessing == (
        ("LoadImaged", {"keys": "image"}),
        ("ScaleIntensityRanged", {"keys": "image", "a_min": -57, "a_max": 164}),
        ("Lambdad", {"$": told.preprocessing[2][1]["$"]}),
    )
    assert "would have to be run" in told.preprocessing[2][1]["$"]


def test_transforms_of_the_bundles_own_and_those_switched_off(bundle):
    transforms = [
        {"_target_": "scripts.steps.Orientationd", "axcodes": "RAS"},
        {"_target_": "monai.transforms.ScaleIntensityd", "_disabled_": True},
        {"_target_": "monai.transforms.ScaleIntensityd", "_disabled_": "$True"},
    ]
    inference = MONAI["configs/inference.json"] | {"preprocessing": {"_target_": "Compose", "transforms": transforms}}
    found = read_bundle(bundle(MONAI | {"configs/inference.json": inference}), "bundle").preprocessing
    assert [name for name, _ in found] == ["scripts.steps.Orientationd", "ScaleIntensityd"]
    assert "$" in found[1][1]


def test_how_hugging_face_prepares_pictures(bundle):
    given = {"input_size": [3, 224, 224], "mean": [0.5] * 3}
    files = HUGGING | {"config.json": TIMM | {"pretrained_cfg": given}}
    assert read_bundle(bundle(files), "bundle").preprocessing == (("pretrained_cfg", given),)
    files |= {"config.json": {"hidden_size": 8}, "preprocessor_config.json": {"do_rescale": True}}
    assert read_bundle(bundle(files), "bundle").preprocessing[0][0] == "preprocessor_config.json"


def with_network(**change):
    inference = {**MONAI["configs/inference.json"], "network_def": DEF | change}
    return MONAI | {"configs/inference.json": inference}


@pytest.mark.parametrize(
    ("files", "code", "said"),
    [
        (with_network(_target_="scripts.net.Own"), "custom-code", "code of the bundle"),
        (with_network(_target_="os.system"), "custom-code", "os.system"),
        (with_network(_target_="monai.networks.nets.NaViT"), "architecture-unknown", "not among the known"),
        (with_network(in_channels="$__import__('os').system('touch marker')"), "expression", "have to be run"),
        (with_network(in_channels="%other.json#x"), "expression", "have to be run"),
        (with_network(in_channels={"_target_": "os.system", "command": "ls"}), "custom-code", "makes an object"),
        (with_network(in_channels="@network_def#in_channels"), "bundle-damaged", "refers to itself"),
        (with_network(in_channels="@nothing"), "bundle-damaged", "not there"),
        ({own: MONAI[own] for own in list(MONAI)[:2]}, "weights-missing", "downloads nothing"),
        (MONAI | {"configs/inference.json": b"[1, 2]"}, "bundle-damaged", "no mapping"),
        (MONAI | {"configs/inference.json": b"{"}, "bundle-damaged", "can't be read"),
        (ONEKEY | {"viz/task.json": TASK | {"in_channels": 1}}, "architecture-unknown", "platform's own code"),
        (HUGGING | {"config.json": {"auto_map": {"AutoModel": "m.Net"}}}, "custom-code", "auto_map"),
        ({"notes.txt": b"x"}, "bundle-unknown", "no MONAI bundle"),
    ],
)
def test_code_in_a_bundle_is_refused(bundle, files, code, said):
    with pytest.raises(NetworkRefused, match=said) as refusal:
        read_bundle(bundle(files), "bundle")
    assert refusal.value.code == code


def test_yaml_is_read_and_its_aliases_are_refused(bundle):
    text = b"network_def:\n  _target_: UNet\n  spatial_dims: 2\n"
    files = {"configs/inference.yaml": text, "models/model.pt": b"weights"}
    assert read_bundle(bundle(files), "bundle").arguments == {"spatial_dims": 2}
    files["configs/inference.yaml"] = b"a: &a [1]\nb: [*a, *a]\n" + text
    with pytest.raises(NetworkRefused, match="aliases"):
        read_bundle(bundle(files), "bundle")


def test_a_link_out_of_the_folder_is_not_followed(bundle, tmp_path):
    folder = bundle(ONEKEY)
    outside = tmp_path / "outside.pth"
    outside.write_bytes(b"weights")
    (folder / "viz/BEST-training-params.pth").unlink()
    (folder / "viz/BEST-training-params.pth").symlink_to(outside)
    with pytest.raises(NetworkRefused, match="leads out"):
        read_bundle(folder, "bundle")


def test_a_file_that_is_no_zip(tmp_path):
    (tmp_path / "b.zip").write_bytes(b"no zip")
    with pytest.raises(NetworkRefused, match="no folder and no zip file"):
        read_bundle(tmp_path / "b.zip", "b.zip")
