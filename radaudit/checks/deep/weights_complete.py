import re
from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.deep_network import DeepNetwork
from radaudit.study.load import Study

HEADS = re.compile(r"(?i)(weight|bias|running_mean|running_var|num_batches_tracked|gamma|beta|scale)$")
SHOWN = 50


@check(
    "deep/weights-complete", severity=Severity.MAJOR, references=("https://github.com/Project-MONAI/MONAI/issues/2289",)
)
def weights_complete(study: Study, deep_network: DeepNetwork) -> Iterator[Finding]:
    """The weights fill the network, every one, and nothing else is in their file.

    A network that is loaded with strict=False keeps random numbers wherever a name doesn't fit, a prefix as common as
    "module." is enough, and nobody is told: its features are of a network that was never trained. So all names and
    shapes have to agree. A head that was cut off is no fault; tensors that belong to no layer are told. Even then a
    stride, a pooling or the small number in a normalisation is in no file of weights, and another one gives other
    features: what the architecture's name and arguments decided is listed. Files that hold the whole graph leave
    nothing to guess.

    Remedy: share the network as a graph (torch.export.save, ONNX), or its weights with the architecture's name, all its
    arguments, and the prefix of its names.
    """
    place = [study.declared("deep", "network")]
    if deep_network.refused:
        own = deep_network.refused
        yield failed(f"{_sentence(own['message'])}.", code=own["code"], where=place, add=f"{_sentence(own['remedy'])}.")
        return
    own = deep_network.coverage
    strange = [name for name in own.set_aside if not HEADS.search(name)]
    if strange:
        yield failed(
            f"The file of weights holds {counted(len(strange), 'tensor')} outside of all layers ({strange[0]}).",
            code="no-layer",
            severity=Severity.MINOR,
            where=place,
            rows=[{"tensor": name} for name in strange[:SHOWN]],
            benign=["something that the training script kept beside the weights"],
        )
    yield _fitting(deep_network, len(own.set_aside) - len(strange), place)


def _fitting(network: DeepNetwork, heads: int, place: list) -> Finding:
    own = network.coverage
    aside = f" {counted(heads, 'tensor')} of a head that was cut off were set aside." if heads else ""
    taken = " and ".join(
        filter(None, (f"under the key {own.key!r}" if own.key else "", f"without {own.prefix!r}" if own.prefix else ""))
    )
    if network.kind == "graph":
        said = f"The file ({network.format}) holds weights and architecture: nothing had to be guessed."
    else:
        every = "All other tensors" if own.set_aside else f"All {counted(own.keys, 'tensor')}"
        said = (
            f"{every} of the file fit the declared architecture by name and shape"
            f"{f' ({taken})' if taken else ''}.{aside} {counted(len(network.unfixed), 'setting')} of its layers "
            "are in no file of weights and follow from the architecture's name."
        )
    return passed(
        said,
        where=place,
        rows=[{"not in the weights": text} for text in network.unfixed[:SHOWN]]
        + [{"remark": text} for text in network.remarks],
        parameters=network.parameters,
        format=network.format,
        tensors=own.keys,
    )


def _sentence(text: str) -> str:
    is_file = "." in text.partition(" ")[0]
    return text if is_file else text[:1].upper() + text[1:]
