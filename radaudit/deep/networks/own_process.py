"""The process of a network that is code of the study: makes it, gives features, writes them. Run as a program."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from radaudit.deep.networks.coverage import compared, loaded, stripped
from radaudit.deep.networks.hyper_parameters import unfixed
from radaudit.deep.networks.own_code import ANSWER, BATCH, CODE, ORDER, WEIGHTS, features_file
from radaudit.deep.networks.refused import NetworkRefused
from radaudit.deep.networks.state import read_state
from radaudit.deep.networks.torch_network import ModuleNetwork


def main(folder: Path) -> None:
    order = json.loads((folder / ORDER).read_text())
    try:
        answer = _answered(order, folder)
    except NetworkRefused as refusal:
        answer = {"refused": [refusal.code, refusal.said, refusal.remedy]}
    except Exception as fault:
        said = " ".join(f"{type(fault).__name__}: {fault}".split())[:300]
        answer = {"refused": ["code-failed", f"the study's code failed ({said})", "mend it, or export the network"]}
    (folder / ANSWER).write_text(json.dumps({"refused": None} | answer))


def _answered(order: Mapping[str, Any], folder: Path) -> dict:
    network = _network(order, folder)
    if order["do"] == "layers":
        return {"layers": [[own.name, list(own.shape), own.kind] for own in network.layers(np.load(folder / BATCH))]}
    if order["do"] == "features":
        wanted = [(layer, pool) for layer, pool in order["wanted"]]
        for place, rows in enumerate(network.several(np.load(folder / BATCH), wanted)):
            np.save(folder / features_file(place), rows, allow_pickle=False)
        return {}
    coverage = asdict(network.coverage)
    about = {own: getattr(network, own) for own in ("unfixed", "remarks", "parameters")}
    return {"coverage": coverage, **about}


def _network(order: Mapping[str, Any], folder: Path) -> ModuleNetwork:
    import torch

    torch.manual_seed(0)
    module = _made(order["architecture"], order["arguments"], folder / CODE)
    content = (folder / WEIGHTS).read_bytes()
    state, key = read_state(content, order["format"], order["key"], order["name"])
    state, prefix, aside = stripped(state, order["prefix"], set(module.state_dict()))
    coverage = compared(state, module, key, prefix, aside)
    loaded(state, module, coverage, order["name"])
    module.eval()
    training = sum(own.training for own in module.modules())
    remarks = (f"{training} layers stay in training mode",) if training else ()
    return ModuleNetwork(
        module,
        kind="code",
        format=order["format"],
        device="cpu",
        precision=order["precision"],
        coverage=coverage,
        unfixed=unfixed(module),
        remarks=remarks,
    )


def _made(entry: str, arguments: Mapping[str, Any], code: Path) -> Any:
    """The class of the study, called."""
    import torch

    path, _, name = entry.rpartition(":")
    sys.path[:0] = [str((code / path).parent), str(code)]
    spec = importlib.util.spec_from_file_location(Path(path).stem, code / path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    if not hasattr(module, name):
        raise NetworkRefused("architecture-unknown", f"{path} has no {name!r}", "mend 'deep.network.architecture'")
    made = getattr(module, name)(**arguments)
    if not isinstance(made, torch.nn.Module):
        raise NetworkRefused("architecture-unknown", f"{entry} gives no torch.nn.Module", "name a class of one")
    return made


if __name__ == "__main__":
    main(Path(sys.argv[1]))
