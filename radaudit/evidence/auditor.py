"""What the auditor allows."""

from __future__ import annotations

from dataclasses import dataclass, field

from radaudit.models.sandbox.run import Demand


@dataclass(frozen=True)
class Effort:
    """How often models are fitted again.

    Attributes
    ----------
    permutations
        Of the outcome; the least p-value is 1 / (permutations + 1).
    seeds
        Other seeds than the study's own.
    refits
        Bootstrap samples of the training patients. Riley and Collins (doi:10.1002/bimj.202200302) ask for 200 or more
        for instability plots; half of that tells the mean.
    pipelines
        Plain pipelines on the whole table; keys of `models.plain.PIPELINES`.
    """

    permutations: int = 100
    seeds: int = 20
    refits: int = 100
    pipelines: tuple[str, ...] = ("no-information", "logistic", "elastic-net", "random-forest", "boosting")


QUICK = Effort(permutations=20, seeds=5, refits=20, pipelines=("no-information", "logistic", "random-forest"))


@dataclass(frozen=True)
class Auditor:
    """The auditor's word.

    Attributes
    ----------
    trust
        Whether the study's own code may be run.
    exact
        Whether features are extracted by plain pyradiomics only, without radaudit's shortcuts.
    seed
        For everything that is drawn.
    sandbox
        How far the study's code has to be fenced off: "strict", "best" or "limits", see `models.sandbox.run`.
    online
        Whether a package index may be asked about the study's requirements.
    effort
        How often models are fitted again.
    """

    trust: bool = False
    exact: bool = False
    seed: int = 0
    sandbox: Demand = "best"
    online: bool = False
    effort: Effort = field(default_factory=Effort)
