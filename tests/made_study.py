"""Small studies on disk: twelve cases, tiny textured images, tables, parameters, a model; and ways to break them."""

from __future__ import annotations

import copy
import csv
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import SimpleITK as sitk
import yaml
from scipy.ndimage import gaussian_filter

from radaudit.auditing import evidence_makers
from radaudit.compute.digest import FileRef
from radaudit.compute.engine import Compute
from radaudit.compute.runners import Runner, serial
from radaudit.compute.store import Store
from radaudit.core.report import Report
from radaudit.core.workbench import Workbench
from radaudit.evidence.auditor import Auditor
from radaudit.features.radiomics import Extract
from radaudit.session import Session, opened
from radaudit.study.load import load_study

CASES = tuple(f"c{number:02d}" for number in range(1, 13))
TRAINED = 8  # the first ones are the training set
SIZE = (10, 14, 14)  # voxels along z, y, x

PARAMETERS = {
    "imageType": {"Original": {}},
    "featureClass": {name: [] for name in ("shape", "firstorder", "glcm", "glrlm", "glszm", "gldm", "ngtdm")},
    "setting": {
        "binWidth": 25,
        "resampledPixelSpacing": None,
        "interpolator": "sitkBSpline",
        "normalize": False,
        "label": 1,
    },
}

# numpy alone, because a process that imports scikit-learn takes a second longer to start.
MODEL = """
import numpy as np


class Nearest:
    def fit(self, table, events):
        values = np.nan_to_num(np.asarray(table, dtype=float))
        self.classes_ = np.array([0, 1])
        self.middle = values.mean(axis=0)
        self.spread = values.std(axis=0) + 1e-12
        scaled = (values - self.middle) / self.spread
        self.coef_ = (scaled[events == 1].mean(axis=0) - scaled[events == 0].mean(axis=0))[None, :]
        return self

    def predict_proba(self, table):
        scaled = (np.nan_to_num(np.asarray(table, dtype=float)) - self.middle) / self.spread
        risk = 1 / (1 + np.exp(-np.clip(scaled @ self.coef_[0], -30, 30)))
        return np.column_stack([1 - risk, risk])


def build():
    return Nearest()
"""

Row = dict[str, object]


def draw(number: int) -> tuple[np.ndarray, np.ndarray]:
    """A smooth texture as int16 and an ellipsoid of some 300 voxels as uint8, other ones for each number."""
    random = np.random.default_rng([7, number])
    texture = gaussian_filter(random.normal(size=SIZE), 1.0)
    image = 60 * texture / texture.std() + 100 + 5 * number
    radii = np.array([3.4, 4.6, 4.6]) * random.uniform(0.88, 1.05, 3)
    at = np.indices(SIZE).T - (np.array(SIZE) - 1) / 2
    inside = ((at / radii) ** 2).sum(axis=-1).T < 1
    return np.rint(image).astype(np.int16), inside.astype(np.uint8)


def write_volume(path: Path, voxels: np.ndarray, origin: float = 0.0) -> Path:
    """Write voxels of 1 x 1 x 2 mm."""
    image = sitk.GetImageFromArray(voxels)
    image.SetSpacing((1.0, 1.0, 2.0))
    image.SetOrigin((origin, 0.0, 0.0))
    path.parent.mkdir(parents=True, exist_ok=True)
    sitk.WriteImage(image, str(path))
    return path


def write_table(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@dataclass(frozen=True)
class Pictures:
    """The images and masks of all cases, drawn once; and their features, extracted once."""

    folder: Path
    store: Path

    @classmethod
    def drawn(cls, folder: Path, store: Path) -> Pictures:
        for number, case in enumerate(CASES):
            image, mask = draw(number)
            write_volume(folder / f"images/{case}.nrrd", image)
            write_volume(folder / f"masks/{case}.nrrd", mask)
        return cls(folder, store)

    def features(self, parameters: Mapping = PARAMETERS, cases: Sequence[str] = CASES) -> list[dict[str, float]]:
        """Features of each case, by name."""
        return self.pairs([(case, case) for case in cases], parameters)

    def pairs(self, pairs: Sequence[tuple[str, str]], parameters: Mapping = PARAMETERS) -> list[dict[str, float]]:
        """Features of images under masks, which may be those of other cases."""
        jobs = [
            Extract(image, self._ref("images", image), self._ref("masks", mask), 1, copy.deepcopy(dict(parameters)))
            for image, mask in pairs
        ]
        return [result["features"] for result in Compute(Store(self.store)).map("", jobs)]

    def _ref(self, kind: str, case: str) -> FileRef:
        return FileRef.of(self.folder / kind / f"{case}.nrrd")


def with_settings(image_types: Mapping | None = None, **settings: object) -> dict:
    """The made studies' parameters with other settings, or other image types."""
    changed = copy.deepcopy(PARAMETERS)
    changed["setting"].update(settings)
    if image_types is not None:
        changed["imageType"] = dict(image_types)
    return changed


@dataclass(frozen=True)
class Made:
    """A study on disk."""

    root: Path
    store: Path

    @property
    def manifest(self) -> Path:
        return self.root / "radaudit.yaml"

    @cached_property
    def study(self):
        return load_study(self.root)

    def bench(self, trust: bool = False, runner: Runner = serial, store: Path | None = None) -> Workbench:
        """Evidence of this study, made on demand."""
        compute = Compute(Store(store or self.store), runner)
        return Workbench(evidence_makers(), {"study": self.study, "compute": compute, "auditor": Auditor(trust)})

    def evidence(self, name: str, **options: object) -> object:
        return self.bench(**options).get(name)

    def audit(self, **options: object) -> Report:
        usual = {"store": self.store, "jobs": 1, "quick": True, "show_ids": True}
        return opened(Session(self.root, **(usual | options)))

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path


def write_study(
    root: Path,
    pictures: Pictures,
    *,
    images: bool = False,
    manifest: Callable[[dict], object] | None = None,
    cohort: Callable[[list[Row]], list[Row] | None] | None = None,
    features: Callable[[list[Row]], list[Row] | None] | None = None,
    parameters: Mapping = PARAMETERS,
    code: str = MODEL,
) -> Made:
    """Write a study.

    Parameters
    ----------
    images
        Whether it has images, masks and the features that pyradiomics finds in them; else features are made up.
    manifest, cohort, features
        Change what is written: the manifest's keys; the rows of the tables, in place or as another list.
    parameters
        What stands in ``params.yaml``; the table is extracted with `PARAMETERS`.
    """
    people, values, said = _people(), _extracted(pictures) if images else _made_up(), _manifest(images)
    people = (cohort(people) if cohort else None) or people
    values = (features(values) if features else None) or values
    if manifest:
        manifest(said)
    if images:
        for kind in ("images", "masks"):
            shutil.copytree(pictures.folder / kind, root / kind)
    made = Made(root, pictures.store)
    made.write("radaudit.yaml", yaml.safe_dump(said, sort_keys=False))
    made.write("params.yaml", yaml.safe_dump(dict(parameters), sort_keys=False))
    made.write("code/model.py", code)
    write_table(root / "cohort.csv", people)
    write_table(root / "features.csv", values)
    return made


def _people() -> list[Row]:
    return [
        {
            "patient": f"p{number + 1:02d}",
            "case": case,
            "label": number % 2,
            "site": "A" if number < TRAINED else "B",
            "age": 50 + 3 * number,
            "sex": "FM"[number % 3 == 0],
            "set": "train" if number < TRAINED else "test",
        }
        for number, case in enumerate(CASES)
    ]


def _extracted(pictures: Pictures) -> list[Row]:
    return [{"case": case, **found} for case, found in zip(CASES, pictures.features(), strict=True)]


def _made_up() -> list[Row]:
    values = np.random.default_rng(3).normal(size=(len(CASES), 5)) + np.arange(len(CASES))[:, None] % 2
    return [
        {"case": case, **{f"original_glcm_F{n}": float(value) for n, value in enumerate(row)}}
        for case, row in zip(CASES, values, strict=True)
    ]


def _manifest(images: bool) -> dict:
    said = {
        "schema": "radaudit/1",
        "study": {"title": "A made study", "task": "binary", "modality": ["CT"]},
        "cohort": {
            "table": "cohort.csv",
            "patient": "patient",
            "case": "case",
            "outcome": "label",
            "positive": 1,
            "site": "site",
            "covariates": ["age", "sex"],
            "split": {"column": "set", "train": ["train"], "test": ["test"]},
        },
        "features": {"settings": "params.yaml", "table": "features.csv", "case": "case"},
        "models": [{"name": "signature", "estimator": "code/model.py:build"}],
        "claims": [{"id": "n", "metric": "n", "value": 12}],
    }
    if images:
        said["images"] = {"image": "images/{case}.nrrd", "mask": "masks/{case}.nrrd", "label": 1}
    return said
