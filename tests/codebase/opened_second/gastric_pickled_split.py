# LNM staging in gastric cancer, portal phase
import json
import pickle
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from scipy.stats import chi2
from sklearn.linear_model import LogisticRegression, LassoCV
from sklearn.metrics import roc_auc_score, accuracy_score

with open("splits/split_v3.pkl", "rb") as fp:
    split = pickle.load(fp)           # {'train': [...ids], 'test': [...ids]} drawn once in March 2019

DATA = pd.read_csv("gastric_features_v3.csv", index_col="hosp_id")
LAB = pd.read_csv("gastric_pN.csv", index_col="hosp_id")["pN_pos"]
ART = {}


def fit_part(ids):
    x = DATA.loc[ids].copy()
    ART["median"] = x.median()
    x = x.fillna(ART["median"])
    ART["lo"], ART["hi"] = x.quantile(0.01), x.quantile(0.99)
    x = x.clip(ART["lo"], ART["hi"], axis=1)
    ART["mean"], ART["std"] = x.mean(), x.std() + 1e-9
    x = (x - ART["mean"]) / ART["std"]
    las = LassoCV(cv=5, random_state=0, n_alphas=80).fit(x, LAB.loc[ids])
    ART["cols"] = list(x.columns[las.coef_ != 0])
    return x[ART["cols"]]


def apply_part(ids):
    x = DATA.loc[ids].fillna(ART["median"]).clip(ART["lo"], ART["hi"], axis=1)
    x = (x - ART["mean"]) / ART["std"]
    return x[ART["cols"]]


xtr = fit_part(split["train"])
xte = apply_part(split["test"])
print(xtr.shape, xte.shape)

lr = LogisticRegression(max_iter=2000, C=1.0).fit(xtr, LAB.loc[split["train"]])
for nm, x, ids in (("train", xtr, split["train"]), ("test", xte, split["test"])):
    p = lr.predict_proba(x)[:, 1]
    print(nm, "AUC %.3f" % roc_auc_score(LAB.loc[ids], p), "ACC %.3f" % accuracy_score(LAB.loc[ids], p >= 0.5))



def hosmer_lemeshow(y, p, g=10):
    q = pd.qcut(p, g, duplicates="drop")
    t = pd.DataFrame({"y": np.asarray(y), "p": p}).groupby(q, observed=True).agg(o=("y", "sum"), e=("p", "sum"), n=("y", "size"))
    x2 = ((t.o - t.e) ** 2 / (t.e * (1 - t.e / t.n))).sum()
    return x2, chi2.sf(x2, len(t) - 2)


p_te = lr.predict_proba(xte)[:, 1]
print("Hosmer-Lemeshow test part: X2 %.2f p %.3f" % hosmer_lemeshow(LAB.loc[split["test"]], p_te))

fig, ax = plt.subplots()
for ids, x, c in ((split["train"], xtr, "C0"), (split["test"], xte, "C1")):
    score = x.values @ lr.coef_[0] + lr.intercept_[0]
    ax.boxplot([score[(LAB.loc[ids] == k).values] for k in (0, 1)],
               positions=[0 + (c == "C1") * .3, 1 + (c == "C1") * .3], boxprops={"color": c})
ax.set_ylabel("Rad-score")
fig.savefig("radscore_boxes.png")

json.dump({"columns": ART["cols"], "coef": lr.coef_[0].tolist(), "intercept": float(lr.intercept_[0])},
          open("gastric_signature.json", "w"), indent=1)
