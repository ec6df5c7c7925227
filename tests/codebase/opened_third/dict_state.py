import json
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, matthews_corrcoef
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import MaxAbsScaler
from sklearn.ensemble import StackingClassifier, RandomForestClassifier
from sklearn.svm import SVC

CFG = json.loads("""
{"csv": "lung_ip_pattern.csv", "id": "acc", "y": "progressive",
 "C": 0.15, "folds": 5, "seed": 404}
""")
D = {}          # everything lives here


def setup():
    t = pd.read_csv(CFG["csv"]).set_index(CFG["id"])
    D["y"] = t[CFG["y"]].to_numpy()
    t = t.drop(columns=CFG["y"])
    D["names"] = t.columns.to_numpy()
    D["X"] = MaxAbsScaler().fit_transform(t)


def reduce():
    global D
    l1 = LogisticRegression(penalty="l1", C=CFG["C"], solver="liblinear", random_state=CFG["seed"])
    l1.fit(D["X"], D["y"])
    w = l1.coef_.ravel()
    mask = np.abs(w) > 0
    D.update(X=D["X"][:, mask], names=D["names"][mask])


def stack():
    base = [("rf", RandomForestClassifier(200, random_state=CFG["seed"])),
            ("svm", SVC(probability=True, random_state=CFG["seed"]))]
    return StackingClassifier(base, LogisticRegression(), cv=3)


def evaluate():
    cv = StratifiedKFold(CFG["folds"], shuffle=True, random_state=CFG["seed"])
    D["p"] = np.zeros(D["y"].size)
    for a, b in cv.split(D["X"], D["y"]):
        D["p"][b] = stack().fit(D["X"][a], D["y"][a]).predict_proba(D["X"][b])[:, 1]
    return roc_auc_score(D["y"], D["p"]), matthews_corrcoef(D["y"], D["p"] > 0.5)


setup()
reduce()
auc, mcc = evaluate()
print(f'{len(D["names"])} features, AUC {auc:.3f}, MCC {mcc:.3f}')
pd.Series(D["p"]).to_csv("oof.csv")
