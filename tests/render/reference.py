"""A report with everything in it: all outcomes, severities, tiers and plots, and a long table."""

from __future__ import annotations

import random

from reference_plots import FEATURES, plots
from reference_scores import claim, metrics, rqs

from radaudit.core.finding import Finding, Location, Outcome, Severity, Tier, failed, not_applicable, passed, unknown
from radaudit.core.report import Provenance, Report, Result, Verdict

PLOTS = plots()


def reference_report() -> Report:
    """The same report at every call."""
    results = (*_leakage(), *_features(), *_model(), *_others())
    return Report(
        study={
            "title": "CT radiomics of lung nodules: benign or malignant?",
            "task": "binary",
            "modality": ["CT"],
            "doi": "10.1000/example.2024.17",
            "cases": 214,
            "patients": 188,
            "events": 71,
            "split": {"train": 150, "test": 64},
            "note": "Second submission, after review.",
        },
        verdict=Verdict(
            level="incomplete",
            sentence="Four checks fail, two of them critical: patients are shared between training and test, and the "
            "claimed AUC of 0.91 comes out as 0.83 when the model is run again.",
            counts={"fail": 4, "error": 1, "unknown": 3, "pass": 5, "not_applicable": 1, "waived": 1},
            failures={"critical": 1, "major": 1, "minor": 1, "note": 1},
            fail_on="major",
            exit_code=3,
        ),
        results=results,
        scores=(rqs(), claim(), metrics()),
        provenance=provenance(),
    )


def make_result(check: str, severity: Severity, title: str, findings: list[Finding], **more: object) -> Result:
    return Result(
        check=check,
        outcome=max((finding.outcome for finding in findings), key=lambda outcome: outcome.rank),
        severity=severity,
        title=title,
        rationale="A result that depends on what the model has already seen says little about new patients.\n\n"
        "The error grows with the number of features and falls with the number of patients.",
        remedy="Split by patient, for instance with GroupKFold, and run the study again.",
        references=("doi:10.1016/j.patter.2023.100804", "https://pyradiomics.readthedocs.io/", "RQS, item 12"),
        findings=tuple(findings),
        **more,
    )


def _leakage() -> list[Result]:
    shared = [{"patient": f"P{i:03d}", "in training": 1 + i % 3, "in test": 1, "outcome": i % 2} for i in range(17)]
    return [
        make_result(
            "leakage/patient-overlap",
            Severity.CRITICAL,
            "No patient is in both the training and the test set.",
            [
                failed(
                    "17 patients are in both the training and the test set, 27 % of the test set.",
                    "shared-patient",
                    rows=shared,
                    where=[Location("data/clinical.csv", 18 + i) for i in range(27)],
                    benign=["Two patients of different hospitals can carry the same number."],
                    shared_patients=17,
                    share_of_test=0.265625,
                ),
                passed("No case is in both sets twice.", cases=214),
            ],
        ),
        make_result(
            "leakage/selection-before-split",
            Severity.MAJOR,
            "Features were selected on the training set alone.",
            [
                failed(
                    "The selected features explain the test set better than selection on the training set can: "
                    "p = 0.001 of 1000 shuffles.",
                    "selection-saw-test",
                    tier=Tier.TESTED,
                    where=[
                        Location("code/train.py", 41),
                        Location("radaudit.yaml", 55, "models/0/fitted_on/selection"),
                    ],
                    plots=[PLOTS["histogram"]],
                    statistic=0.30517578125,
                    p=0.000999000999,
                    resamples=1000,
                    seed=17,
                )
            ],
            options={"resamples": 1000, "alpha": 0.05},
        ),
        make_result(
            "leakage/near-duplicates",
            Severity.MINOR,
            "No image occurs twice.",
            [
                failed(
                    "Two images are equal but for noise.",
                    "near-duplicate",
                    tier=Tier.HEURISTIC,
                    where=[Location("data/images")],
                )
            ],
            waived="The two scans are a test-retest pair; see the answer to reviewer 2.",
        ),
    ]


def _features() -> list[Result]:
    draw = random.Random(3)
    rows = []
    for i in range(300):
        reported = draw.lognormvariate(3, 2)
        extracted = reported * (1 + draw.gauss(0, 0.01))
        row = {"case": f"P{i // 12:03d}", "feature": FEATURES[i % 12], "reported": reported, "extracted": extracted}
        rows.append({**row, "difference_in_percent": 100 * (extracted / reported - 1)})
    rows[7]["extracted"] = None
    return [
        make_result(
            "features/reproduced",
            Severity.MINOR,
            "The feature table comes out again from images, masks and settings.",
            [
                failed(
                    "300 of 21,400 values differ by more than 1 %, most of them of wavelet features.",
                    "value-differs",
                    rows=rows,
                    where=[Location("data/features.csv", 2)],
                    plots=[PLOTS["scatter"], PLOTS["forest"], PLOTS["logarithmic"], PLOTS["bars"]],
                    benign=[
                        "Releases of PyWavelets before 1.1 round differently.",
                        "The table was saved with 4 digits.",
                    ],
                    compared=21400,
                    equal=21100,
                    largest=1.7976931348623157e08,
                    least=-3.2e-12,
                ),
                failed("The settings name no bin width.", "no-bin-width", tier=Tier.PROVED, severity=Severity.NOTE),
                unknown("3 cases have no mask, so nothing can be said of them.", cases=3),
            ],
            options={"tolerance": 0.01, "ignore": ["shape"], "by_class": {"glcm": 0.02}},
        ),
        make_result(
            "features/settings-stated",
            Severity.MINOR,
            "The settings of the extraction are given.",
            [passed("params.yaml gives all 14 settings that change a value.", settings=14)],
        ),
        make_result(
            "features/finite",
            Severity.MAJOR,
            "Every feature value is a finite number.",
            [passed("All 21,400 values are finite.")],
        ),
        make_result(
            "features/perturbation",
            Severity.MINOR,
            "Features survive a small change of the mask.",
            [
                Finding(
                    Outcome.ERROR,
                    "ValueError: the mask of case P017 is empty after a shift by one voxel "
                    "(radaudit/features/perturb.py:88 in shifted)",
                )
            ],
        ),
    ]


def _model() -> list[Result]:
    claims = [
        {
            "claim": "auc-test",
            "metric": "AUC",
            "set": "test",
            "claimed": 0.91,
            "found": 0.8312345,
            "low": 0.7412,
            "high": 0.9034,
        },
        {
            "claim": "acc-test",
            "metric": "accuracy",
            "set": "test",
            "claimed": 0.88,
            "found": 0.875,
            "low": 0.79,
            "high": 0.94,
        },
    ]
    return [
        make_result(
            "model/claims",
            Severity.NOTE,
            "Every claimed figure comes out when it is computed from the predictions.",
            [
                failed(
                    "The claimed AUC of the test set, 0.91, is 0.831 when computed from the predictions.",
                    "claim-off",
                    rows=claims,
                    where=[Location("radaudit.yaml", 71, "claims/0/value")],
                    plots=[PLOTS["curve"]],
                )
            ],
        ),
        make_result(
            "model/better-than-clinical",
            Severity.MAJOR,
            "The model is better than age and sex alone.",
            [passed("AUC 0.83 against 0.66 (DeLong p = 0.004).", tier=Tier.TESTED, p=0.004)],
        ),
        make_result(
            "model/calibrated",
            Severity.MINOR,
            "Predicted risks agree with what happened.",
            [
                unknown(
                    "The study gives no probabilities, only classes. Add the column 'probability' to predictions.csv."
                )
            ],
        ),
        make_result(
            "model/rerun",
            Severity.MAJOR,
            "The model gives the reported predictions when it is run again.",
            [unknown("The study names no estimator. Add models.0.estimator to radaudit.yaml.")],
        ),
        make_result(
            "model/seeds",
            Severity.NOTE,
            "Every random step has a seed.",
            [unknown("The study names no estimator. Add models.0.estimator to radaudit.yaml.")],
        ),
    ]


def _others() -> list[Result]:
    return [
        make_result(
            "cohort/events-per-feature",
            Severity.MAJOR,
            "There are at least ten events for each feature of the model.",
            [passed("71 events for 6 features.", events=71, features=6)],
        ),
        make_result(
            "cohort/one-row-a-case", Severity.MAJOR, "Each case has one row.", [passed("214 rows, 214 cases.")]
        ),
        make_result(
            "harmonisation/fitted-on-train",
            Severity.MAJOR,
            "Harmonisation was fitted on the training set.",
            [not_applicable("The study did not harmonise.")],
        ),
    ]


def provenance() -> Provenance:
    files = {f"data/images/P{i:03d}.nii.gz": f"sha256:{i:064x}" for i in range(60)}
    return Provenance(
        radaudit="0.1.0",
        libraries={"pyradiomics": "3.1.4", "numpy": "1.26.4", "scikit-learn": "1.6.1", "SimpleITK": "2.5.0"},
        files={"radaudit.yaml": f"sha256:{1:064x}", "data/clinical.csv": f"sha256:{2:064x}", **files},
        seeds={"shuffles": 17, "bootstrap": 18},
        machine={"python": "3.12.3", "system": "Linux x86_64", "processors": "8"},
        policy={"fail_on": "major", "waive": {"leakage/near-duplicates": "a test-retest pair"}, "select": ["*"]},
        command="radaudit audit study --format html",
        run={
            "started": "2025-01-31 09:14:02 UTC",
            "finished": "2025-01-31 09:21:47 UTC",
            "jobs_done": 214,
            "jobs_found": 0,
        },
    )
