from collections.abc import Iterator

from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Finding, Location, Severity, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.code import Code


@check("code/notebooks-run-in-order", severity=Severity.MINOR, references=("doi:10.1093/gigascience/giad113",))
def notebooks_run_in_order(code: Code) -> Iterator[Finding]:
    """The cells of each notebook were last run from top to bottom.

    Cells that were run in another order leave variables that the notebook, read or run from the top, does not make:
    figures in it may then come of rows or settings that it doesn't show.

    Remedy: restart the kernel, run all cells, and save the notebook with that output.
    """
    if not code.notebooks:
        yield from code.not_read()
        raise NotApplicable("The code that was read holds no notebook.")
    found = code.remarks("out-of-order")
    if found:
        yield failed(
            f"{counted(len(found), 'notebook')} with cells that were last run in another order than they stand.",
            code="out-of-order",
            where=[Location(remark.place.path) for remark in found[:20]],
            rows=[{"notebook": own.place.path, "execution counts": own.what} for own in found],
            benign=["a cell for a figure that was run once more"],
        )
    yield from code.not_read()
    if not found:
        yield passed(f"{counted(len(code.notebooks), 'notebook')}, run from top to bottom or not at all.")
