from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.code import Code
from radaudit.evidence.code_findings import remark_findings


@check("code/safe-loading", severity=Severity.NOTE, references=("https://docs.python.org/3/library/pickle.html",))
def safe_loading(code: Code) -> Iterator[Finding]:
    """The code opens no file in a way that runs whatever code the file holds.

    Pickle, joblib and torch.load without weights_only run code when they open a file. Whoever downloads a model and
    the script that loads it takes over that risk.

    Remedy: keep tables as CSV or Parquet, models as skops or ONNX, weights as safetensors or with weights_only=True.
    """
    yield from remark_findings(
        code,
        "unsafe-load",
        lambda found: f"{counted(len(found), 'call')} that can run code out of a file: {code.named(found[0].place)}.",
        column="call",
        clean="No unsafe way of opening files",
        benign="files that the authors made themselves and give no one",
    )
