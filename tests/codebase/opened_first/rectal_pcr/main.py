from feature_filter import univariate_filter
from load_data import load_cohort
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneOut, cross_val_predict
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler


def main():
    X, y, clin = load_cohort(outcome="ypT0N0")
    print("n =", len(X), "events =", int(y.sum()))
    print(clin[["age", "sex", "cT", "cN"]].describe(include="all"))

    keep = univariate_filter(X=X, y=y, alpha=0.05, fdr=True)
    print(len(keep), "significant features")

    model = Pipeline([
        ("scaler", StandardScaler()),
        ("ridge", LogisticRegression(penalty="l2", C=0.1, max_iter=1000)),
    ])
    prob = cross_val_predict(model, X[keep], y, cv=LeaveOneOut(), method="predict_proba")[:, 1]
    print("LOOCV AUC = %.3f" % roc_auc_score(y, prob))


if __name__ == "__main__":
    main()
