"""A saved harmoniser's own process: opens the file, writes what it says of its rows. Run as a program."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from radaudit.models.applied import from_skops
from radaudit.models.saved_harmoniser import ANSWER, SAVED

EMPTY = {"problem": "", "rows": None, "batches": {}, "covariates": None, "terms": None}


def main(folder: Path, suffix: str) -> None:
    try:
        said = EMPTY | described(_opened(folder / f"{SAVED}{suffix}", suffix))
        if said["rows"] is None and not said["batches"]:
            said["problem"] = "it is no harmoniser that neuroHarmonize, neuroCombat or combatlearn saved"
    except Exception as fault:
        said = EMPTY | {"problem": " ".join(f"{type(fault).__name__}: {fault}".split())[:200]}
    (folder / ANSWER).write_text(json.dumps(said))


def _opened(path: Path, suffix: str) -> object:
    if suffix == ".json":
        return json.loads(path.read_text())
    if suffix == ".npz":
        import numpy as np

        with np.load(path, allow_pickle=False) as stored:
            return {name: stored[name].tolist() for name in stored.files}
    if suffix == ".skops":
        return from_skops(path, trusted=False)
    import joblib

    return joblib.load(path)


def described(own: object) -> dict[str, object]:
    """What a harmoniser says of the rows that it was fitted on.

    Parameters
    ----------
    own
        neuroHarmonize's model, or its keys in one level; what neuroCombat returns; a fitted combatlearn transformer.
    """
    if not isinstance(own, Mapping):
        return _of_combatlearn(own)
    info = own.get("info_dict", own.get("info", own))
    counts = [int(count) for count in _list(info.get("sample_per_batch"))]
    sites = _list(own.get("SITE_labels", own.get("SITE_labels_train")))
    names = own.get("Covariates")
    design, levels = own.get("design", info.get("design")), len(counts)
    return {
        "rows": int(info["n_sample"]) if "n_sample" in info else sum(counts) or None,
        "batches": dict(zip(map(str, sites), counts, strict=True)) if len(sites) == len(counts) else {},
        "covariates": None if names is None else [str(name) for name in _list(names) if str(name) != "SITE"],
        "terms": None if design is None or not levels else len(_list(_list(design)[0])) - levels,
    }


def _of_combatlearn(own: object) -> dict[str, object]:
    batches = Counter(str(name) for name in getattr(own, "_fitted_batch", ()))
    given = [getattr(own, f"{kind}_covariates", None) for kind in ("discrete", "continuous")]
    names = [str(name) for table in given if table is not None for name in getattr(table, "columns", ["?"])]
    return {"rows": sum(batches.values()) or None, "batches": dict(batches), "covariates": names}


def _list(values: object) -> list:
    if values is None:
        return []
    return values.tolist() if hasattr(values, "tolist") else list(values)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
