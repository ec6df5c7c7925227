"""Words by which studies name columns, sets and files; from some sixty published repositories and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable

PATIENT = (
    "patientid", "patient", "pid", "subjectid", "subject", "participantid", "participant", "mrn", "patientnumber",
    "patientno", "patid", "ptid", "patientname", "individual",
)  # fmt: skip
CASE = (
    "radauditcase", "caseid", "case", "lesionid", "lesion", "noduleid", "nodule", "tumorid", "tumourid", "roiid",
    "scanid", "scan", "examid", "exam", "sampleid", "sample", "imageid", "id", "studyid", "recordid", "record", "uid",
    "seriesuid", "seriesinstanceuid", "filename", "file", "name", "image", "key",
)  # fmt: skip
PLAIN_ID = frozenset({"id", "studyid", "recordid", "record", "uid", "key", "sampleid", "sample"})
OUTCOME = (
    "label", "outcome", "target", "diagnosis", "malignancy", "malignant", "class", "y", "labels", "response",
    "responder", "pcr", "recurrence", "metastasis", "grade", "status", "event", "mutation", "histology", "subtype",
    "groundtruth", "truth", "pathology", "risklabel", "endpoint",
)  # fmt: skip
OUTCOME_PARTS = ("crpopf", "mvi", "egfr", "kras", "idh", "mgmt", "msi", "hpv", "lnm", "outcome", "label", "diagnosis")
TIME = (
    "time", "survivaltime", "ostime", "osdays", "osmonths", "os", "pfs", "pfstime", "pfsdays", "pfsmonths", "rfs",
    "rfstime", "rfsdays", "rfsmonths", "dfs", "dfsdays", "dfsmonths", "dfstime", "efs", "followup", "followuptime",
    "followupdays", "followupmonths", "months", "days", "survival", "survivaldays", "survivalmonths", "timetoevent",
    "survivaltimedays", "overallsurvival", "overallsurvivaldays", "duration",
)  # fmt: skip
EVENT = (
    "event", "status", "death", "dead", "deceased", "osevent", "osstatus", "pfsevent", "pfsstatus", "rfsevent",
    "rfsstatus", "dfsevent", "dfsstatus", "efsevent", "recurrence", "relapse", "progression", "vitalstatus",
    "eventobserved", "deadstatusevent", "deathevent", "survivalstatus",
)  # fmt: skip
CENSORED = ("censored", "censor", "censoring", "iscensored")
SITE = ("site", "centre", "center", "institution", "hospital", "institute", "siteid", "centreid", "centerid", "clinic")
SCANNER = ("scanner", "manufacturer", "vendor", "scannermodel", "manufacturermodelname", "scannerid", "machine")
DATE = (
    "scandate", "date", "studydate", "examdate", "acquisitiondate", "imagingdate", "scanned", "dateofscan", "ctdate",
)  # fmt: skip
COVARIATES = (
    "age", "sex", "gender", "stage", "bmi", "smoking", "smoker", "tstage", "nstage", "mstage", "ajccstage", "ecog",
    "race", "ethnicity", "cea", "ca199", "psa", "afp", "height", "weight", "ageatdiagnosis", "ageyears",
    "clinicalstage", "overallstage", "tumorsize", "tumoursize", "location", "treatment", "hpvstatus", "packyears",
    "kps", "comorbidity",
)  # fmt: skip
SPLIT = (
    "set", "split", "dataset", "subset", "partition", "cohort", "group", "traintest", "train", "istrain", "istest",
    "datasplit", "fold",
)  # fmt: skip
RATER = ("rater", "reader", "observer", "annotator", "radiologist", "readerid", "raterid", "segmenter")
SESSION = ("session", "scan", "visit", "repeat", "timepoint", "repetition", "run", "acquisition", "testretest")

SETS = {
    "train": ("train", "training", "development", "dev", "discovery", "derivation", "tr", "trainset", "trainingset"),
    "validation": ("val", "valid", "validation", "tuning", "tune", "internalvalidation"),
    "test": ("test", "testing", "internaltest", "holdout", "heldout", "testset", "ts", "te", "internal"),
    "external": ("external", "ext", "externaltest", "externalvalidation", "independent", "externalset"),
}
POSITIVE = frozenset({
    "1", "1.0", "true", "yes", "y", "positive", "pos", "malignant", "event", "responder", "dead", "deceased",
    "recurrence", "relapse", "mutant", "mut", "high", "metastasis", "cancer", "tumor", "tumour", "case", "disease",
    "pcr", "progression",
})  # fmt: skip
NEGATIVE = frozenset({
    "0", "0.0", "-1", "false", "no", "n", "negative", "neg", "benign", "none", "alive", "wildtype", "wt", "low",
    "control", "healthy", "normal", "nonresponder", "censored",
})  # fmt: skip


def plain(name: str) -> str:
    """A name's letters and digits, lower case."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def words(path: str) -> frozenset[str]:
    """The words of a path or name, lower case; ``imagesTr`` is two, ``mask2`` stays one."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", path)
    return frozenset(re.split(r"[^a-z0-9]+", parted.lower())) - {""}


def set_of(value: str) -> str | None:
    """The set that a word stands for."""
    own = plain(value)
    return next((name for name, known in SETS.items() if own in known), None)


def first_named(columns: Iterable[str], names: Iterable[str]) -> list[str]:
    """Columns called by one of these names, in the order of the names."""
    listed = list(columns)
    return [column for name in names for column in listed if plain(column) == name]
