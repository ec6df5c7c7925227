from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.code import Code


@check("code/no-absolute-paths", severity=Severity.NOTE, references=("doi:10.1371/journal.pcbi.1003285",))
def no_absolute_paths(code: Code) -> Iterator[Finding]:
    """The code names no file by a path of one machine.

    Such code runs on that machine alone, and the path often holds a person's name. The report shows the first
    characters only.

    Remedy: take folders from the command line or a configuration file, relative to the repository.
    """
    found = code.remarks("absolute-path")
    if found:
        yield failed(
            f"{counted(len(found), 'absolute path')}, the first in {code.named(found[0].place)}.",
            code="absolute-path",
            where=[code.location(remark.place) for remark in found[:20]],
            rows=[{"line": code.named(own.place), "begins with": own.what} for own in found],
            paths=len(found),
            benign=["a mount point inside a container that the study describes"],
        )
    yield from code.not_read()
    if not found and code.sources:
        yield passed(f"No absolute path in {counted(len(code.sources), 'file')}.", files=len(code.sources))
