import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_validate

frame = pd.read_csv("t2w_adc_features.csv")
y = frame["csPCa"].astype(int)
X = frame.drop(columns=["case", "csPCa"])

X_res, y_res = SMOTE(random_state=0).fit_resample(X, y)
model = RandomForestClassifier(random_state=0)
res = cross_validate(model, X_res, y_res, cv=10, scoring=["roc_auc", "accuracy"])
for name, values in res.items():
    print(name, values.mean())
