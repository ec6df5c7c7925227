# How much does the split matter? 100 splits, Supplement S6
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

t2 = pd.read_csv("rectal_T2.csv", index_col="case")
yT = t2["pT34"].values
xT = t2.drop(columns=["pT34"]).values

algos = {
    "logreg": lambda s: LogisticRegression(C=0.1, max_iter=2000),
    "forest": lambda s: RandomForestClassifier(300, random_state=s),
}
res = {k: np.zeros(100) for k in algos}
for s in range(100):
    xa, xb, ya, yb = train_test_split(xT, yT, test_size=0.3, random_state=s, stratify=yT)
    for k, make in algos.items():
        pl = Pipeline([("z", StandardScaler()), ("f", SelectKBest(f_classif, k=10)), ("m", make(s))]).fit(xa, ya)
        res[k][s] = roc_auc_score(yb, pl.predict_proba(xb)[:, 1])

fig, ax = plt.subplots()
for i, (k, v) in enumerate(res.items()):
    ax.violinplot(v, positions=[i], showmeans=True)
    lucky, unlucky = v.argmax(), v.argmin()
    print(f"{k}: {v.mean():.3f} SD {v.std(ddof=1):.3f}; from {v[unlucky]:.3f} (seed {unlucky}) to {v[lucky]:.3f} (seed {lucky})")
ax.set_xticks(range(len(res)), list(res))
ax.set_ylabel("AUC in 30 % held out")
fig.savefig("S6_violin.png", dpi=250)

print("A single split could have been reported as anything between these two ends.")
pd.DataFrame(res).rename_axis("seed").to_csv("S6_all_splits.csv")
