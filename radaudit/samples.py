"""The sample studies that ship with radaudit: their data are made on first use, because only scripts are shipped."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from radaudit.compute.job import version
from radaudit.core.errors import UsageError
from radaudit.resources import shipped
from radaudit.study.load import MANIFEST

SCRIPT = "make.py"
STAMP = ".radaudit-sample"  # holds the digest of what the folder was made from
LIBRARIES = (
    "numpy", "scipy", "SimpleITK", "pyradiomics-bhklab", "PyWavelets", "scikit-learn", "neuroHarmonize",
)  # fmt: skip


def sample_names() -> tuple[str, ...]:
    """Names of the sample studies, sorted."""
    return tuple(sorted(path.parent.name for path in shipped("sample_studies").glob(f"*/{MANIFEST}")))


def make_sample(name: str, folder: Path | None = None) -> Path:
    """A sample study with its data, ready to be audited.

    Parameters
    ----------
    name
        One of `sample_names`.
    folder
        Where to put it; must not exist yet, or be empty, or hold this sample. By default a folder in the
        user's cache, one for each version of the sample and of the libraries that enter its data.

    Returns
    -------
    Path
        The study's folder. It appears whole or not at all; if it is there already, nothing is done.

    Raises
    ------
    UsageError
        If there is no sample of this name, the folder holds something else, or the data can't be made here.
    """
    if name not in sample_names():
        raise UsageError(f"there is no sample study {name!r}; choose one of: {', '.join(sample_names())}")
    digest = _digest(name)
    target = folder.absolute() if folder else _cache() / f"{name}-{digest[:12]}"
    if not _is_made(target, digest):
        _refuse_occupied(target, name)
        _make(name, target, digest)
    return target


def _cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("radaudit") / "samples"


def _digest(name: str) -> str:
    """Of all that a sample's data follow from: its files, the modules it shares with others, the libraries."""
    state = hashlib.sha256()
    files = [(path.name, path) for path in _shared_modules()] + list(_files(name))
    for shown, path in sorted(files):
        state.update(f"{shown}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\0".encode())
    for library in LIBRARIES:
        state.update(f"{library} {version(library)}\0".encode())
    return state.hexdigest()


def _shared_modules() -> list[Path]:
    return sorted(shipped("sample_studies").glob("*.py"))


def _files(name: str) -> Iterator[tuple[str, Path]]:
    """A sample's own files by name, its script among them."""
    root = shipped("sample_studies") / name
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield f"{name}/{path.relative_to(root).as_posix()}", path


def _is_made(target: Path, digest: str) -> bool:
    stamp = target / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == digest


def _refuse_occupied(target: Path, name: str) -> None:
    if (target / STAMP).is_file():
        raise UsageError(f"{target} holds another sample study, or another version; delete it or name another folder")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"{target} is not empty; name a folder that does not exist yet for the sample {name!r}")


def _make(name: str, target: Path, digest: str) -> None:
    """Make it beside its place and move it there as the last step."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as beside:
            made = Path(beside) / "study"
            _copy(name, made)
            _run_script(name, made)
            (made / STAMP).write_text(f"{digest}\n", encoding="utf-8")
            _move(made, target, digest)
    except OSError as fault:
        why = fault.strerror or fault
        raise UsageError(f"the sample study {name!r} can't be written to {target}: {why}") from fault


def _move(made: Path, target: Path, digest: str) -> None:
    if target.is_dir() and not any(target.iterdir()):
        target.rmdir()
    try:
        made.rename(target)
    except OSError:
        if not _is_made(target, digest):  # otherwise somebody else made the same at the same time
            raise


def _copy(name: str, made: Path) -> None:
    """The study's files, without the script that no author would hand in."""
    root = shipped("sample_studies") / name
    for _, path in _files(name):
        relative = path.relative_to(root)
        if relative.as_posix() != SCRIPT:
            (made / relative).parent.mkdir(parents=True, exist_ok=True)
            (made / relative).write_bytes(path.read_bytes())


def _run_script(name: str, made: Path) -> None:
    """Run the sample's ``make.py``: ours, so it needs no sandbox, but a process of its own keeps its settings there."""
    samples = shipped("sample_studies")
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    single["ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS"] = "1"
    environment = os.environ | single | {"PYTHONPATH": str(samples), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, str(samples / name / SCRIPT), str(made)]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if ended.returncode:
        said = (ended.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise UsageError(f"the sample study {name!r} can't be made here: its {SCRIPT} ended with {said!r}")
