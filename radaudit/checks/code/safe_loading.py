from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.code import Code


@check("code/safe-loading", severity=Severity.NOTE, references=("https://docs.python.org/3/library/pickle.html",))
def safe_loading(code: Code) -> Iterator[Finding]:
    """The code opens no file in a way that runs whatever code the file holds.

    Pickle, joblib and torch.load without weights_only run code when they open a file. Whoever downloads a model and
    the script that loads it takes over that risk.

    Remedy: keep tables as CSV or Parquet, models as skops or ONNX, weights as safetensors or with weights_only=True.
    """
    found = code.remarks("unsafe-load")
    if found:
        yield failed(
            f"{counted(len(found), 'call')} that can run code out of a file: {code.named(found[0].place)}.",
            code="unsafe-load",
            where=[code.location(remark.place) for remark in found[:20]],
            rows=[{"line": code.named(own.place), "call": own.what} for own in found],
            calls=len(found),
            benign=["files that the authors made themselves and give no one"],
        )
    yield from code.not_read()
    if not found and code.sources:
        yield passed(
            f"No unsafe way of opening files in {counted(len(code.sources), 'file')}.", files=len(code.sources)
        )
