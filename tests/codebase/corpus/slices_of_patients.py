import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import StratifiedKFold, cross_val_score

slices = pd.read_csv("slices.csv")
y = slices.label
X = slices.drop(["patient", "slice_no", "label"], axis=1)
cv = StratifiedKFold(5, shuffle=True, random_state=0)
acc = cross_val_score(RandomForestClassifier(random_state=0), X, y, cv=cv)
print(acc.mean())
