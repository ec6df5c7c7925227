from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.code import Code


@check("code/seeds-set", severity=Severity.MINOR, references=("doi:10.1126/sciadv.adk3452",))
def seeds_set(code: Code) -> Iterator[Finding]:
    """Random splits, resampling and random models in the code have a seed.

    Without one nobody, the authors included, can have the same split or the same model again, and a second run can't
    tell a mistake from chance. A seed set once for the whole file counts.

    Remedy: give random_state, or set numpy.random.seed at the top of the script.
    """
    found = code.remarks("no-seed")
    if found:
        yield failed(
            f"{counted(len(found), 'call')} without a seed, the first in {code.named(found[0].place)}.",
            code="no-seed",
            tier=Tier.HEURISTIC,
            where=[code.location(remark.place) for remark in found[:20]],
            rows=[{"line": code.named(own.place), "call": own.what, "code": code.shown(own.place)} for own in found],
            benign=["a seed set in another file", "options given as ** that hold the seed"],
            calls=len(found),
        )
    yield from code.not_read()
    if not found and code.sources:
        yield passed(f"No random call without a seed in {counted(len(code.sources), 'file')}.", files=len(code.sources))
