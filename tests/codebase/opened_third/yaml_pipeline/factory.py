"""From the configuration to objects."""
from importlib import import_module

from sklearn.pipeline import Pipeline


def construct(spec: dict):
    module, _, name = spec["class"].rpartition(".")
    return getattr(import_module(module), name)(**spec.get("args", {}))


def pipeline(steps: list[dict]) -> Pipeline:
    return Pipeline([(s["name"], construct(s)) for s in steps])
