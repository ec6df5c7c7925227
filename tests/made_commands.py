"""Studies whose command is a Python function, run in this process: probes of many runs in no time."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from radaudit.auditing import evidence_makers
from radaudit.compute.job import Failure
from radaudit.core.workbench import Workbench
from radaudit.evidence.auditor import Auditor, Effort
from radaudit.models.probe import Probe
from radaudit.study.cells import altered
from tests.made_study import Made

Script = Callable[[Mapping[str, list[dict[str, str]]]], list[dict[str, object]]]
"""Of the rows of each table, by its path, the rows that the command writes."""


class Here:
    """In the engine's place: runs a function instead of the study's command.

    Attributes
    ----------
    runs
        How often it ran.
    """

    def __init__(self, script: Script):
        self._script, self.runs, self._known = script, 0, {}

    def map(self, title: str, jobs: Sequence, keep: object = None) -> list[dict | Failure]:
        return [self._known.setdefault(job.key, None) or self._run(job) for job in jobs]

    def _run(self, job) -> dict | Failure:
        self.runs += 1
        raws = {name: ref.path.read_bytes() for name, ref in job.files.items() if name.endswith(".csv")}
        for table in job.tables if isinstance(job, Probe) else ():
            raws[table.path] = altered(raws[table.path], table)
        tables = {name: list(csv.DictReader(io.StringIO(raw.decode()))) for name, raw in raws.items()}
        try:
            rows = self._script(tables)
        except ArithmeticError as fault:
            return Failure(str(fault), "passing")
        stream = io.StringIO()
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        self._known[job.key] = {"content": base64.b64encode(stream.getvalue().encode()).decode()}
        return self._known[job.key]


def asked(made: Made, name: str, script: Script, probes: int = 48, seed: int = 0):
    """An evidence of a made study whose command is this function; and the function's runs."""
    here = Here(script)
    auditor = Auditor(trust=True, seed=seed, effort=Effort(probes=probes))
    given = {"study": made.study, "compute": here, "auditor": auditor}
    return Workbench(evidence_makers(), given).get(name), here


def commanded(
    make_study, *, train: int = 40, test: int = 80, features: int = 24, sites=None, columns=None, **model: object
) -> Made:
    """A study with a command, a split and features that tell nothing.

    Parameters
    ----------
    sites
        Gives the site of a case from its number and its outcome.
    columns
        The features that the model lists, if it does.
    model
        More keys of the model.
    """
    rng = np.random.default_rng(5)
    count = train + test
    labels = rng.permutation(np.arange(count) % 2).tolist()
    cases = [f"c{number:03d}" for number in range(count)]
    people = [
        {
            "patient": f"p{number:03d}",
            "case": case,
            "label": label,
            "site": sites(number, label) if sites else "A",
            "age": 60,
            "sex": "F",
            "set": "train" if number < train else "test",
        }
        for number, (case, label) in enumerate(zip(cases, labels, strict=True))
    ]
    values = rng.normal(size=(count, features)).round(4).tolist()
    table = [
        {"case": case, **{f"f{n}": value for n, value in enumerate(row)}}
        for case, row in zip(cases, values, strict=True)
    ]
    command = {"name": "signature", "command": ["python", "code/model.py"], "produces": "out.csv"} | model
    if columns:
        command["features"] = columns

    def manifest(said: dict) -> None:
        said.update(models=[command], claims=[])
        said["features"]["columns"] = ["f*"]

    return make_study(cohort=lambda _: people, features=lambda _: table, manifest=manifest)


def selecting(leaky: bool, kept: int = 5, told: bool = True, scaled: bool = False) -> Script:
    """Chooses features by their association, on all cases or on training cases; weights them on training cases."""

    def script(tables):
        people = tables["cohort.csv"]
        values = np.array([[float(text) for text in list(row.values())[1:]] for row in tables["features.csv"]])
        outcome = np.array([float(row["label"]) for row in people])
        train = np.array([row["set"] == "train" for row in people])
        own = train | leaky
        if scaled:
            values = (values - values.mean(axis=0)) / values.std(axis=0)
        chosen = np.argsort(-np.abs((outcome[own] - outcome[own].mean()) @ values[own]))[:kept]
        weights = (outcome[train] - outcome[train].mean()) @ values[train][:, chosen]
        return written(people, 1 / (1 + np.exp(-values[:, chosen] @ weights / 10)), told)

    return script


def written(people, risks, told: bool = True) -> list[dict[str, object]]:
    """Predictions of all cases."""
    return [
        {"case": row["case"], **({"set": row["set"]} if told else {}), "probability": f"{risk:.6f}"}
        for row, risk in zip(people, risks, strict=True)
    ]
