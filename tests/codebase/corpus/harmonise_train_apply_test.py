import pandas as pd
from neuroHarmonize import harmonizationApply, harmonizationLearn
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

df = pd.read_csv("multicentre.csv")
names = df.filter(like="original_").columns
train, test = df[df["set"] == "train"], df[df["set"] == "test"]

covars_train = train[["SITE", "age"]]
model, X_train = harmonizationLearn(train[names].values, covars_train)
X_test = harmonizationApply(test[names].values, test[["SITE", "age"]], model)
clf = LogisticRegression(max_iter=5000).fit(X_train, train["recurrence"])
print(roc_auc_score(test["recurrence"], clf.predict_proba(X_test)[:, 1]))
