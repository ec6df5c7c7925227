# melanoma CT, response by patient; up to 10 lesions
import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

les = pd.read_csv("melanoma_lesions.csv")
fcols = [c for c in les.columns if c.startswith("original_")]
vol = "original_shape_MeshVolume"


def per_patient(g: pd.DataFrame) -> pd.Series:
    w = g[vol] / g[vol].sum()
    big = g.loc[g[vol].idxmax(), fcols].add_prefix("largest_")
    avg = g[fcols].mul(w, axis=0).sum().add_prefix("wmean_")
    sd = g[fcols].std(ddof=0).add_prefix("sd_")
    extra = pd.Series({"n_lesions": len(g), "total_volume": g[vol].sum(), "liver": float((g["organ"] == "liver").any())})
    return pd.concat([big, avg, sd, extra])


pat = les.groupby("patient_id").apply(per_patient)
clin = pd.read_csv("melanoma_patients.csv", index_col="patient_id")
pat = pat.join(clin[["ldh_high", "responder"]], how="inner")
assert pat.index.is_unique
y = pat.pop("responder").astype(int).to_numpy()
X = pat.astype(float)
print(X.shape)

aucs = []
for tr, te in RepeatedStratifiedKFold(n_splits=4, n_repeats=25, random_state=3).split(X, y):
    m = make_pipeline(
        SimpleImputer(strategy="median"),
        StandardScaler(),
        LogisticRegression(penalty="l1", C=0.1, solver="liblinear", random_state=3),
    ).fit(X.iloc[tr], y[tr])
    aucs.append(roc_auc_score(y[te], m.predict_proba(X.iloc[te])[:, 1]))
aucs = np.array(aucs).reshape(25, 4).mean(axis=1)
print("AUC over 25 repeats: %.3f (%.3f to %.3f)" % (aucs.mean(), aucs.min(), aucs.max()))
