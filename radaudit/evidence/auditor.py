"""What the auditor allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from radaudit.models.sandbox.run import Demand


@dataclass(frozen=True)
class Effort:
    """How often models are fitted, and cases extracted, again.

    Attributes
    ----------
    permutations
        Of the outcome; the least p-value is 1 / (permutations + 1).
    seeds
        Other seeds than the study's own.
    refits
        Bootstrap samples of the training patients. Riley and Collins (doi:10.1002/bimj.202200302) ask for 200 or more
        for instability plots; half of that tells the mean.
    repeats
        Divisions of the cases into five folds, when each model is cross-validated anew.
    probes
        Runs of a study's command on altered tables at most, for each question; most answers take far fewer.
    pipelines
        Plain pipelines on the whole table; keys of `models.plain.PIPELINES`.
    perturbations
        Ways in which a case is imaged and drawn anew; 0 for none. Zwanenburg et al. 2019
        (doi:10.1038/s41598-018-36938-4) make about 30 of each case.
    perturbed_cases
        Cases that this is done with at most; they are drawn. Their study of lung tumours has 31.
    perturbed_width
        Where it is given, cases are taken ten by ten, and no more once the median 95 % interval of the features' ICC is
        as narrow as this.
    settings
        Other settings (bins, voxel size, interpolator) with which all cases that were drawn are extracted; 0 for none.
    controls
        Negative controls under which the models' cases are extracted, by READII's names; the first decides.
    controlled_cases
        Cases that this is done with at most; they are drawn. 0 for none.
    controlled_training
        Whether training cases are extracted under them too, so that models are fitted on them.
    deep_variants
        Cases on which other ways of taking deep features are tried at most; 0 for no search.
    """

    permutations: int = 100
    seeds: int = 20
    refits: int = 100
    probes: int = 100
    repeats: int = 10
    pipelines: tuple[str, ...] = ("no-information", "logistic", "elastic-net", "random-forest", "boosting")
    perturbations: int = 30
    perturbed_cases: int = 30
    perturbed_width: float | None = None
    settings: int = 5
    controls: tuple[str, ...] = ("shuffled_roi", "shuffled_non_roi", "shuffled_full", "randomized_sampled_roi")
    controlled_cases: int = 300
    controlled_training: bool = True
    deep_variants: int = 16


QUICK = Effort(
    *(20, 5, 20),
    probes=24,
    repeats=2,
    pipelines=("no-information", "logistic", "random-forest"),
    perturbations=6,
    perturbed_cases=10,
    settings=2,
    controls=("shuffled_roi",),
    controlled_cases=60,
    controlled_training=False,
    deep_variants=10,
)

# What the policy's words for them mean.
PERTURBATIONS: Mapping[str, Mapping[str, int]] = {
    "none": {"perturbations": 0, "settings": 0},
    "quick": {"perturbations": QUICK.perturbations, "perturbed_cases": QUICK.perturbed_cases},
    "paper": {"perturbations": Effort.perturbations, "perturbed_cases": Effort.perturbed_cases},
}


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
        How often models are fitted, and cases extracted, again.
    """

    trust: bool = False
    exact: bool = False
    seed: int = 0
    sandbox: Demand = "best"
    online: bool = False
    effort: Effort = field(default_factory=Effort)
