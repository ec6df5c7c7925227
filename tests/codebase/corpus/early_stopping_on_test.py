import pandas as pd
import xgboost as xgb
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_parquet("radiomics.parquet")
y = df.pop("EGFR")
X = df.select_dtypes("number")
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=11)
bst = xgb.XGBClassifier(n_estimators=2000, learning_rate=0.02, early_stopping_rounds=50, random_state=11)
bst.fit(X_train, y_train, eval_set=[(X_test, y_test)], verbose=False)
print(roc_auc_score(y_test, bst.predict_proba(X_test)[:, 1]))
