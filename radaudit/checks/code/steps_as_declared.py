from collections.abc import Iterator

from radaudit.codebase.kinds import PATTERNS, STEPS
from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed
from radaudit.core.step import check
from radaudit.evidence.code import Code
from radaudit.study.load import Study


@check("code/steps-as-declared", severity=Severity.MAJOR, references=(PATTERNS,))
def steps_as_declared(study: Study, code: Code) -> Iterator[Finding]:
    """The code fits each step on the rows that the authors declare.

    'models[].fitted_on' says whether scaling, selection and other steps saw the training rows alone. Where the code
    shows that a step saw other rows, one of the two is not what was done; reported figures and the waterfall that
    takes leaks out build on the declaration.

    Remedy: correct the code, or the declaration.
    """
    declared = [
        (index, model.name, step, rows)
        for index, model in enumerate(study.manifest.models)
        for step, rows in model.fitted_on.items()
    ]
    if not declared:
        raise NotApplicable("No model declares what its steps were fitted on ('models[].fitted_on').")
    seen = {step: [] for _, _, step, _ in declared}
    for kind, conflicts in code.conflicts(STEPS).items():
        if STEPS[kind].declared in seen:
            seen[STEPS[kind].declared].extend(conflicts)
    differ = [(index, model, step) for index, model, step, rows in declared if rows == "train" and seen[step]]
    for index, model, step in differ:
        yield failed(
            f"{model}: the manifest says that {step} was fitted on the training rows, the code shows it on rows that "
            f"are evaluated as well ({code.named(seen[step][0].place)}).",
            code="declared-otherwise",
            tier=Tier.HEURISTIC,
            where=[study.declared("models", index, "fitted_on", step), *code.places(seen[step])],
            rows=[{"model": model, "step": step, **code.row(conflict)} for conflict in seen[step]],
            benign=STEPS["scaling"].benign,
        )
    yield from code.not_read()
    if differ:
        return
    if not code.analysis.evaluations:
        raise Unavailable(
            "The code that was read evaluates nothing, so the declaration can't be compared with it.",
            "Add the scripts that trained and tested the models to 'code.include'.",
        )
    rows = [
        {"model": model, "step": step, "declared": rows, "the code shows": "all" if seen[step] else "nothing else"}
        for _, model, step, rows in declared
    ]
    yield passed("The code shows no step on other rows than declared.", tier=Tier.HEURISTIC, rows=rows)
