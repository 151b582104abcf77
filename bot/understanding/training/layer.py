"""Layer: a multinomial logistic regression over hashed features, found by L-BFGS. The same data give the same layer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import minimize

from bot.understanding.features import BUCKETS, features

REGULARISATION = 1e-5
STEPS = 120
FEWEST = 2
"""Rows in which a bucket must be: what a single slip made says nothing about others."""
DENSE_REGULARISATION, DENSE_STEPS = 2e-6, 200


@dataclass(frozen=True, slots=True)
class Layer:
    """`weights` is (buckets, classes), `biases` (classes,)."""

    weights: Any
    biases: Any

    def scores(self, rows: Any) -> Any:
        return rows @ self.weights + self.biases


def rows_of(texts: Sequence[str]) -> Any:
    """One sparse row for each text, of length 1."""
    starts, buckets, values = [0], [], []
    for text in texts:
        found = list(features(text))
        buckets += found
        values += [1 / np.sqrt(len(found) or 1)] * len(found)
        starts.append(len(buckets))
    data = np.array(values, np.float32), np.array(buckets, np.int32), np.array(starts)
    return sparse.csr_matrix(data, shape=(len(texts), BUCKETS))


def fit(rows: Any, classes: Any, count: int, weights: Any) -> Layer:
    """`classes` are class numbers; `weights` say how much each row counts. Rare classes count for more."""
    used = np.nonzero(np.bincount(rows.indices, minlength=BUCKETS) >= FEWEST)[0]
    narrow = rows[:, used].tocsr()
    across = narrow.T.tocsr()
    size = len(used)
    gold, balanced = _gold_and_balance(classes, count, weights)

    def loss(flat: Any) -> tuple[float, Any]:
        layer = flat[: size * count].reshape(size, count).astype(np.float32)
        scores = narrow @ layer + flat[size * count :].astype(np.float32)
        scores -= scores.max(axis=1, keepdims=True)
        powers = np.exp(scores)
        sums = powers.sum(axis=1, keepdims=True)
        cost = -(balanced * ((scores * gold).sum(axis=1) - np.log(sums[:, 0]))).sum()
        slope = (powers / sums - gold) * balanced[:, None]
        steps = across @ slope + REGULARISATION * layer
        total = float(cost) + REGULARISATION / 2 * float((layer * layer).sum())
        return total, np.concatenate([steps.ravel(), slope.sum(axis=0)]).astype(np.float64)

    found = minimize(loss, np.zeros(size * count + count), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    wide = np.zeros((BUCKETS, count), np.float32)
    wide[used] = found[: size * count].reshape(size, count)
    return Layer(wide, found[size * count :])


def fit_dense(rows: Any, classes: Any, count: int, weights: Any) -> tuple[Any, Any]:
    """The same for dense rows: weights (dimensions, classes) and biases (classes,)."""
    size = rows.shape[1]
    rows = rows.astype(np.float32)
    gold, balanced = _gold_and_balance(classes, count, weights)

    def loss(flat: Any) -> tuple[float, Any]:
        layer = flat[: size * count].reshape(size, count).astype(np.float32)
        scores = rows @ layer + flat[size * count :].astype(np.float32)
        scores -= scores.max(axis=1, keepdims=True)
        powers = np.exp(scores)
        sums = powers.sum(axis=1, keepdims=True)
        cost = -(balanced * ((scores * gold).sum(axis=1) - np.log(sums[:, 0]))).sum()
        slope = (powers / sums - gold) * balanced[:, None]
        total = float(cost) + DENSE_REGULARISATION / 2 * float((layer * layer).sum())
        steps = rows.T @ slope + DENSE_REGULARISATION * layer
        return total, np.concatenate([steps.ravel(), slope.sum(axis=0)]).astype(np.float64)

    found = minimize(
        loss, np.zeros(size * count + count), jac=True, method="L-BFGS-B", options={"maxiter": DENSE_STEPS}
    ).x
    return found[: size * count].reshape(size, count), found[size * count :]


def _gold_and_balance(classes: Any, count: int, weights: Any) -> tuple[Any, Any]:
    """One-hot classes, and the share of each row in the cost: of rare classes a larger one."""
    gold = np.eye(count, dtype=np.float32)[classes]
    shares = np.bincount(classes, weights=weights, minlength=count)
    balanced = weights * np.sqrt(weights.sum() / count / shares[classes])
    return gold, (balanced / balanced.sum()).astype(np.float32)
