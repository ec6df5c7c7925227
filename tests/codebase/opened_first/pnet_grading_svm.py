#!/usr/bin/env python3
# Grading pankreatischer NET (G1 vs. G2/3) aus portalvenoesem CT
import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.svm import SVC

tab = pd.read_csv("pNET_merkmale.csv", sep=";", decimal=",")
y = (tab["Grading"] != "G1").astype(int).values
merkmale = tab.filter(regex="^(original|wavelet)_").astype(float)

# z-Transformation
mw = merkmale.mean(axis=0)
sd = merkmale.std(axis=0, ddof=0)
sd[sd == 0] = 1
Z = ((merkmale - mw) / sd).values

ergebnis = []
rkf = RepeatedStratifiedKFold(n_splits=5, n_repeats=20, random_state=11)
for i, (tr, te) in enumerate(rkf.split(Z, y)):
    # Merkmalsauswahl nur auf den Trainingsfaellen
    auswahl = SelectKBest(f_classif, k=8).fit(Z[tr], y[tr])
    svm = SVC(kernel="rbf", C=1.0, gamma="scale")
    svm.fit(auswahl.transform(Z[tr]), y[tr])
    s = svm.decision_function(auswahl.transform(Z[te]))
    ergebnis.append({"lauf": i, "auc": roc_auc_score(y[te], s)})

erg = pd.DataFrame(ergebnis)
print(erg["auc"].describe())
print("95%-Bereich:", np.percentile(erg["auc"], [2.5, 97.5]).round(3))
erg.to_csv("ergebnis_pnet.csv", index=False)
