import pandas as pd

FEATURES = "rectal_t2w_features.csv"
CLINICAL = "rectal_clinical.csv"


def load_cohort(outcome="ypT0N0"):
    """Return features, outcome and the clinical table, aligned by patient."""
    feats = pd.read_csv(FEATURES, index_col="PatientName")
    feats = feats.loc[:, ~feats.columns.str.contains("diagnostics|Mask|Image")]
    clin = pd.read_csv(CLINICAL, index_col="PatientName")
    common = sorted(set(feats.index) & set(clin.index))
    feats = feats.loc[common].astype("float64")
    clin = clin.loc[common]
    return feats, clin[outcome].astype(int), clin
