"""The job: one network, many cases, layers, recipes and alterations; the same numbers however they are put together."""

from dataclasses import replace

import numpy as np
import pytest
import SimpleITK

torch = pytest.importorskip("torch")
pytest.importorskip("monai")

from monai.networks.nets import ResNet  # noqa: E402
from safetensors.torch import save_file  # noqa: E402

from radaudit.compute.bundle import Bundle, bundled  # noqa: E402
from radaudit.compute.digest import FileRef  # noqa: E402
from radaudit.compute.runners import attempt  # noqa: E402
from radaudit.core.errors import JobFailed  # noqa: E402
from radaudit.deep.alterations import Erased  # noqa: E402
from radaudit.deep.extract import ExtractDeep  # noqa: E402
from radaudit.deep.networks.spec import NetworkSpec  # noqa: E402
from radaudit.deep.prepare import prepare  # noqa: E402
from radaudit.deep.recipe import Recipe  # noqa: E402
from radaudit.images.itk import to_itk  # noqa: E402
from radaudit.study.input_steps import Crop, Resample, Resize, Window  # noqa: E402
from tests.made_cases import case  # noqa: E402

ARGUMENTS = {
    "block": "basic", "layers": [1, 1, 1, 1], "block_inplanes": [4, 8, 12, 16], "spatial_dims": 3,
    "n_input_channels": 1, "num_classes": 2,
}  # fmt: skip
RECIPE = Recipe((Resample((1, 1, 1)), Window(-500, 500), Crop("centroid", (12, 12, 12))))
COUNT = 5


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Some cases, the last without an ROI, and a small network with seeded weights."""
    root = tmp_path_factory.mktemp("deep")
    torch.manual_seed(3)
    network = ResNet(**ARGUMENTS).eval()
    save_file(network.state_dict(), root / "net.safetensors")
    for number in range(COUNT):
        image, mask = case(seed=number)
        if number == COUNT - 1:
            mask = replace(mask, voxels=np.zeros_like(mask.voxels))
        for name, volume in (("image", image), ("mask", mask)):
            SimpleITK.WriteImage(to_itk(volume), str(root / f"{name}{number}.nrrd"))
    return root, network


def job(root, number=0, **changes):
    spec = NetworkSpec(FileRef.of(root / "net.safetensors"), "monai:ResNet", ARGUMENTS)
    image, mask = (FileRef.of(root / f"{name}{number}.nrrd") for name in ("image", "mask"))
    return replace(ExtractDeep(f"c{number}", image, mask, 1, RECIPE, spec, "layer4", "gap"), **changes)


def together(jobs):
    found = type(jobs[0]).run_together(jobs)
    return [own if isinstance(own, JobFailed) else np.array(own["features"]) for own in found]


@pytest.fixture(scope="module")
def whole(study):
    return together([job(study[0], number) for number in range(COUNT)])


def test_features_are_what_torch_gives_without_radaudit(study, whole):
    _, network = study
    taken = []
    for number in range(COUNT - 1):
        given = torch.from_numpy(prepare(*case(seed=number), 1, RECIPE))[None]
        with (
            torch.inference_mode(),
            network.layer4.register_forward_hook(lambda *own: taken.append(own[2].mean((2, 3, 4)))),
        ):
            network(given)
        np.testing.assert_allclose(whole[number], taken[-1][0].numpy(), rtol=1e-5, atol=1e-6)


def test_a_bad_case_fails_alone(whole):
    assert [isinstance(own, JobFailed) for own in whole] == [False] * 4 + [True]
    assert "the mask is empty" in str(whole[-1])


@pytest.mark.parametrize("batch", [1, 2, 16])
def test_the_batch_changes_no_more_than_the_last_digits(study, whole, batch):
    for own, other in zip(together([job(study[0], n, batch=batch) for n in range(4)]), whole, strict=False):
        assert np.linalg.norm(own - other) <= 1e-5 * np.linalg.norm(other)


def test_the_same_bits_twice_alone_or_with_others(study, whole):
    root = study[0]
    assert np.array_equal(np.array(job(root, 2).run()["features"]), whole[2])
    turned = together([job(root, number) for number in (3, 2, 1, 0)])
    assert all(np.array_equal(own, other) for own, other in zip(turned, whole[3::-1], strict=True))


def test_layers_recipes_and_alterations_of_one_case_share_its_image(study, whole, monkeypatch):
    from radaudit.deep import extract

    read, counted = extract.read_pair, []
    monkeypatch.setattr(extract, "read_pair", lambda *own: counted.append(1) or read(*own))
    boxed = Recipe((Crop(), Resize((12, 12, 12)), Window(-500, 500)))
    root = study[0]
    jobs = [
        job(root), job(root, layer="layer2"), job(root, layer="", pool=None), job(root, recipe=boxed),
        job(root, alteration=Erased("roi")), job(root, alteration=Erased("background")), job(root, layer="nowhere"),
    ]  # fmt: skip
    found = together(jobs)
    assert len(counted) == 1
    assert np.array_equal(found[0], whole[0])
    assert [len(own) for own in found[1:3]] == [8, 2]
    assert len({own.tobytes() for own in (found[0], *found[3:6])}) == 4
    assert "no layer 'nowhere'" in str(found[6])


def test_what_is_told_and_stored(study):
    _, found = attempt(0, Bundle((job(study[0], 0), job(study[0], 4))))
    good, bad = found["results"]
    assert good["result"]["shape"] == [1, 12, 12, 12]
    assert good["result"]["ran"]["device"] == "cpu"
    assert good["result"]["ran"]["threads"] == "1"
    assert bad["failure"]["kind"] == "input"


def test_jobs_of_one_network_and_device_are_done_together(study):
    root = study[0]
    jobs = [job(root, number) for number in range(4)] + [job(root, 0, precision="bfloat16")]
    assert [len(getattr(own, "jobs", (own,))) for own in bundled(jobs)] == [4, 1]
    assert len({own.key for own in (*jobs, job(root, device="cuda"), job(root, alteration=Erased("roi")))}) == 7
    assert job(root).key == job(root, case="another name").key


def test_a_network_that_cannot_be_opened_fails_every_case(study):
    root = study[0]
    wrong = job(root).network
    jobs = [job(root, number, network=replace(wrong, architecture="monai:nothing")) for number in range(2)]
    assert all(isinstance(own, JobFailed) for own in together(jobs))
