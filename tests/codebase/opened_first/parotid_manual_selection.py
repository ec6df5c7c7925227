# Tumeurs parotidiennes : bénin / malin, IRM T2 + ADC
# toute la préparation est faite sur les patients d'entraînement du pli
import numpy as np
import pandas as pd
from scipy import stats
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

df = pd.read_csv("parotide_irm.csv", sep=";")
y = df["malin"].values
feats = [c for c in df.columns if c.split("_")[0] in ("T2", "ADC")]

aucs = []
freq = pd.Series(0, index=feats)
plis = StratifiedKFold(n_splits=5, shuffle=True, random_state=4).split(df, y)
for app, val in plis:
    A = df.iloc[app][feats].copy()
    V = df.iloc[val][feats].copy()
    ya, yv = y[app], y[val]

    # valeurs manquantes : médiane des patients d'entraînement
    med = A.median()
    A = A.fillna(med)
    V = V.fillna(med)

    mu, sigma = A.mean(), A.std().replace(0, 1)
    A = (A - mu) / sigma
    V = (V - mu) / sigma

    # test t par variable, puis filtre de corrélation
    p = {f: stats.ttest_ind(A.loc[ya == 1, f], A.loc[ya == 0, f], equal_var=False).pvalue for f in feats}
    retenues = sorted((f for f in feats if p[f] < 0.05), key=p.get)
    corr = A[retenues].corr().abs()
    garde = []
    for f in retenues:
        if all(corr.loc[f, g] < 0.8 for g in garde):
            garde.append(f)
    garde = garde[:10] or [min(p, key=p.get)]
    freq[garde] += 1

    lr = LogisticRegression(C=0.5).fit(A[garde], ya)
    aucs.append(roc_auc_score(yv, lr.predict_proba(V[garde])[:, 1]))

print("AUC moyenne %.3f (ET %.3f)" % (np.mean(aucs), np.std(aucs)))
print(freq[freq > 0].sort_values(ascending=False).head(15))
