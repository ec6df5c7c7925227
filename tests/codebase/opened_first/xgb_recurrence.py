# Recidiva a 3 años en cáncer de vejiga (TC) - XGBoost
import pandas as pd
import xgboost as xgb
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split

datos = pd.read_csv("vejiga_radiomica.csv")
datos = datos.dropna(subset=["recidiva_3a"])
y = datos["recidiva_3a"].astype(int)
X = datos.drop(columns=["id_paciente", "recidiva_3a", "fecha_tc"])

X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=0.2, stratify=y, random_state=10
)

# los valores perdidos los maneja xgboost
peso = (y_train == 0).sum() / (y_train == 1).sum()
modelo = xgb.XGBClassifier(
    n_estimators=2000,
    learning_rate=0.02,
    max_depth=3,
    subsample=0.7,
    colsample_bytree=0.5,
    scale_pos_weight=peso,
    eval_metric="auc",
    early_stopping_rounds=50,
)
modelo.fit(X_train, y_train, eval_set=[(X_test, y_test)], verbose=False)
print("mejor iteración:", modelo.best_iteration)

proba = modelo.predict_proba(X_test)[:, 1]
print("AUC en test: %.3f" % roc_auc_score(y_test, proba))
print("AP en test: %.3f" % average_precision_score(y_test, proba))

imp = pd.Series(modelo.feature_importances_, index=X.columns).nlargest(20)
imp.to_csv("importancia.csv")
