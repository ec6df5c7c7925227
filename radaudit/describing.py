"""What a report says of the study and of the audit itself."""

from __future__ import annotations

import platform
import time

import radaudit
from radaudit.compute.digest import FileRef
from radaudit.compute.engine import Compute
from radaudit.compute.job import version
from radaudit.core.report import Provenance
from radaudit.core.workbench import EvidenceBroke, Workbench
from radaudit.evidence.counts import counts
from radaudit.models.sandbox.run import reached
from radaudit.request import Request
from radaudit.study.load import Study, named_files

LIBRARIES = ("pyradiomics-bhklab", "SimpleITK", "numpy", "scipy", "scikit-learn", "pandas", "PyWavelets")

# What the study made of its data, by the keys of the manifest that name it (None stands for any).
PRODUCTS = {
    ("features", "table"): "feature table",
    ("harmonisation", "table"): "harmonised features",
    ("harmonisation", "model"): "fitted harmoniser",
    ("deep", "table"): "deep features",
    ("models", None, "predictions"): "predictions",
    ("models", None, "artefact"): "fitted model",
}


def described(study: Study, bench: Workbench) -> dict[str, object]:
    """The study, as the head of a report names it."""
    info = study.manifest.study
    return {
        "title": info.title,
        "task": info.task,
        "modality": list(info.modality),
        "doi": info.doi,
        "authors": list(info.authors),
        "folder": study.root.name,
        "manifest": study.file.path,
        **_counts(bench),
    }


def _counts(bench: Workbench) -> dict[str, str]:
    """The cohort in numbers, as far as it can be told."""
    try:
        cohort = bench.get("cohort")
    except EvidenceBroke:  # the checks that need it say so
        return {}
    return counts(cohort, bench.made("split"), bench.made("target"))


def provenance(request: Request, bench: Workbench, compute: Compute, started: float) -> Provenance:
    """With what, on what and when the audit was done."""
    return Provenance(
        radaudit=radaudit.__version__,
        libraries={"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}},
        files=_files(request.study, bench),
        seeds={"models": request.auditor.seed},
        machine={
            "system": platform.system(),
            "processor": platform.machine(),
            "study code": str(reached(request.auditor.sandbox)) if request.auditor.trust else "not run",
        },
        policy=request.policy.shown(),
        command=request.command,
        run={
            "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(started)),
            "seconds": round(time.time() - started, 1),
            "jobs done": dict(sorted(compute.done.items())),
            "jobs found done": dict(sorted(compute.found.items())),
        },
        products=_products(request.study),
    )


def _products(study: Study) -> dict[str, str]:
    """What the study made, in words, by path."""
    found = {}
    for keys, name in named_files(study.manifest):
        general = tuple(None if isinstance(key, int) else key for key in keys)
        if general in PRODUCTS:
            model = f" of {study.manifest.models[keys[1]].name!r}" if keys[0] == "models" else ""
            found[name] = f"{PRODUCTS[general]}{model}"
    return found


def _files(study: Study, bench: Workbench) -> dict[str, str]:
    """Digests of the files that decided, by path in the study."""
    names = {study.file.path, *(name for _, name in named_files(study.manifest))}
    digests = {name: f"sha256:{FileRef.of(study.path(name)).sha256}" for name in names}
    index = bench.made("images")
    for own in index.cases.values() if index else ():
        for name, file in ((own.image_name, own.image), (own.mask_name, own.mask)):
            if file is not None:
                digests[name] = f"sha256:{file.sha256}"
    predicted = bench.made("segmentations")
    digests |= {name: f"sha256:{sha256}" for name, sha256 in predicted.files.items()} if predicted else {}
    return dict(sorted(digests.items()))
