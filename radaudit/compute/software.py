"""What a job's result depends on besides the job: the software of the process that runs it."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from radaudit.compute.job import version

# Every library that a job names (a test compares), and radaudit itself.
LIBRARIES = (
    "radaudit",
    "combatlearn",
    "inmoose",
    "neuroCombat",
    "neuroHarmonize",
    "monai",
    "numpy",
    "onnxruntime",
    "pandas",
    "pillow",
    "pydicom",
    "pyradiomics-bhklab",
    "PyWavelets",
    "scikit-image",
    "scikit-learn",
    "scipy",
    "safetensors",
    "SimpleITK",
    "skops",
    "statsmodels",
    "surface-distance",
    "torch",
    "trimesh",
)
PYTHON = "Python"
CODE = "radaudit's own code"


@cache
def software() -> dict[str, str]:
    """Versions by name, and a digest of radaudit's modules, which one version number may stand for twice."""
    code = hashlib.sha256()
    root = Path(__file__).parents[1]
    for path in sorted(root.rglob("*.py")):
        code.update(f"{path.relative_to(root).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    installed = {library: version(library) or "(not installed)" for library in LIBRARIES}
    return {PYTHON: f"{sys.version_info.major}.{sys.version_info.minor}", **installed, CODE: code.hexdigest()[:12]}


def differences(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """How the software of another process differs, in words; empty if it does not."""
    told = [
        f"{name} {there.get(name, 'unknown')} instead of {own}" for name, own in here.items() if own != there.get(name)
    ]
    return ", ".join(told)
