"""Three hospitals: ComBat, then a held-out test."""
import pandas as pd
from neuroCombat import neuroCombat
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

table = pd.read_csv("multicentre.csv")
y = table["recurrence"]
names = [c for c in table if c.startswith("original_")]
covars = table[["center", "age", "recurrence"]]
out = neuroCombat(
    dat=table[names].T,
    covars=covars,
    batch_col="center",
    categorical_cols=["recurrence"],
    continuous_cols=["age"],
)
X = pd.DataFrame(out["data"].T, columns=names)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0, stratify=y)
clf = LogisticRegression(C=0.1, max_iter=5000).fit(X_train, y_train)
print(roc_auc_score(y_test, clf.decision_function(X_test)))
