"""From what a study's manifest says to the network that a job can open."""

from __future__ import annotations

from radaudit.compute.digest import FileRef
from radaudit.core.errors import Unavailable
from radaudit.deep.bundles.read import read_bundle
from radaudit.deep.bundles.told import Told
from radaudit.deep.networks.spec import NetworkSpec
from radaudit.study.load import Study
from radaudit.study.places import confined


def network_spec(study: Study, trust: bool = False, sandbox: str = "best") -> tuple[NetworkSpec, Told | None]:
    """The declared network, and what its bundle says besides.

    Parameters
    ----------
    study
        With ``deep`` in its manifest.
    trust
        Whether the auditor trusts the study's code (``--trust``).
    sandbox
        How far it has to be fenced off, see `models.sandbox.run`.

    Raises
    ------
    NetworkRefused
        If the bundle can't be read without running it.
    Unavailable
        If the architecture is code of the study, and the auditor doesn't trust it.
    """
    info = study.manifest.deep.network
    told = read_bundle(confined(study.root, info.bundle), info.bundle) if info.bundle else None
    weights = told.weights if told else FileRef.of(study.path(info.weights))
    architecture = info.architecture or (told.architecture if told else "")
    own = ".py:" in architecture
    if own and not trust:
        raise Unavailable(
            f"The network is a class of the study ({architecture}), and its code runs only if the auditor trusts it.",
            "Audit with --trust, or let the authors export it with torch.export.save (.pt2) or as ONNX.",
        )
    same = told is not None and not info.architecture
    arguments = {**(told.arguments if same else {}), **info.arguments}
    key = info.key if info.key is not None else (told.key if told else "")
    member = told.member if told else ""
    code = _modules(study, architecture) if own else {}
    return NetworkSpec(weights, architecture, arguments, key, info.prefix, member, code, sandbox), told


def _modules(study: Study, architecture: str) -> dict[str, FileRef]:
    """The modules that the study's class may import: those beside and below its own."""
    module = study.path(architecture.rpartition(":")[0])
    files = sorted(path for path in module.parent.rglob("*.py") if path.resolve().is_relative_to(study.root))
    return {path.relative_to(study.root).as_posix(): FileRef.of(path) for path in files if path.is_file()}
