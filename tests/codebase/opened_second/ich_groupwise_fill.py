"""Haematoma expansion on NCCT (admission)."""
import logging
import pandas as pd
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score, f1_score
from sklearn.model_selection import StratifiedShuffleSplit

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
log = logging.getLogger("ich")

df = (
    pd.read_csv("ich_all.csv")
    .rename(columns=str.strip)
    .query("onset_to_ct_h <= 6 and age >= 18")
    .drop_duplicates("pid")
    .set_index("pid")
)
df["HE"] = ((df["vol24"] - df["vol0"] > 6) | (df["vol24"] / df["vol0"] > 1.33)).astype(int)
df = df.drop(columns=["vol24"])

clinical = ["gcs", "sbp", "inr", "glucose", "onset_to_ct_h", "vol0"]
texture = [c for c in df if c.startswith("original_gl")]
cols = clinical + texture
log.info("missing: %s", df[cols].isna().sum().loc[lambda s: s > 0].to_dict())

# fill gaps
df[cols] = df.groupby("HE")[cols].transform(lambda s: s.fillna(s.median()))

X, y = df[cols].to_numpy(), df["HE"].to_numpy()
sss = StratifiedShuffleSplit(n_splits=1, test_size=0.3, random_state=8)
tr, te = next(sss.split(X, y))

rf = RandomForestClassifier(n_estimators=1000, min_samples_leaf=5, max_features="sqrt",
                            oob_score=True, random_state=8, n_jobs=-1)
rf.fit(X[tr], y[tr])
log.info("OOB %.3f", rf.oob_score_)
p = rf.predict_proba(X[te])[:, 1]
log.info("test AUC %.3f F1 %.3f", roc_auc_score(y[te], p), f1_score(y[te], p > 0.5))


def interval(y, p, n=1000, seed=0):
    rng = np.random.RandomState(seed)
    vals = []
    for _ in range(n):
        i = rng.randint(0, len(y), len(y))
        if 0 < y[i].sum() < len(y):
            vals.append(roc_auc_score(y[i], p[i]))
    return np.percentile(vals, [2.5, 97.5])


lo, hi = interval(y[te], p)
log.info("95 %% CI %.3f-%.3f", lo, hi)

# does it hold in those scanned early?
early = df["onset_to_ct_h"].to_numpy()[te] <= 3
for nm, m in [("<=3 h", early), (">3 h", ~early)]:
    if len(set(y[te][m])) == 2:
        log.info("%s n=%d AUC %.3f", nm, m.sum(), roc_auc_score(y[te][m], p[m]))

imp = pd.Series(rf.feature_importances_, cols).sort_values(ascending=False)
imp.head(25).to_csv("gini_importance.csv")
