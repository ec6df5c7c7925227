"""How much of a manifest `radaudit init` gets right, on ten made repositories that are organised differently.

    uv run python benchmarks/init.py [--audit] [--samples]

A key counts as right if it is set to what it should be; keys that are missing, wrong, or set without need count
against it. With `--audit`, each drafted manifest is audited as it is (checks of the cohort, without the study's code).
With `--samples`, the sample studies stand in their place, without their manifests, which are older than `init`. Of
them only keys count that files may tell: no figures of the paper, notes, thresholds, or what authors say of steps.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
sys.path[:] = [
    str(ROOT),
    *(path for path in sys.path if Path(path or ".").resolve() != Path(__file__).parent.resolve()),
]

from radaudit import audit  # noqa: E402
from radaudit.core.errors import UsageError  # noqa: E402
from radaudit.drafting.make import draft  # noqa: E402
from radaudit.samples import make_sample, sample_names  # noqa: E402
from tests.made_repositories import REPOSITORIES, make, set_keys  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--audit", action="store_true")
    parser.add_argument("--samples", action="store_true")
    given = parser.parse_args()
    whole = [0, 0]
    print(f"{'repository':28s} {'right':>6s} {'of':>4s}  audited  wrong, missing or needless")
    with tempfile.TemporaryDirectory() as folder:
        for name in sample_names() if given.samples else REPOSITORIES:
            root, expected = (sample if given.samples else make)(name, Path(folder))
            made = draft(root)
            found = told_by_files(set_keys(made.values)) if given.samples else set_keys(made.values)
            keys = {**expected, **found}
            wrong = [key for key in keys if found.get(key) != expected.get(key)]
            whole[0] += len(keys) - len(wrong)
            whole[1] += len(keys)
            ran = audited(root, made.text) if given.audit else "-"
            told = "; ".join(f"{key}: {found.get(key)} not {expected.get(key)}" for key in wrong)
            print(f"{name:28s} {len(keys) - len(wrong):6d} {len(keys):4d}  {ran:7s}  {told}")
    print(f"{'all':28s} {whole[0]:6d} {whole[1]:4d}  {whole[0] / whole[1]:.0%}")


def sample(name: str, folder: Path) -> tuple[Path, dict]:
    """A copy of a sample study without its manifest, and what that says."""
    root = folder / name
    shutil.copytree(make_sample(name), root)
    manifest = yaml.safe_load((root / "radaudit.yaml").read_text(encoding="utf-8"))
    (root / "radaudit.yaml").unlink()
    return root, told_by_files(dict(flat(manifest)))


def flat(node: object, above: str = "") -> Iterator[tuple[str, object]]:
    """Keys of a manifest by their dotted names; an outcome, a pattern, or a list of names is one value."""
    whole = above in ("cohort.outcome", "images.structures") or (
        above.startswith("images.") and isinstance(node, dict) and "column" in node
    )
    if isinstance(node, dict) and not whole:
        for key, value in node.items():
            yield from flat(value, f"{above}.{key}" if above else key)
    elif isinstance(node, list) and node and isinstance(node[0], dict):
        for number, value in enumerate(node):
            yield from flat(value, f"{above}.{number}")
    else:
        yield above, sorted(node) if isinstance(node, list) else node


def told_by_files(values: Mapping[str, object]) -> dict[str, object]:
    """Keys that a file can tell; texts, because YAML reads 1 as a number."""
    never = ("schema", "study.title", "study.notes", "study.doi", "claims", "models.0.name")
    words = ("threshold", "fitted_on", "probabilities", "kind", "strata", "columns", ".cv", "command", "produces")
    return {
        key: str(sorted(value) if isinstance(value, list) else value)
        for key, value in values.items()
        if not key.startswith(never) and not any(word in key for word in words) and value not in ("none", "reported")
    }


def audited(root: Path, text: str) -> str:
    (root / "radaudit.yaml").write_text(text, encoding="utf-8")
    try:
        report = audit(root, select=["cohort/*", "leakage/patient-overlap"], jobs=1, store=root.parent / "store")
    except UsageError as fault:
        return f"no: {fault.problems[0]}"
    return f"yes ({report.verdict.exit_code})"


if __name__ == "__main__":
    main()
