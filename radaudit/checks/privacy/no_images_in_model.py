from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.deep.stored_inputs import StoredInput
from radaudit.evidence.deep_contents import DeepContents
from radaudit.evidence.deep_setup import DeepSetup
from radaudit.study.load import Study


@check(
    "privacy/no-images-in-model",
    severity=Severity.CRITICAL,
    references=("https://docs.pytorch.org/docs/stable/export.html",),
)
def no_images_in_model(study: Study, deep_setup: DeepSetup, deep_contents: DeepContents) -> Iterator[Finding]:
    """The shared network holds no images of patients.

    torch.export writes the inputs that it was shown into the file, each with all the memory behind it: of two cases cut
    out of a cohort's tensor, the whole cohort (80 of 80 cases came back, bit for bit, from a file of weights).
    TorchScript keeps the inputs of its trace, and checkpoints whatever a script put beside the weights. What is stored
    is looked at: neighbours are alike in images and not in drawn numbers. Paths into a home folder, which may carry a
    name, are a note.

    Remedy: export with zeros or drawn numbers of the input's shape, share the weights alone as safetensors, and
    withdraw the file that was shared.
    """
    where = [study.declared("deep", "network")]
    pictures = [own for own in deep_contents.inputs if own.look == "image"]
    unclear = [own for own in deep_contents.inputs if own.look == "unknown"]
    if pictures:
        cases = max(own.cases for own in pictures)
        yield failed(
            f"{deep_setup.spec.shown} holds {counted(len(pictures), 'tensor')} with the look of images"
            f"{f', of up to {cases} cases' if cases else ''} ({sum(own.bytes for own in pictures):,} bytes).",
            code="images-inside",
            tier=Tier.TESTED,
            where=where,
            rows=[_row(own) for own in pictures],
            benign=[
                "images of a phantom, or of patients whose images are published anyway",
                "smooth numbers that were drawn",
            ],
        )
    if unclear:
        yield unknown(
            f"{deep_setup.spec.shown} holds {counted(len(unclear), 'part')} besides the network that can't be told "
            "from images.",
            code="not-told",
            add="Install radaudit[deep] to look into it, or share the weights alone.",
            rows=[_row(own) for own in unclear],
        )
    if deep_contents.homes:
        yield failed(
            f"{deep_setup.spec.shown} names {counted(deep_contents.homes, 'home folder')}, maybe by a person's name.",
            code="home-paths",
            severity=Severity.NOTE,
            where=where,
            benign=["a folder that carries no name of a person"],
        )
    if not pictures and not unclear and not deep_contents.homes:
        count = len(deep_contents.inputs)
        stored = f" Its {counted(count, 'stored input')} are no images." if count else ""
        yield passed(f"{deep_setup.spec.shown} holds nothing that looks like an image.{stored}", tier=Tier.TESTED)


def _row(own: StoredInput) -> dict:
    return {
        "in the file": own.member,
        "shape": " x ".join(map(str, own.shape)),
        "bytes": own.bytes,
        "cases": own.cases,
        "looks like": own.look,
        "correlation of neighbours": own.alike,
    }
