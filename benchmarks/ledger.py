"""How well the run-time ledger does: labelled scripts are run on made tables, recorded and judged.

    python benchmarks/ledger.py [--packages FOLDER] [STUDY ...]

The scripts of tests/codebase are written to be read; here those are run for which a table can be made and whose
libraries are installed (--packages names a folder with more of them, as ``pip install --target`` makes it). Long
loops and large forests are made shorter first, which changes no flow of data. Each script is run twice, with and
without the record, and what it prints must be the same, but for times.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parent))

from static_analysis import ALSO_CALLED, BY_FILE, TESTS, Labelled, Wanted, labelled

from radaudit.codebase.source import Source, read_source
from radaudit.models.ledger.entries import read_ledger
from radaudit.models.ledger.fields import BrokenLedger
from radaudit.models.ledger.judge import Conflict, conflicts, held_out
from radaudit.models.ledger.request import Request, write_request

# For each study its tables: path, columns, and how they are written. A column is NAME:KIND, or PREFIX*N for N features
# ("?" behind it: with gaps).
FEATURES = "original_firstorder_A*12 original_glcm_B*12 wavelet-LLH_glcm_C*10"
TABLES: dict[str, dict[str, str]] = {
    "apparent_then_final.py": {"features.csv": f"id:id {FEATURES} T790M:event"},
    "trained_on_test.py": {"features.csv": f"id:id {FEATURES} T790M:event"},
    "best_of_many_on_test.py": {"features.csv": f"{FEATURES} grade:event"},
    "best_score_reported.py": {"features.csv": f"{FEATURES} grade:event"},
    "grid_search_nested.py": {"features.csv": "original_glcm_A*25? grade:event"},
    "pca_for_a_figure.py": {"features.csv": f"{FEATURES} grade:event"},
    "class_pipeline_clean.py": {"features.csv": f"ID:id {FEATURES} Label:event"},
    "class_pipeline_leaky.py": {"features.csv": f"ID:id {FEATURES} Label:event"},
    "combat_all_no_label.py": {"four_sites.csv": "id:id wavelet_A*20 SITE:site4 HPV:event"},
    "combat_with_label.py": {"multicentre.csv": "id:id original_A*20 center:site3 age:number recurrence:event"},
    "harmonise_train_apply_test.py": {
        "multicentre.csv": "id:id original_A*20 SITE:site3 age:number set:set recurrence:event"
    },
    "concat_then_slice.py": {
        "train.csv": "id:id original_A*20? outcome:event",
        "test.csv": "id:id original_A*20? outcome:event",
    },
    "corr_with_outcome.py": {"radiomics.csv": f"id:id {FEATURES} Survival2y:event"},
    "correlation_filter_all.py": {"radiomics.csv": f"id:id {FEATURES} pCR:event"},
    "cox_train_only.py": {"survival.csv": "PID:id original_A*12 cohort:cohort time:time event:event"},
    "cox_univariate.py": {"survival.csv": "PID:id original_A*12 time:time event:event"},
    "dict_of_sets.py": {"features.csv": "id:id original_glcm_A*20 y:event"},
    "early_stopping_on_test.py": {"radiomics.parquet": f"{FEATURES} EGFR:event"},
    "early_stopping_on_validation.py": {"radiomics.parquet": f"{FEATURES} EGFR:event"},
    "grid_on_all_then_test.py": {"features.csv": f"{FEATURES} y:event"},
    "index_split_by_hand.py": {"features.csv": f"id:id {FEATURES} grade:event"},
    "index_split_by_hand_clean.py": {"features.csv": f"id:id {FEATURES} grade:event"},
    "lasso_all_rows.py": {"radiomics.csv": f"ID:id {FEATURES} Target:event"},
    "lasso_training_only.py": {"radiomics.csv": f"ID:id {FEATURES} Target:event"},
    "lesions_grouped.py": {"liver_lesions.csv": f"patient_id:patient lesion_id:id {FEATURES} malignant:event"},
    "lesions_split_by_row.py": {
        "liver_lesions.csv": "patient_id:number lesion_id:number original_A*20 malignant:event"
    },
    "loop_over_k_on_test.py": {"features.csv": "original_A*40 HER2:event"},
    "loop_over_k_on_validation.py": {"features.csv": "original_A*40 HER2:event"},
    "manual_zscore.py": {"texture.csv": "id:id outcome:event original_A*20?"},
    "many_seeds_mean.py": {"nomogram.csv": "radscore:number age:number cea:number event:event"},
    "seed_hunt.py": {"nomogram.csv": "radscore:number age:number cea:number event:event"},
    "nb_clean.ipynb": {"data/radiomics_features.csv": f"id:id a:number label:event {FEATURES}"},
    "nb_selectkbest.ipynb": {"data/radiomics_features.csv": f"id:id a:number label:event {FEATURES}"},
    "nb_out_of_order.ipynb": {"features.csv": f"{FEATURES} y:event"},
    "one_row_a_patient.py": {"slices.csv": "patient:patient slice_no:number original_A*20 label:patient_event"},
    "slices_of_patients.py": {"slices.csv": "patient:patient slice_no:number original_A*20 label:patient_event"},
    "radscore_nomogram.py": {"features.csv": f"id:id age:number CEA:number {FEATURES} LNM:event"},
    "refit_on_external.py": dict.fromkeys(
        ["hospital_a.csv", "hospital_b.csv"],
        "id:id original_glcm_Contrast:number original_shape_Sphericity:number original_firstorder_Entropy:number "
        "PD:event",
    ),
    "scaler_before_split.py": {"data/radiomics.csv": f"PatientID:id {FEATURES} response:event"},
    "scaler_inside.py": {"data/radiomics.csv": f"PatientID:id {FEATURES} response:event"},
    "smote_by_hand.py": {"features.csv": f"{FEATURES} outcome:rare"},
    "smote_train_only.py": {"features.csv": f"{FEATURES} outcome:rare"},
    "smote_in_pipeline.py": {"t2w_adc_features.csv": f"case:id {FEATURES} csPCa:rare"},
    "smote_then_cv.py": {"t2w_adc_features.csv": f"case:id {FEATURES} csPCa:rare"},
    "sorted_kfold.py": {"features.csv": f"{FEATURES} label:event"},
    "ttest_loop.py": {"features_portal_venous.xlsx": f"id:id {FEATURES} MVI:event"},
    "ttest_loop_in_fold.py": {"features_portal_venous.xlsx": f"id:id {FEATURES} MVI:event"},
    "univariate_auc_rank.py": {"adc.csv": f"id:id {FEATURES} Gleason_high:event"},
    "univariate_report_only.py": {"adc.csv": f"id:id {FEATURES} Gleason_high:event"},
    "youden_on_test.py": dict.fromkeys(
        ["features_development.csv", "features_external.csv"], "id:id original_A*20 label:event"
    ),
    "youden_on_train.py": dict.fromkeys(
        ["features_development.csv", "features_external.csv"], "id:id original_A*20 label:event"
    ),
    "brain_mets_groupkfold.py": {
        "brainmets_srs_features.csv": "patient:patient lesion:id original_A*20? local_failure:event srs_date:date"
    },
    "combat_from_training.py": {"covid_ct_lung_features.csv": "id:id firstorder_A*20 scanner:site3 icu_or_death:event"},
    "combat_multicentre_response.py": {
        "feats.csv": "patient:id original_A*20",
        "clin.csv": "patient:id centre:site3 sex:site2 response:event",
    },
    "cox_oropharynx.py": {"opc_survival_features.csv": "id:id original_A*12 cohort:set time:time event:event"},
    "cv_pipeline_sarcoma.py": {"sts_t2fs_features.csv": f"id:id FNCLCC:grade {FEATURES}"},
    "egfr_gridsearch.py": {"EGFR_CT_features_n168.csv": "id:id original_A*60 EGFR:mutant"},
    "external_validation_esoph.py": dict.fromkeys(
        ["esophagus_A.csv", "esophagus_B.csv"], "StudyID:id original_A*30 pCR:event"
    ),
    "final_model_gist.py": {"gist_portal_venous.csv": "PatientID:id original_A*12 mitoses_50hpf:count"},
    "kidney_ccrcc_split.py": {"kits_radiomics_corticomedullary.csv": "case_id:number original_A*20 grade:grade"},
    "lasso_signature_hnc.py": {
        "pyradiomics_HNC_GTVp.csv": f"PatientID:id {FEATURES}",
        "clinical_HNC.xlsx": "PatientID:id LRF_2y:event HPV:event T_stage:grade",
    },
    "liver_mets_lesions.py": {
        "crlm_lesions_radiomics.csv": "patient_id:patient lesion_nr:whole original_A*20 delta_diam_pct:change"
    },
    "mrmr_idh_glioma.py": {"glioma_T1C_T2F_features.csv": "id:id T1C_A*20 T2F_B*20 IDH:idh"},
    "nested_cv_adrenal.py": {"adrenal_unenhanced.csv": "id:id original_A*50 non_adenoma:event"},
    "parotid_manual_selection.py": {"parotide_irm.csv;": "id:id T2_A*15? ADC_B*15 malin:event"},
    "pnet_grading_svm.py": {"pNET_merkmale.csv;,": "id:id original_A*20 wavelet_B*10 Grading:gtext"},
    "prostate_cutoff.py": {"prostate_bpMRI_features.csv": "id:id ADC_A*15? T2W_B*15 scan_date:date csPCa:event"},
    "radiomics_study_class.py": {"cervix_petct.csv": "id:id PET_A*15? CT_B*15 relapse:event"},
    "selector_classifier_heatmap.py": {"osteosarcoma_MR_features.csv": f"id:id {FEATURES} good_responder:event"},
    "smote_in_pipeline_thymoma.py": {"thymoma.csv": "case:id original_A*30 high_risk:rare"},
    "smote_nodule_malignancy.py": {
        "lidc_nodule_features.csv": "PatientID:patient nodule_id:id original_A*20? malignancy_median:five"
    },
    "ttest_nac_response.py": {"features_dce_phase2.csv": f"pid:id {FEATURES} diagnostics_x:number pCR:event"},
    "xgb_ovarian_threeway.py": {"ovary_ct_features.csv": f"accession:id {FEATURES} malignant:event"},
    "xgb_recurrence.py": {"vejiga_radiomica.csv": "id_paciente:id original_A*20? recidiva_3a:event fecha_tc:date"},
    "rectal_pcr": {
        "rectal_t2w_features.csv": "PatientName:id original_A*40",
        "rectal_clinical.csv": "PatientName:id age:number sex:site2 cT:grade cN:grade ypT0N0:event",
    },
    "her2_multiscanner.ipynb": {
        "her2_dce_features.csv": "id:id original_A*20",
        "her2_meta.csv": "id:id scanner:site3 age:number HER2:posneg",
    },
    "icc_testretest_then_model.ipynb": {
        "RIDER_scan1.csv": "pid:id original_A*20",
        "RIDER_scan2.csv": "pid:id original_A*20",
        "adeno_vs_squamous.csv": "pid:id original_A*20 histology:scc",
    },
    "kras_lasso_train_only.ipynb": {"kras_t2_adc.csv": "id:id T2_A*15 ADC_B*15 KRAS_mut:event"},
    "lymph_node_status.ipynb": {"ALN_features.csv": "patient:id original_A*30 ALN_pos:event"},
    "meningioma_grade.ipynb": {"meningioma_T1c_radiomics.csv": "ID:id original_A*30? WHO:who Location:site3"},
    "model_choice_by_cv.ipynb": {"ipmn_features.csv": "hash:id original_A*20 HGD:event"},
    "nsclc_os_radscore.ipynb": {"nsclc_stage3_features.csv": "pat_id:id original_A*20 OS_months:time dead:event"},
    "pca_overview_lymphoma.ipynb": {
        "dlbcl_pet_features.csv": "case:id original_A*20 age:number LDH:number IPI:grade sex:site2 relapse:event"
    },
    "repeated_splits_all_reported.ipynb": {"L3_muscle_texture.csv": "mrn:id original_A*20? death_90d:event"},
    "temporal_harmonize_apply.ipynb": {
        "epilepsia_T1_radiomica.csv": "nhc:id hipo_A*15 amig_B*10 escaner:site3 edad:number fecha_rm:date engel_I:event"
    },
}
ARGUMENTS = {
    "combat_multicentre_response.py": ["--features", "feats.csv", "--clinical", "clin.csv"],
    "smote_in_pipeline_thymoma.py": ["thymoma.csv"],
}
MAIN = {"rectal_pcr": "main.py"}
OUTCOMES = ("event", "rare", "patient_event", "mutant", "gtext", "idh", "posneg", "scc", "time")
REPEATED = ("lesions_split_by_row.py", "lesions_grouped.py", "slices_of_patients.py")
SHORTER = (
    (r"\[5, 10, 15, 20, 30, 50\]", "[5, 10]"),
    (r"\[0.01, 0.1, 1, 10, 100, 1000\]", "[0.1, 1]"),
    (r"range\((500|1000)\)", "range(40)"),
    (r"range\(200\)", "range(30)"),
    (r"n_estimators=\d{3,4}", "n_estimators=20"),
    (r"(Forest|Trees)Classifier\(\d{3}", r"\1Classifier(20"),
    (r"n_repeats=(10|20)", "n_repeats=2"),
    (r"n_alphas=\d+", "alphas=10"),
)
TIMES = r"(?m)^.*_time.*$"
ROWS = 96
LONGEST = 240


def made_table(columns: str, seed: int) -> pd.DataFrame:
    """Random numbers in columns of these names; each feature knows a little of the outcome, some repeat others."""
    draw = np.random.default_rng(seed)
    patients = np.repeat(np.arange(ROWS // 3), 3)
    event = np.random.default_rng(99).integers(0, 2, ROWS)  # the same in all tables of a study
    made: dict[str, object] = {}
    for column in columns.split():
        if "*" in column:
            name, _, rest = column.partition("*")
            gaps, before = rest.endswith("?"), np.zeros(ROWS)
            for number in range(int(rest.rstrip("?"))):
                values = draw.normal(size=ROWS) + 0.5 * event
                if number % 3 == 2:  # features repeat each other
                    values = before + 0.1 * values
                before = values.copy()
                values[draw.random(ROWS) < 0.05 * gaps] = np.nan
                made[f"{name}{number}"] = np.abs(values) if name.startswith("ADC") else values
            continue
        name, _, kind = column.rpartition(":")
        made[name] = _column(kind, draw, event, patients)
    return pd.DataFrame(made)


def _column(kind: str, draw: np.random.Generator, event: np.ndarray, patients: np.ndarray) -> object:
    if kind.startswith("site"):
        return draw.permutation(np.resize(list("ABCDEF"[: int(kind[4:])]), ROWS))
    return {
        "id": [f"P{number:04}" for number in range(ROWS)],
        "patient": [f"P{number:04}" for number in patients],
        "patient_event": (patients % 2),
        "event": event,
        "rare": (np.arange(ROWS) % 4 == 0).astype(int),
        "number": draw.normal(size=ROWS),
        "whole": np.arange(ROWS),
        "count": draw.integers(0, 12, ROWS),
        "change": draw.normal(-25, 20, ROWS),
        "time": draw.exponential(20, ROWS) * np.where(event, 0.3, 2.0) + 0.5,
        "grade": draw.integers(1, 5, ROWS),
        "five": draw.integers(1, 6, ROWS),
        "who": draw.integers(1, 4, ROWS),
        "date": pd.date_range("2016-01-01", "2020-12-01", ROWS).strftime("%Y-%m-%d"),
        "set": np.where(np.arange(ROWS) % 3, "train", "test"),
        "cohort": np.where(np.arange(ROWS) % 3, "training", "validation"),
        "mutant": np.where(event, "mutant", "wild"),
        "gtext": np.where(event, "G2", "G1"),
        "idh": np.where(event, "MUT", "WT"),
        "posneg": np.where(event, "pos", "neg"),
        "scc": np.where(event, "SCC", "ADC"),
    }[kind]


def _outcomes(columns: str) -> list[str]:
    """What a manifest would name as the outcome."""
    pairs = [own.rpartition(":") for own in columns.split() if ":" in own]
    return [name for name, _, kind in pairs if kind in OUTCOMES]


def write_tables(folder: Path, tables: dict[str, str]) -> None:
    """A study's tables; all of them speak of the same patients."""
    for number, (name, columns) in enumerate(tables.items()):
        separator, decimal = name[-2:] if name.endswith(";,") else (";", ".") if name.endswith(";") else (",", ".")
        path = folder / name.rstrip(";,")
        path.parent.mkdir(parents=True, exist_ok=True)
        table = made_table(columns, 0 if "scan2" in name else number)  # a second scan shows the same
        if path.suffix == ".xlsx":
            table.to_excel(path, index=False)
        elif path.suffix == ".parquet":
            table.to_parquet(path)
        else:
            table.to_csv(path, index=False, sep=separator, decimal=decimal)


@dataclass
class Outcome:
    """What a study's run gave.

    Attributes
    ----------
    reason
        Why it was not judged; empty if it was.
    right, wrong, missed
        Kinds found as expected, found though not expected, and expected though not found.
    """

    study: str
    clean: bool
    reason: str = ""
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    sure: int = 0
    found: int = 0
    evaluations: int = 0
    seconds: tuple[float, float] = (0.0, 0.0)


def shortened(path: Path) -> None:
    """The script with its long loops made shorter."""
    text = path.read_text(encoding="utf-8")
    for pattern, new in SHORTER:
        text = re.sub(pattern, new, text)
    path.write_text(text, encoding="utf-8")


def prepared(source: Path, folder: Path) -> tuple[str, dict[str, Source]]:
    """A copy of a study that can be run: its script's name, and its files as they are read."""
    if source.is_dir():
        shutil.copytree(source, folder, dirs_exist_ok=True)
        script = MAIN[source.name]
    else:
        (folder / "code").mkdir() if source.suffix == ".ipynb" else None
        script = f"code/{source.stem}.py" if source.suffix == ".ipynb" else source.name
        if source.suffix == ".ipynb":
            (folder / script).write_text(read_source(source, source.name).text, encoding="utf-8")
        else:
            shutil.copyfile(source, folder / script)
    for path in folder.rglob("*.py"):
        shortened(path)
    return script, {}


def ran(command: list[str], folder: Path, packages: str) -> tuple[int, str, float]:
    root = str(Path(__file__).parents[1])
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([root, *([packages] if packages else [])]),
        "PYTHONHASHSEED": "0",
        "MPLBACKEND": "agg",
        "OMP_NUM_THREADS": "1",
        "PYTHONWARNINGS": "ignore",
    }
    started = time.perf_counter()
    try:
        done = subprocess.run(
            [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True, timeout=LONGEST
        )
    except subprocess.TimeoutExpired:
        return 1, "it took too long", LONGEST
    last = done.stderr.strip().splitlines()[-1:] or [""]
    return done.returncode, done.stdout if done.returncode == 0 else last[0], time.perf_counter() - started


def measured(source: Path, study: Labelled, packages: str) -> Outcome:
    """Run one study with and without the record, and compare with what a careful reader finds."""
    clean = not [own for own in study.findings if own.kind not in BY_FILE]
    if study.name not in TABLES:
        return Outcome(study.name, clean, "no table is made for it")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve() / "study"
        folder.mkdir()
        script, _ = prepared(source, folder)
        place = folder / "code" if script.startswith("code/") else folder
        write_tables(folder if place is folder or "data/" in str(TABLES[study.name]) else place, TABLES[study.name])
        script = script.removeprefix("code/")
        arguments = ARGUMENTS.get(study.name, [])
        status, plain, before = ran([script, *arguments], place, packages)
        if status:
            return Outcome(study.name, clean, f"it does not run: {plain[:100]}")
        ledger = folder.parent / "ledger.jsonl"
        request = folder.parent / "request.json"
        outcomes = tuple(named for table in TABLES[study.name].values() for named in _outcomes(table))
        write_request(Request(str(folder), str(ledger), (script, *arguments), outcomes), request)
        status, recorded, after = ran(["-P", "-m", "radaudit.models.ledger.child", str(request)], place, packages)
        if status or re.sub(TIMES, "", recorded) != re.sub(TIMES, "", plain):
            return Outcome(study.name, clean, f"RECORDED RUN DIFFERS: {recorded[-200:]}")
        try:
            entries = read_ledger(ledger.read_bytes())
        except BrokenLedger as fault:
            return Outcome(study.name, clean, f"BROKEN: {fault}")
        patients = {row: f"P{row // 3}" for row in range(ROWS)} if study.repeats else {}
        found = conflicts(entries, patients)
        lines = read_source(source, source.name) if source.suffix == ".ipynb" else None
        result = compared(study, found, lines)
        result.clean, result.seconds = clean, (before, after)
        result.evaluations = len(held_out(entries))
        return result


def compared(study: Labelled, found: list[Conflict], notebook: Source | None) -> Outcome:
    """Findings against expectations."""
    expected = [own for own in study.findings if own.kind not in BY_FILE and own.kind != "unshuffled-folds"]
    met: set[int] = set()
    wrong = []
    for own in found:
        hits = [n for n, want in enumerate(expected) if same(own, want, notebook)]
        met.update(hits)
        if not hits:
            wrong.append(f"{own.kind} ({own.place})")
    return Outcome(
        study.name,
        False,
        right=tuple(expected[n].kind for n in sorted(met)),
        wrong=tuple(wrong),
        missed=tuple(own.kind for n, own in enumerate(expected) if n not in met),
        sure=sum(own.sure for own in found),
        found=len(found),
    )


def same(own: Conflict, want: Wanted, notebook: Source | None) -> bool:
    """Whether a finding is the expected one: its kind, and one of its lines, give or take one."""
    if own.kind != want.kind and want.kind not in ALSO_CALLED.get(own.kind, ()):
        return False
    for place in (own.place, own.against, own.scored):
        if place is None:
            continue
        cell, line = notebook.cells[place.line - 1] if notebook else (None, place.line)
        for file, wanted_cell, first, last in want.lines:
            if (not file or place.path.endswith(file)) and cell == wanted_cell and first - 1 <= line <= last + 1:
                return True
    return not want.lines


def outcomes(names: list[str], packages: str) -> Iterator[Outcome]:
    for half in ("corpus", "opened_first"):
        for study in labelled(TESTS / half):
            if not names or study.name in names:
                yield measured(TESTS / half / study.name, study, packages)


def main() -> None:
    """Print what was found, study by study, and the sums."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--packages", default="")
    parser.add_argument("studies", nargs="*")
    said = parser.parse_args()
    everything = []
    for own in outcomes(said.studies, said.packages):
        everything.append(own)
        if own.reason:
            print(f"{own.study:38}not run: {own.reason}", flush=True)
            continue
        words = [*(f"found {kind}" for kind in own.right), *(f"MISSED {kind}" for kind in own.missed)]
        words += [f"FALSE {kind}" for kind in own.wrong]
        times = f"{own.seconds[0]:5.1f} s {own.seconds[1] / own.seconds[0]:4.1f}x"
        print(f"{own.study:38}{own.evaluations:4} evaluations {times}  {', '.join(words) or 'nothing'}", flush=True)
    run = [own for own in everything if not own.reason]
    leaky, clean = [own for own in run if not own.clean], [own for own in run if own.clean]
    found, missed, false = (sum(len(getattr(own, kind)) for own in run) for kind in ("right", "missed", "wrong"))
    print(f"\n{len(run)} of {len(everything)} run: {len(leaky)} leaky, {len(clean)} clean")
    print(f"found {found}, missed {missed}, false {false}; precision {found / max(1, found + false):.2f}", end="")
    print(
        f", recall {found / max(1, found + missed):.2f}; clean studies accused {sum(bool(own.wrong) for own in clean)}"
    )
    print(json.dumps({"proved": sum(own.sure for own in run), "findings": sum(own.found for own in run)}))


if __name__ == "__main__":
    main()
