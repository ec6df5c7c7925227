import re
from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, failed, passed
from radaudit.core.step import check
from radaudit.evidence.deep_setup import DeepSetup
from radaudit.study.load import Study

LOOSE = re.compile(r"(?i)^(latest|default|pretrained|true|yes|best|newest|main|master|v?\?)$")


@check("deep/weights-identified", severity=Severity.MAJOR, references=("doi:10.1148/ryai.240300",))
def weights_identified(study: Study, deep_setup: DeepSetup) -> Iterator[Finding]:
    """It is said which weights the features are from, so that they can be found again.

    "Pretrained on ImageNet" names no network: torchvision alone has two sets of weights of one name (V1 and V2), and
    model hubs replace files under the same address. A digest of the file tells whether what is shared is what was used;
    a source with a version tells others where it is from.

    Remedy: declare 'deep.network.sha256', and of pretrained weights 'pretrained.source' and 'pretrained.version'.
    """
    info = study.manifest.deep.network
    digest, place = deep_setup.spec.weights.sha256, [study.declared("deep", "network")]
    told = {"sha256": digest, "bytes": deep_setup.spec.weights.path.stat().st_size}
    yield from _digest(info.sha256, told, place)
    given = info.pretrained
    if given is None or (not given.source and given.data == []):
        return
    if not given.source:
        yield failed(
            "The network is pretrained, and it is not said where the weights are from.",
            code="no-source",
            where=place,
        )
    elif not given.version or LOOSE.match(given.version.strip()):
        said = f" ({given.version!r} will be another file some day)" if given.version else ""
        yield failed(
            f"The weights are from {given.source}, and it is not said which version{said}.",
            code="no-version",
            where=place,
            benign=["the source never had another version"],
        )
    else:
        yield passed(f"The weights are from {given.source}, version {given.version}.", where=place)


def _digest(declared: str | None, told: dict, place: list) -> Iterator[Finding]:
    if not declared:
        yield failed(
            f"No digest is declared of the weights; the file at hand has SHA-256 {told['sha256'][:16]}...",
            code="no-digest",
            severity=Severity.NOTE,
            where=place,
            **told,
        )
    elif declared != told["sha256"]:
        yield failed(
            f"The weights are not those that the study declares: their SHA-256 is {told['sha256'][:16]}..., declared "
            f"is {declared[:16]}...",
            code="other-file",
            where=place,
            benign=["the same weights saved anew, in another format or by another release"],
            **told,
        )
    else:
        yield passed("The weights have the declared SHA-256.", where=place, **told)
