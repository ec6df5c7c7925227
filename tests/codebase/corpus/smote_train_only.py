import pandas as pd
from imblearn.over_sampling import ADASYN
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold

df = pd.read_csv("features.csv")
X, y = df.drop(columns="outcome").values, df["outcome"].values
oof = []
for tr, te in StratifiedKFold(10, shuffle=True, random_state=3).split(X, y):
    Xr, yr = ADASYN(random_state=3).fit_resample(X[tr], y[tr])
    clf = RandomForestClassifier(random_state=3).fit(Xr, yr)
    oof.append(pd.DataFrame({"y": y[te], "p": clf.predict_proba(X[te])[:, 1]}))
oof = pd.concat(oof)
print(roc_auc_score(oof["y"], oof["p"]), f1_score(oof["y"], oof["p"] > 0.5))
