import numpy as np
import pandas as pd
import torch
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import QuantileTransformer
from torch import nn
from torch.utils.data import DataLoader, Dataset, random_split


class RadiomicsDataset(Dataset):
    def __init__(self, csv: str, target: str):
        df = pd.read_csv(csv)
        self.y = torch.tensor(df.pop(target).to_numpy(), dtype=torch.float32)
        qt = QuantileTransformer(n_quantiles=100, output_distribution="normal", random_state=0)
        values = qt.fit_transform(df.drop(columns="pid"))
        self.x = torch.tensor(values, dtype=torch.float32)

    def __len__(self):
        return len(self.y)

    def __getitem__(self, i):
        return self.x[i], self.y[i]


class MLP(nn.Sequential):
    def __init__(self, d_in, hidden=32, p=0.4):
        super().__init__(nn.Linear(d_in, hidden), nn.ReLU(), nn.Dropout(p), nn.Linear(hidden, 1))


def train(model, loader, epochs=60, lr=1e-3):
    opt = torch.optim.AdamW(model.parameters(), lr=lr, weight_decay=1e-2)
    loss_fn = nn.BCEWithLogitsLoss()
    for _ in range(epochs):
        model.train()
        for xb, yb in loader:
            opt.zero_grad()
            loss = loss_fn(model(xb).squeeze(1), yb)
            loss.backward()
            opt.step()
    return model


@torch.no_grad()
def evaluate(model, loader):
    model.eval()
    p, y = [], []
    for xb, yb in loader:
        p.append(torch.sigmoid(model(xb)).squeeze(1).numpy())
        y.append(yb.numpy())
    return roc_auc_score(np.concatenate(y), np.concatenate(p))


if __name__ == "__main__":
    torch.manual_seed(0)
    ds = RadiomicsDataset("data/hcc_tace.csv", "responder")
    n_test = int(0.25 * len(ds))
    tr, te = random_split(ds, [len(ds) - n_test, n_test], generator=torch.Generator().manual_seed(0))
    net = train(MLP(ds.x.shape[1]), DataLoader(tr, batch_size=16, shuffle=True))
    print("test auc", evaluate(net, DataLoader(te, batch_size=64)))
