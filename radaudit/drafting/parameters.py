"""The parameter file of the extraction, known by its keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from radaudit.core.errors import UsageError
from radaudit.drafting.guess import Guess
from radaudit.drafting.seen import Seen
from radaudit.study.yaml_file import read_yaml

KEYS = frozenset({"setting", "imageType", "featureClass"})
MOST = 300  # files that are looked into
_SETTINGS = ("features", "settings")


def find(seen: Seen) -> Iterator[Guess]:
    """YAML and JSON files with pyradiomics' keys; the one nearest to the study's folder goes first."""
    found = []
    for name in seen.folder.ending_in(".yaml", ".yml", ".json")[:MOST]:
        try:
            data = read_yaml(seen.folder.root / name, name).data  # JSON is YAML
        except UsageError:
            continue
        keys = KEYS & set(data) if isinstance(data, dict) else set()
        if len(keys) >= 2 or keys & {"imageType", "featureClass"}:
            found.append((len(PurePosixPath(name).parts), name, sorted(keys)))
    for rank, (_, name, keys) in enumerate(sorted(found)):
        alone = len(found) == 1
        sureness = 0.95 if alone else 0.7 - 0.05 * rank
        yield Guess(_SETTINGS, name, max(sureness, 0.3), f"{name} has pyradiomics' keys {', '.join(keys)}")
