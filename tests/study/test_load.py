"""A wrong manifest: every mistake at once, each with its line and what to do."""

import pytest

from radaudit.core.errors import ManifestError
from radaudit.core.finding import Location
from radaudit.study.load import load_study, named_files


def test_a_right_manifest_has_no_problems(folder):
    assert folder.problems() == []
    study = load_study(folder.root)
    assert study.manifest.study.title == "A study"
    assert study.table("data/clinical.csv").columns == ("PatientID", "label", "centre", "set", "age")
    assert study.table("data/clinical.csv") is study.table("data/clinical.csv")
    assert study.declared("cohort", "patient") == Location("radaudit.yaml", 3, "cohort/patient")


def test_the_manifest_itself_may_be_named(folder):
    assert load_study(folder.root / "radaudit.yaml").root == load_study(folder.root).root == folder.root.resolve()


def test_a_whole_manifest(folder):
    for name in ("f.csv", "r.csv", "p.csv"):
        (folder.root / "data" / name).write_text("CaseID,session\n1,a\n2,b\n")
    (folder.root / "code").mkdir()
    (folder.root / "code" / "model.py").write_text("def build(): ...\n")
    folder.write(
        cohort="""
  table: data/clinical.csv
  patient: PatientID
  case: PatientID
  outcome: label
  positive: 1
  site: centre
  covariates: age
  split: {column: set, train: train, test: [test]}""",
        images="{image: 'i/{PatientID}.nii', mask: {column: centre}, readers: {b: 'm/{PatientID}.nii'}}",
        features="{settings: {setting: {binWidth: 5}}, table: data/f.csv, case: CaseID}",
        harmonisation="{method: combat, batch: centre, covariates: [age]}",
        models="[{name: a, estimator: 'code/model.py:build', features: reported, predictions: data/p.csv}]",
        claims="[{id: auc, model: a, metric: auc, set: test, value: 0.87, ci: [0.79, 0.94]}]",
        stability="{test_retest: {table: data/r.csv, case: CaseID, session: session}}",
        code="{include: ['code/**/*.py']}",
    )
    assert folder.problems() == []
    manifest = load_study(folder.root).manifest
    assert manifest.cohort.positive == "1"
    assert manifest.cohort.covariates == ["age"]
    assert manifest.cohort.split.train == ["train"]


def test_a_folder_without_a_manifest(tmp_path):
    with pytest.raises(ManifestError, match=r"holds no radaudit.yaml; name a study's folder or its manifest"):
        load_study(tmp_path)
    with pytest.raises(ManifestError, match="does not exist; name a study's folder"):
        load_study(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "radaudit.yaml:1: should hold keys and values, but holds nothing"),
        ("# only a comment\n", "radaudit.yaml:1: should hold keys and values, but holds nothing"),
        ("- a\n- b\n", "radaudit.yaml:1: should hold keys and values, but holds a list"),
        ("hello\n", "radaudit.yaml:1: should hold keys and values, but holds a single value"),
        ("a: [1\nb: 2\n", "radaudit.yaml:2: is not valid YAML: while parsing a flow sequence expected ',' or ']'"),
        ("study: {}\nstudy: {}\n", "radaudit.yaml:2: the key 'study' was already given in line 1"),
        (b"\x89PNG\r\n\0\0", "radaudit.yaml: is not UTF-8 text (byte 0); save it as UTF-8"),
        ("a: &a [*a]\n", "radaudit.yaml:1: is nested more than 50 levels deep"),
    ],
)
def test_a_file_that_is_no_manifest(folder, text, said):
    (problem,) = folder.text(text).problems()
    assert problem.startswith(said)


COHORT = "{table: data/clinical.csv, patient: PatientID, "


@pytest.mark.parametrize(
    ("part", "value", "said"),
    [
        ("studdy", "x", "4: unknown key 'studdy'; did you mean 'study'?"),
        ("zzz", "x", "4: unknown key 'zzz'; known keys here: schema, study, cohort, images, features, harmonisation, "),
        ("cohort", COHORT + "sitee: centre}", "3: unknown key 'cohort.sitee'; did you mean 'site'?"),
        ("claims", "[{id: a, metric: auc, value: 1, sett: test}]", "unknown key 'claims.0.sett'; did you mean 'set'?"),
        ("models", "[{name: a, fitted_on: {scalng: train}}]", "'models.0.fitted_on.scalng'; did you mean 'scaling'?"),
        ("images", "{image: {columns: x}}", "4: unknown key 'images.image.columns'; did you mean 'column'?"),
        ("checklists", "{rqs: {answers: radaudit.yaml, x: 1}}", "'checklists.rqs.x'; known keys here: answers"),
        (
            "study",
            "{title: T, task: binry}",
            "2: 'study.task' must be 'binary', 'multiclass', 'regression', 'survival'",
        ),
        ("study", "{title: T, task: binry}", "(it is 'binry'; did you mean 'binary'?)"),
        ("models", "[{name: a, features: extraced}]", "or be a list (it is 'extraced'; did you mean 'extracted'?)"),
        ("schema", "radaudit/2", "1: 'schema' must be 'radaudit/1' (it is 'radaudit/2')"),
        ("study", "{task: binary}", "2: the key 'study.title' is missing"),
        ("cohort", "{patient: PatientID}", "3: the key 'cohort.table' is missing"),
        ("cohort", "{table: data/clinical.csv}", "3: 'cohort' needs 'patient' or 'case': the column that identifies"),
        ("cohort", COHORT + "outcome: {time: a}}", "3: the key 'cohort.outcome.event' is missing"),
        ("cohort", COHORT + "outcome: 5}", "3: 'cohort.outcome' must be text, or hold keys and values (it is 5)"),
        ("cohort", COHORT + "covariates: }", "3: 'cohort.covariates' must be a list (nothing is given)"),
        ("cohort", "data/clinical.csv", "3: 'cohort' must hold keys and values (it is 'data/clinical.csv')"),
        ("study", "{title: '', task: binary}", "2: 'study.title' must not be empty (it is '')"),
        (
            "images",
            "{image: 'a/{PatientID}', label: one}",
            "'images.label' must be a whole number, or hold keys and values",
        ),
        ("images", "{image: 'a/{PatientID}', label: 0}", "4: 'images.label' must be greater than or equal to 1, or"),
        ("images", "{image: 'a/{PatientID}', roi: ''}", "4: 'images.roi' must not be empty, or hold keys and values"),
        ("images", "{image: 'a/{PatientID}', roi: {colum: x}}", "4: unknown key 'images.roi.colum'; did you mean"),
        ("images", "{image: {}}", "4: 'images.image' must be text, or hold more values (it is {})"),
        ("claims", "[{id: a, metric: auc, value: high}]", "4: 'claims.0.value' must be a number (it is 'high')"),
        ("claims", "[{id: a, metric: auc, value: .nan}]", "4: 'claims.0.value' must be a finite number (it is nan)"),
        ("claims", "[{id: a, metric: auc, value: 1, ci: [1]}]", "4: 'claims.0.ci' must hold more values (it is [1])"),
        ("claims", "[{id: a, metric: auc, value: 1, ci: [1, 2, 3]}]", "4: 'claims.0.ci' must hold fewer values"),
        ("claims", "[{id: a, metric: acu, value: 1}]", "'n_features' or 'icc' (it is 'acu'; did you mean 'auc'?)"),
        (
            "models",
            "[{name: a, estimator: model.py}]",
            "must be a file and a function in it, such as code/model.py:build",
        ),
        (
            "models",
            "[{name: a, probabilities: {horizon: 0}}]",
            "'models.0.probabilities.horizon' must be greater than 0",
        ),
        ("models", "[{name: a, probabilities: [12, 12.0]}]", "4: 'models.0.probabilities' names the horizon 12 twice"),
        (
            "models",
            "[{name: a, probabilities: [12]}]",
            "4: 'models.0.probabilities' is of a time to an event, but 'study",
        ),
        (
            "claims",
            "[{id: a, metric: auc, value: 1, horizon: 5}]",
            "4: 'claims.0.horizon' is of a time to an event, but",
        ),
        (
            "claims",
            "[{id: a, metric: c_index, value: 1, horizon: 5}]",
            "4: 'claims.0' names a horizon, but c_index is of no time; those of one are auc, brier",
        ),
        ("5", "x", "4: the key 5 is not text; put it in quotation marks"),
        ("study", "{title: T, task: binary, split_date: 2023-02-30}", "2: '2023-02-30' can't be read as a date"),
        (
            "cohort",
            COHORT + "split: {column: set, train: [a, b], test: [b]}}",
            "3: 'cohort.split' the value 'b' stands for both train and test",
        ),
        ("cohort", COHORT + "split: {train: [a]}}", "3: 'cohort.split' needs 'column': the name of the column that"),
    ],
)
def test_a_mistake_in_the_manifest(folder, part, value, said):
    (problem,) = folder.write(**{part: value}).problems()
    assert problem.startswith("radaudit.yaml:")
    assert said in problem


def test_several_mistakes_are_told_at_once_in_the_order_of_the_file(folder):
    problems = folder.write(
        study="{titel: T, task: binry}", cohort="{table: a.csv, patient: 5}", modles="[]", claims="[{id: a}]"
    ).problems()
    assert [problem.partition(": ")[0] for problem in problems] == [
        *["radaudit.yaml:2"] * 3,
        "radaudit.yaml:3",
        "radaudit.yaml:4",
        *["radaudit.yaml:5"] * 2,
    ]


def test_names_that_stand_twice_and_names_of_nothing(folder):
    folder.write(
        models="\n- name: one\n- name: two\n- name: one",
        claims="\n- {id: a, model: twoo, metric: auc, value: 1}\n- {id: a, model: zzz, metric: auc, value: 1}",
    )
    assert folder.problems() == [
        "radaudit.yaml:7: 'models.2.name' is 'one', which was already given in line 5",
        "radaudit.yaml:9: 'claims.0.model' names the model 'twoo'; did you mean 'two'?",
        "radaudit.yaml:10: 'claims.1.id' is 'a', which was already given in line 9",
        "radaudit.yaml:10: 'claims.1.model' names the model 'zzz'; the models are: one, two",
    ]


def test_predictors_and_structures_that_claims_name(folder):
    picture = "a/{PatientID}"
    folder.write(
        images=f"{{image: '{picture}', predicted: {{unet: '{picture}'}}, structures: {{liver: 1, tumour: 2}}}}",
        claims="\n- {id: a, model: unet, structure: liver, metric: dice, value: 1}"
        "\n- {id: b, model: unte, structure: kidney, metric: dice, value: 1}",
    )
    assert folder.problems() == [
        "radaudit.yaml:7: 'claims.1.model' names the model 'unte'; did you mean 'unet'?",
        "radaudit.yaml:7: 'claims.1.structure' names the structure 'kidney'; the structures are: liver, tumour",
    ]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("structures: {liver: 1, tumour: 1}", "the structures 'liver' and 'tumour' have the same label, 1"),
        ("structures: {liver: 0}", "'images.structures.liver' must be greater than or equal to 1"),
        ("structures: {liver: 1}, label: {column: PatientID}", "'label' a column of them; leave one of them out"),
    ],
)
def test_structures_have_labels_of_their_own(folder, more, said):
    folder.write(images=f"{{image: 'a/{{PatientID}}', {more}}}")
    (problem,) = folder.problems()
    assert said in problem


def test_files_that_are_not_there(folder):
    (folder.root / "params.yaml").write_text("setting: {}\n")
    folder.write(
        cohort="{table: data/clinicle.csv, patient: PatientID}",
        features="{settings: parms.yaml, table: tables/f.csv}",
        models="[{name: a, estimator: 'code/model.py:build', predictions: data}]",
        checklists="{rqs-2017: {answers: rqs.json}}",
    )
    assert folder.problems() == [
        "radaudit.yaml:3: 'cohort.table': there is no file 'data/clinicle.csv'; did you mean 'clinical.csv'?",
        "radaudit.yaml:4: 'features.settings': there is no file 'parms.yaml'; did you mean 'params.yaml'?",
        "radaudit.yaml:4: 'features.table': there is no file 'tables/f.csv' (nor a folder 'tables')",
        "radaudit.yaml:5: 'models.0.estimator': there is no file 'code/model.py' (nor a folder 'code')",
        "radaudit.yaml:5: 'models.0.predictions': there is no file 'data' (it is a folder)",
        "radaudit.yaml:6: 'checklists.rqs-2017.answers': there is no file 'rqs.json'",
    ]


def test_one_image_for_all_cases_is_a_file_or_a_folder_with_a_dicom_series(folder):
    folder.write(images="{image: scan, mask: masks/all.nrrd, readers: {b: masks/b.nrrd}, retest: {image: retest}}")
    assert folder.problems() == [
        "radaudit.yaml:4: 'images.image': there is no file 'scan'",
        "radaudit.yaml:4: 'images.mask': there is no file 'masks/all.nrrd' (nor a folder 'masks')",
        "radaudit.yaml:4: 'images.readers.b': there is no file 'masks/b.nrrd' (nor a folder 'masks')",
        "radaudit.yaml:4: 'images.retest.image': there is no file 'retest'",
    ]
    for name in ("scan", "masks", "retest"):
        (folder.root / name).mkdir()
    for name in ("all", "b"):
        (folder.root / "masks" / f"{name}.nrrd").write_bytes(b"")
    assert folder.problems() == []
    assert not [keys for keys, _ in named_files(load_study(folder.root).manifest) if keys[0] == "images"]


def test_only_images_may_be_folders(folder):
    (folder.root / "scan").mkdir()
    folder.write(features="{table: scan, settings: 'p{a}.yaml'}")
    assert folder.problems() == [
        "radaudit.yaml:4: 'features.settings': there is no file 'p{a}.yaml'",
        "radaudit.yaml:4: 'features.table': there is no file 'scan' (it is a folder)",
    ]


def test_paths_that_leave_the_study(folder, tmp_path):
    (tmp_path / "secret.csv").write_text("ID\n1\n")
    (folder.root / "link.csv").symlink_to(tmp_path / "secret.csv")
    folder.write(
        cohort="{table: ../secret.csv, patient: ID}",
        images="{image: '../{ID}.nii', mask: '/masks/{ID}.nii'}",
        features="{table: link.csv, settings: 'C:\\params.yaml'}",
        models=f"[{{name: a, produces: ../out.csv, predictions: {tmp_path}/secret.csv}}]",
        code="{include: ['../**/*.py']}",
    )
    leads = "leads out of the study's folder; put the file inside it"
    absolute = "is absolute; give it relative to the manifest"
    assert folder.problems() == [
        f"radaudit.yaml:3: 'cohort.table': the path '../secret.csv' {leads}",
        f"radaudit.yaml:4: 'images.image': the path '../{{ID}}.nii' {leads}",
        f"radaudit.yaml:4: 'images.mask': the path '/masks/{{ID}}.nii' {absolute}",
        f"radaudit.yaml:5: 'features.settings': the path 'C:\\\\params.yaml' {absolute}",
        f"radaudit.yaml:5: 'features.table': the path 'link.csv' {leads}",
        f"radaudit.yaml:6: 'models.0.predictions': the path '{tmp_path}/secret.csv' {absolute}",
        f"radaudit.yaml:6: 'models.0.produces': the path '../out.csv' {leads}",
        f"radaudit.yaml:7: 'code.include.0': the path '../**/*.py' {leads}",
    ]


def test_columns_of_labels_and_of_roi_names_that_are_not_there(folder):
    folder.write(images="{image: 'a/{PatientID}', label: {column: labels}, roi: 'GTV-{lesion}'}")
    assert [problem.split(", which")[0] for problem in folder.problems()] == [
        "radaudit.yaml:4: 'images.label' names the column 'labels'",
        "radaudit.yaml:4: 'images.roi' names the column 'lesion'",
    ]
    folder.write(images="{image: 'a/{PatientID}', label: {column: label}, roi: 'GTV-{PatientID}'}")
    assert folder.problems() == []
    assert load_study(folder.root).manifest.images.label == {"column": "label"}


def test_columns_that_are_not_there(folder):
    folder.write(
        cohort="\n  table: data/clinical.csv\n  patient: PatientId\n  site: center\n  outcome: {time: t, event: label}"
        "\n  split: {column: Set}\n  covariates: [age, sex]",
        images="{image: 'i/{Case}.nii', mask: {column: masks}}",
        stability="{readers: {table: data/clinical.csv, case: PatientID, rater: reader}}",
    )
    problems = folder.problems()
    assert problems[0] == (
        "radaudit.yaml:5: 'cohort.patient' names the column 'PatientId', which data/clinical.csv does not have; "
        "its columns are: PatientID, centre, label, set, age"
    )
    assert [problem.split(", which")[0] for problem in problems] == [
        "radaudit.yaml:5: 'cohort.patient' names the column 'PatientId'",
        "radaudit.yaml:6: 'cohort.site' names the column 'center'",
        "radaudit.yaml:7: 'cohort.outcome.time' names the column 't'",
        "radaudit.yaml:8: 'cohort.split.column' names the column 'Set'",
        "radaudit.yaml:9: 'cohort.covariates.1' names the column 'sex'",
        "radaudit.yaml:10: 'images.image' names the column 'Case'",
        "radaudit.yaml:10: 'images.mask' names the column 'masks'",
        "radaudit.yaml:11: 'stability.readers.rater' names the column 'reader'",
    ]


def test_a_table_of_many_columns_names_the_nearest_first(folder):
    names = [f"f{number}" for number in range(40)]
    (folder.root / "data" / "clinical.csv").write_text(",".join(["ID", *names, "PatientID"]) + "\n" + "1," * 41 + "1\n")
    (problem,) = folder.write(cohort="{table: data/clinical.csv, patient: PatientsID}").problems()
    assert "its columns are: PatientID, ID, f0, " in problem
    assert problem.endswith(" and 30 more")


def test_a_table_that_cannot_be_read_is_told_once_with_its_own_line(folder):
    (folder.root / "data" / "clinical.csv").write_text("PatientID,set\n1,a\n2,b,c\n")
    folder.write(cohort="{table: data/clinical.csv, patient: PatientID, site: centre}")
    assert folder.problems() == [
        "data/clinical.csv:3: has 3 cells where the header has 2 (separator ',')",
    ]


def test_a_probability_names_a_column_of_the_predictions(folder):
    model = "[{name: a, predictions: data/clinical.csv, probabilities: [12, {horizon: 24, column: agee}]}]"
    (problem,) = folder.write(study="{title: T, task: survival}", models=model).problems()
    assert "4: 'models.0.probabilities.1.column' names the column 'agee', which data/clinical.csv does not" in problem
    folder.write(study="{title: T, task: survival}", models=model.replace("agee", "age"))
    assert load_study(folder.root).manifest.models[0].horizons == (12, 24)
