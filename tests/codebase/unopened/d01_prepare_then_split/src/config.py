from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Config:
    table: Path
    target: str
    id: str
    test_size: float
    seed: int
    C: float


def load(path: str = "conf/config.yaml") -> Config:
    raw = yaml.safe_load(Path(path).read_text())
    return Config(table=Path(raw["data"]["table"]), target=raw["data"]["target"], id=raw["data"]["id"],
                  test_size=raw["split"]["test_size"], seed=raw["split"]["seed"], C=raw["model"]["C"])
