# COVID-19 severity, 6 hospitals, leave one hospital out
import numpy as np
import pandas as pd
from scipy import stats
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import LeaveOneGroupOut

covid = pd.read_hdf("covid_ct.h5", key="features")
meta = pd.read_hdf("covid_ct.h5", key="meta").loc[covid.index]
F = covid.to_numpy(dtype=np.float64)
F = np.sign(F) * np.log1p(np.abs(F))
sev = meta["icu"].to_numpy().astype(int)
hosp = meta["hospital"].to_numpy()
names = covid.columns.to_numpy()

logo = LeaveOneGroupOut()
summary = {}
votes = dict.fromkeys(names, 0)
for inside, outside in logo.split(F, sev, groups=hosp):
    where = hosp[outside][0]
    if len(np.unique(sev[outside])) < 2:
        print(where, "has one class only, not scored")
        continue
    mu, sigma = F[inside].mean(axis=0), F[inside].std(axis=0)
    sigma[sigma < 1e-12] = 1.0
    G_in = (F[inside] - mu) / sigma
    G_out = (F[outside] - mu) / sigma

    t, p = stats.ttest_ind(G_in[sev[inside] == 1], G_in[sev[inside] == 0], axis=0, equal_var=False)
    top = np.argsort(p)[:20]
    for n in names[top]:
        votes[n] += 1

    lr = LogisticRegression(C=0.05, max_iter=2000, class_weight="balanced")
    lr.fit(G_in[:, top], sev[inside])
    summary[where] = dict(
        n=len(outside),
        events=int(sev[outside].sum()),
        auc=roc_auc_score(sev[outside], lr.decision_function(G_out[:, top])),
    )

tab = pd.DataFrame(summary).T
print(tab.round(3))
print("weighted AUC", round(np.average(tab.auc, weights=tab.n), 3))
print("in all rounds:", [k for k, v in votes.items() if v == len(tab)])
