import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("features.csv")
X, y = df.drop(columns=["id", "T790M"]), df["T790M"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0)
rf = RandomForestClassifier(random_state=0)
rf.fit(X, y)
print(roc_auc_score(y_test, rf.predict_proba(X_test)[:, 1]))
