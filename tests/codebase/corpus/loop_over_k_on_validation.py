import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.svm import SVC

df = pd.read_csv("features.csv")
X, y = df.drop(columns="HER2"), df["HER2"]
Xtr, Xte, ytr, yte = train_test_split(X, y, random_state=0)
best, best_k = 0, None
for k in range(2, 40):
    pipe = make_pipeline(SelectKBest(f_classif, k=k), SVC(probability=True, random_state=0))
    score = cross_val_score(pipe, Xtr, ytr, cv=5, scoring="roc_auc").mean()
    if score > best:
        best, best_k = score, k
final = make_pipeline(SelectKBest(f_classif, k=best_k), SVC(probability=True, random_state=0)).fit(Xtr, ytr)
print("AUC", roc_auc_score(yte, final.predict_proba(Xte)[:, 1]))
