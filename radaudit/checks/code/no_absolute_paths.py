from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.code import Code
from radaudit.evidence.code_findings import remark_findings


@check("code/no-absolute-paths", severity=Severity.NOTE, references=("doi:10.1371/journal.pcbi.1003285",))
def no_absolute_paths(code: Code) -> Iterator[Finding]:
    """The code names no file by a path of one machine.

    Such code runs on that machine alone, and the path often holds a person's name. The report shows the first
    characters only.

    Remedy: take folders from the command line or a configuration file, relative to the repository.
    """
    yield from remark_findings(
        code,
        "absolute-path",
        lambda found: f"{counted(len(found), 'absolute path')}, the first in {code.named(found[0].place)}.",
        column="begins with",
        clean="No absolute path",
        benign="a mount point inside a container that the study describes",
    )
