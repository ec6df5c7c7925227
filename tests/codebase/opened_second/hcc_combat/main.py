import pandas as pd
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import train_test_split

import settings
from harmonize import run_combat
from modeling import build


def main():
    feats = pd.read_csv(settings.FEATURES, index_col=0)
    clin = pd.read_csv(settings.CLINICAL, index_col=0).loc[feats.index]
    feats = run_combat(feats, clin)
    y = clin[settings.LABEL]
    Xtr, Xte, ytr, yte = train_test_split(
        feats, y, test_size=settings.TEST_FRACTION, stratify=y, random_state=settings.SEED)
    model = build().fit(Xtr, ytr)
    p = model.predict_proba(Xte)[:, 1]
    print(f"test AUC {roc_auc_score(yte, p):.3f}  Brier {brier_score_loss(yte, p):.3f}")


if __name__ == "__main__":
    main()
