"""Deep features by the loop that a researcher would write and by radaudit, side by side: seconds, and the difference.

    python benchmarks/deep.py STUDY_FOLDER [--cases N] [--json FILE]

The folder holds ``images/NAME_image.nrrd`` and ``images/NAME_label.nrrd``. The network is MONAI's resnet10 with seeded
weights; each case is resampled to 1 mm, windowed, and cropped to 48^3 voxels about its ROI's centroid. The plain loop
reads, resamples the whole image with SimpleITK, crops, and passes one case after the other, with as many threads as
torch likes. Both sides start from the files, in a process of their own that does one case unmeasured first, so imports
count on neither side. Seconds of the clock stand beside those of processor time, which other work changes less.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import tempfile
import time
from pathlib import Path

import numpy as np

SPACING, SIZE, LOW, HIGH = (1.0, 1.0, 1.0), 48, -1000.0, 400.0
ARGUMENTS = {"spatial_dims": 3, "n_input_channels": 1, "num_classes": 2}
Case = tuple[Path, Path]


def cases(folder: Path) -> list[Case]:
    """Images and masks, by name."""
    return [(own, own.with_name(own.name.replace("_image", "_label"))) for own in sorted(folder.glob("*_image.nrrd"))]


def several(given: list[Case], folder: Path, count: int) -> list[Case]:
    """So many cases, no two alike: copies with all values raised, because equal inputs would be worked on once."""
    import SimpleITK

    found = []
    for number in range(count):
        image, mask = given[number % len(given)]
        again = number // len(given)
        if again:
            raised = SimpleITK.ReadImage(str(image)) + again
            image = folder / f"{again}_{image.name}"
            SimpleITK.WriteImage(raised, str(image), useCompression=True)
        found.append((image, mask))
    return found


def weights(path: Path) -> Path:
    """Seeded weights of the network, written once."""
    import torch
    from monai.networks.nets import resnet10
    from safetensors.torch import save_file

    torch.manual_seed(20)
    save_file(resnet10(**ARGUMENTS).state_dict(), path)
    return path


def by_loop(given: list[Case], network: Path) -> list[list[float]]:
    """One case after the other."""
    import SimpleITK
    import torch
    from monai.networks.nets import resnet10
    from safetensors.torch import load_file

    model = resnet10(**ARGUMENTS)
    model.load_state_dict(load_file(network))
    model.eval()
    taken = []
    model.avgpool.register_forward_hook(lambda _own, _given, out: taken.append(out.flatten(1)))
    found = []
    for image_path, mask_path in given:
        image, mask = SimpleITK.ReadImage(str(image_path)), SimpleITK.ReadImage(str(mask_path))
        image, mask = (SimpleITK.DICOMOrient(own, "LPS") for own in (image, mask))
        size = [
            int(np.floor(n * s / new + 0.5))
            for n, s, new in zip(image.GetSize(), image.GetSpacing(), SPACING, strict=True)
        ]
        grid = (size, SimpleITK.Transform())
        place = (image.GetOrigin(), SPACING, image.GetDirection(), 0.0)
        voxels = SimpleITK.GetArrayFromImage(
            SimpleITK.Resample(image, *grid, SimpleITK.sitkLinear, *place, SimpleITK.sitkFloat32)
        )
        marks = SimpleITK.GetArrayFromImage(SimpleITK.Resample(mask, *grid, SimpleITK.sitkNearestNeighbor, *place))
        scaled = (np.clip(voxels, LOW, HIGH) - LOW) / (HIGH - LOW)
        start = np.floor(np.argwhere(marks == 1).mean(axis=0) + 0.5).astype(int) - SIZE // 2
        padded = np.pad(scaled, SIZE)
        patch = padded[tuple(slice(own + SIZE, own + 2 * SIZE) for own in start)]
        with torch.no_grad():
            model(torch.from_numpy(np.ascontiguousarray(patch, dtype=np.float32))[None, None])
        found.append(taken.pop()[0].tolist())
    return found


def by_radaudit(given: list[Case], network: Path) -> list[list[float]]:
    """All cases as one piece of work, as one worker of an audit does them."""
    from radaudit.compute.digest import FileRef
    from radaudit.deep.extract import ExtractDeep
    from radaudit.deep.networks.spec import NetworkSpec
    from radaudit.deep.recipe import Recipe
    from radaudit.study.input_steps import Crop, Orient, Resample, Window

    recipe = Recipe((Orient("LPS"), Resample(SPACING), Window(LOW, HIGH), Crop("centroid", (SIZE,) * 3)))
    spec = NetworkSpec(FileRef.of(network), "monai:resnet10", ARGUMENTS)
    jobs = [ExtractDeep(i.name, FileRef.of(i), FileRef.of(m), 1, recipe, spec, "avgpool", "gap") for i, m in given]
    return [own["features"] for own in ExtractDeep.run_together(jobs)]


def measured(way: str, given: list[Case], network: Path) -> dict:
    """Seconds and features of one way, in a process of its own."""
    run = {"loop": by_loop, "radaudit": by_radaudit}[way]
    run(given[:1], network)
    clock, processor = time.perf_counter(), time.process_time()
    features = run(given, network)
    return {
        "way": way,
        "clock_s": time.perf_counter() - clock,
        "processor_s": time.process_time() - processor,
        "cases": len(given),
        "features": features,
    }


def main(arguments: list[str] | None = None) -> dict:
    """Measure both ways and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("study", type=Path)
    parser.add_argument("--cases", type=int, default=16, help="as many as one piece of work holds")
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        given = several(cases(wanted.study / "images"), Path(folder), wanted.cases)
        network = weights(Path(folder) / "seeded.safetensors")
        context = multiprocessing.get_context("spawn")
        found = []
        for way in ("loop", "radaudit"):
            with context.Pool(1) as pool:
                found.append(pool.apply(measured, (way, given, network)))
    loop, own = (np.array(one.pop("features")) for one in found)
    apart = np.linalg.norm(loop - own, axis=1) / np.linalg.norm(loop, axis=1)
    for one in found:
        print(
            f"{one['way']:<9} {one['cases']} cases  clock {one['clock_s']:.1f} s, {one['cases'] / one['clock_s']:.2f} "
            f"a second; processor {one['processor_s']:.1f} s, {one['cases'] / one['processor_s']:.2f} a second"
        )
    ratio = {key: found[0][key] / found[1][key] for key in ("clock_s", "processor_s")}
    print(
        f"radaudit is {ratio['clock_s']:.2f} times as fast by the clock, {ratio['processor_s']:.2f} by processor time"
    )
    print(f"greatest difference of a case's features (L2, relative) {apart.max():.1e}")
    result = {"ways": found, "faster": ratio, "apart": float(apart.max())}
    if wanted.json:
        wanted.json.write_text(json.dumps(result, indent=1))
    return result


if __name__ == "__main__":
    main()
