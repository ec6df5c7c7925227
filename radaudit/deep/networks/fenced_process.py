"""The process of a network in the sandbox: opens it, gives features, writes them. Run as a program."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from radaudit.compute.digest import FileRef
from radaudit.deep.networks.coverage import compared, loaded, stripped
from radaudit.deep.networks.fenced import ANSWER, BATCH, CODE, ORDER, WEIGHTS, features_file
from radaudit.deep.networks.formats import Format
from radaudit.deep.networks.hyper_parameters import unfixed
from radaudit.deep.networks.network import Network, Precision
from radaudit.deep.networks.open import opened
from radaudit.deep.networks.refused import EXPORT, NetworkRefused
from radaudit.deep.networks.spec import NetworkSpec
from radaudit.deep.networks.state import read_state
from radaudit.deep.networks.torch_network import ModuleNetwork


def main(folder: Path) -> None:
    order = json.loads((folder / ORDER).read_text())
    try:
        answer = _answered(order, folder)
    except NetworkRefused as refusal:
        answer = {"refused": [refusal.code, refusal.said, refusal.remedy, refusal.lasting]}
    except MemoryError:
        answer = {"refused": ["memory", "it needs more memory than it is given", EXPORT, False]}
    except Exception as fault:
        said = " ".join(f"{type(fault).__name__}: {fault}".split())[:300]
        answer = {"refused": ["code-failed", f"opening it failed ({said})", "mend it, or export the network", False]}
    (folder / ANSWER).write_text(json.dumps({"refused": None} | answer))


def _answered(order: Mapping[str, Any], folder: Path) -> dict:
    network = _network(order, folder)
    batch = np.load(folder / BATCH) if (folder / BATCH).exists() else None
    if order["do"] == "features":
        wanted = [(layer, pool) for layer, pool in order["wanted"]]
        for place, rows in enumerate(network.several(batch, wanted)):
            np.save(folder / features_file(place), rows, allow_pickle=False)
        return {}
    layers = [] if batch is None else [[own.name, list(own.shape), own.kind] for own in network.layers(batch)]
    about = {own: getattr(network, own) for own in ("unfixed", "remarks", "parameters")}
    return {"coverage": asdict(network.coverage), "layers": layers, **about}


def _network(order: Mapping[str, Any], folder: Path) -> Network:
    content = (folder / WEIGHTS).read_bytes()
    weights = FileRef(Path(order["weights"]), order["sha256"])
    told = {own: order[own] for own in ("architecture", "arguments", "key", "prefix", "member")}
    spec = NetworkSpec(weights, **told)
    if spec.own_code:
        return _of_the_study(content, order["format"], order["precision"], spec, folder / CODE)
    return opened(content, order["format"], spec, "cpu", order["precision"])


def _of_the_study(content: bytes, format: Format, precision: Precision, spec: NetworkSpec, code: Path) -> Network:
    import torch

    torch.manual_seed(0)
    module = _made(spec.architecture, spec.arguments, code)
    state, key = read_state(content, format, spec.key, spec.shown)
    state, prefix, aside = stripped(state, spec.prefix, set(module.state_dict()))
    coverage = compared(state, module, key, prefix, aside)
    loaded(state, module, coverage, spec.shown)
    module.eval()
    training = sum(own.training for own in module.modules())
    remarks = (f"{training} layers stay in training mode",) if training else ()
    return ModuleNetwork(
        module,
        kind="code",
        format=format,
        device="cpu",
        precision=precision,
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
