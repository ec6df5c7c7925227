from collections.abc import Iterator, Mapping

from radaudit.core.finding import Finding, Severity, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.reruns import Rerun


@check("model/clinical-variables", severity=Severity.NOTE, references=("doi:10.1038/nrclinonc.2017.141",))
def clinical_variables(reruns: Mapping[str, Rerun]) -> Iterator[Finding]:
    """A model joins radiomics with clinical variables.

    Only beside what is known anyway (age, stage, volume) can a signature show what it adds.

    Remedy: fit a model with clinical variables as well (models[].clinical) and report both.
    """
    joined = [own for own in reruns.values() if not own.problem and own.clinical]
    broken = [own for own in reruns.values() if own.problem]
    if joined:
        for own in joined:
            kept = "an unknown number" if own.used is None else str(sum(name in own.used for name in own.clinical))
            yield passed(
                f"{own.model} was offered {len(own.clinical)} clinical variables ({', '.join(own.clinical)}); "
                f"it depends on {kept}.",
                code="joined",
            )
    elif broken:
        yield unknown(f"{broken[0].model} could not be re-run: {broken[0].problem}.")
    else:
        yield failed("No model was offered a clinical variable.", code="none")
