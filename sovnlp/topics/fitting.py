"""Topic models of a bag of words, replicate by replicate, side by side in processes of one thread each."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sovnlp.corpus.bags import Bags
from sovnlp.errors import QueryError
from sovnlp.result import Progress

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

__all__ = ["METHODS", "PASSES", "infer", "replicates", "weigh"]

METHODS = ("lda", "nmf")
PASSES = 20
ITERATIONS = 100
BLOCKS = 4
"""Into how many chunks LDA cuts the units of one pass: after each it mends its topics."""
LONGEST_BLOCK = 2000
ALPHA, ETA, OFFSET = 0.1, 0.05, 10
"""The priors of topics in a unit and of features in a topic, and how slowly the first chunks are forgotten."""
BEGINNING = 20
"""Passes of the NMF that LDA begins with."""
STARTS = 4
"""From so many random beginnings an NMF is made; that of the least error is kept."""


def replicates(
    bags: Bags,
    topics: int,
    *,
    seeds: Sequence[int],
    method: str = "lda",
    passes: int = PASSES,
    workers: int = 1,
    resample: bool = False,
    progress: Progress | None = None,
) -> list[Numbers]:
    """Return one topic model for each seed, an array of shape (topics, features) whose rows sum to 1.

    ``lda`` is gensim's LdaModel (Hoffman, Blei and Bach 2010), never LdaMulticore, whose topics depend on the
    scheduling; ``nmf`` is scikit-learn's NMF of tf-idf weights, from random beginnings. LDA begins with the topics of
    such an NMF: beginning with noise it ends in another place each time (``bench/topics.py``). Every replicate runs in
    a process with one thread: the same seed gives the same topics, however many ``workers`` run side by side. With
    ``resample`` each replicate is fitted to documents drawn with replacement, so that replicates differ by what was
    collected too. Raises ``QueryError`` for an unknown method, fewer than 2 topics, or more than there are units.
    """
    return fit_all(
        bags, [(topics, seed) for seed in seeds], method=method, passes=passes, workers=workers, resample=resample,
        progress=progress,
    )  # fmt: skip


def fit_all(
    bags: Bags,
    plan: Sequence[tuple[int, int]],
    *,
    method: str = "lda",
    passes: int = PASSES,
    workers: int = 1,
    resample: bool = False,
    progress: Progress | None = None,
) -> list[Numbers]:
    """Return one topic model for each (number of topics, seed) of a plan, in its order; see ``replicates``."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed

    matrix = bags.units()
    if method not in METHODS:
        raise QueryError(f"{method!r} is not a topic model", f"choose one of: {', '.join(METHODS)}")
    for topics, _ in plan:
        if not 2 <= topics <= min(matrix.shape):
            raise QueryError(
                f"{topics} topics cannot be found in {matrix.shape[0]:,} units of {matrix.shape[1]:,} features",
                "ask for fewer, at least 2; or cut the texts into shorter units: --unit paragraph",
            )
    words = int(matrix.sum())
    with TemporaryDirectory(prefix="sovnlp-topics-") as folder:
        file = Path(folder) / "bags.npz"
        _write(file, matrix, bags.unit_documents())
        context = multiprocessing.get_context("spawn")
        with (
            _one_thread(),
            ProcessPoolExecutor(max(1, min(workers, len(plan))), mp_context=context) as pool,
        ):
            futures = {
                pool.submit(_fit, file, method, topics, seed, passes, resample): place
                for place, (topics, seed) in enumerate(plan)
            }
            fitted: dict[int, Numbers] = {}
            try:
                for done, future in enumerate(as_completed(futures), 1):
                    fitted[futures[future]] = future.result()
                    if progress:
                        progress("fitting", done, len(plan), done * words * passes)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
    return [fitted[place] for place in range(len(plan))]


class _one_thread:
    """While it lasts, processes begun here calculate with one thread."""

    NAMES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

    def __enter__(self) -> None:
        self.before = {name: os.environ.get(name) for name in self.NAMES}
        os.environ.update(dict.fromkeys(self.NAMES, "1"))

    def __exit__(self, *_: object) -> None:
        for name, value in self.before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _write(file: Path, matrix: Any, documents: Any) -> None:
    import numpy as np

    np.savez(
        file, data=matrix.data, indices=matrix.indices, indptr=matrix.indptr, shape=matrix.shape, documents=documents
    )


def _fit(file: Path, method: str, topics: int, seed: int, passes: int, resample: bool) -> Numbers:
    """One replicate, in a process of its own."""
    import numpy as np
    from scipy.sparse import csr_matrix

    with np.load(file) as kept:
        matrix = csr_matrix((kept["data"], kept["indices"], kept["indptr"]), shape=tuple(kept["shape"]))
        documents = kept["documents"]
    if resample:
        rng = np.random.default_rng(seed)
        present = np.unique(documents)
        drawn = np.sort(rng.choice(present, len(present)))
        matrix = matrix[np.concatenate([np.flatnonzero(documents == one) for one in drawn])]
    return _lda(matrix, topics, seed, passes) if method == "lda" else _nmf(matrix, topics, seed, passes)


def _lda(matrix: Any, topics: int, seed: int, passes: int) -> Numbers:
    import numpy as np
    from gensim.models import LdaModel

    model = LdaModel(
        num_topics=topics,
        id2word={i: str(i) for i in range(matrix.shape[1])},
        chunksize=min(max(matrix.shape[0] // BLOCKS, 1), LONGEST_BLOCK),
        passes=passes,
        iterations=ITERATIONS,
        alpha=ALPHA,
        eta=ETA,
        offset=OFFSET,
        eval_every=None,
        random_state=seed,
        dtype=np.float64,
    )
    model.state.sstats = _nmf(matrix, topics, seed, BEGINNING) * matrix.sum()
    model.sync_state()
    model.update(_listed(matrix))
    found: Numbers = model.get_topics().astype(np.float64)
    return np.asarray(found / found.sum(1, keepdims=True), np.float64)


def _listed(matrix: Any) -> list[list[tuple[int, int]]]:
    """A sparse matrix as gensim takes it: pairs of feature and count by unit."""
    indptr, indices, counts = matrix.indptr.tolist(), matrix.indices.tolist(), matrix.data.tolist()
    return [
        list(zip(indices[start:stop], counts[start:stop], strict=True))
        for start, stop in zip(indptr, indptr[1:], strict=False)
    ]


def _nmf(matrix: Any, topics: int, seed: int, passes: int) -> Numbers:
    """The best of ``STARTS`` factorizations, by their error."""
    import warnings

    import numpy as np
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    weights = weigh(matrix, _inverse_frequency(matrix))
    tried = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        for start in range(STARTS):
            model = NMF(topics, init="random", random_state=STARTS * seed + start, max_iter=20 * passes, tol=1e-5)
            model.fit(weights)
            tried.append((float(model.reconstruction_err_), start, model.components_))
    found: Numbers = min(tried, key=lambda one: one[:2])[2].astype(np.float64) + 1e-12
    return np.asarray(found / found.sum(1, keepdims=True), np.float64)


def _inverse_frequency(matrix: Any) -> Numbers:
    import numpy as np

    units = matrix.shape[0]
    present = np.bincount(matrix.indices, minlength=matrix.shape[1])
    return np.asarray(np.log((1 + units) / (1 + present)) + 1, np.float64)


def weigh(matrix: Any, idf: Numbers) -> Any:
    """Return tf-idf weights with rows of length 1 (Salton and Buckley 1988, with sublinear counts)."""
    import numpy as np
    from scipy.sparse import csr_matrix, diags
    from sklearn.preprocessing import normalize

    counts = csr_matrix((1 + np.log(matrix.data), matrix.indices, matrix.indptr), shape=matrix.shape)
    return normalize(counts @ diags(idf))


def infer(matrix: Any, topics: Numbers, *, method: str = "lda", seed: int = 1) -> Numbers:
    """Return the share of each topic in each unit, shape (units, topics), rows that sum to 1, the topics being fixed.

    For ``lda`` it is the variational estimate of gensim's LdaModel (Hoffman, Blei and Bach 2010, algorithm 2, E step);
    for ``nmf`` the non-negative least squares fit of scikit-learn.
    """
    import numpy as np

    if method == "lda":
        from gensim.models import LdaModel

        count = len(topics)
        model = LdaModel(
            num_topics=count,
            id2word={i: str(i) for i in range(topics.shape[1])},
            alpha=ALPHA,
            iterations=ITERATIONS,
            random_state=seed,
            dtype=np.float64,
        )
        model.expElogbeta = np.maximum(topics, 1e-12)
        shares, _ = model.inference(_listed(matrix)) if matrix.shape[0] else (np.zeros((0, count)), None)
    else:
        from sklearn.decomposition import non_negative_factorization

        # Topics of length 1 are fitted in fewer steps; the share of a topic is that of what it adds up to.
        lengths = np.linalg.norm(topics, axis=1)
        weights = weigh(matrix, _inverse_frequency(matrix))
        found, _, _ = non_negative_factorization(
            weights, H=topics / lengths[:, None], n_components=len(topics), init="custom", update_H=False, max_iter=2000
        )
        shares = found / lengths + 1e-12
    return np.asarray(shares / shares.sum(1, keepdims=True), np.float64)
