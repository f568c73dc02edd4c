"""Topic models: planted topics found again, stability, time and memory beside other libraries, bags from a store.

    python bench/topics.py [--store FOLDER] [--fast]

1. Texts drawn from LDA with known topics: how many are found again (Bhattacharyya coefficient with a planted topic
   above 0.9), and what two fits with other seeds have in common (mean and least overlap of the top 20 words of matched
   topics), for gensim as it comes, for one replicate of sovnlp, and for the consensus of ten, against another ten.
2. The same stability on real text: ../shared/data/bulk, where it is there, or the store named.
3. Seconds and peak memory on the planted texts, each in a process of its own with one thread; tomotopy where it is
   installed (python -m pip install tomotopy).
4. Words a second from a store into bags (the median of five).
5. Coverage of the nominal 95 % interval of a share, documents with Beta shares of 300 words or of unequal lengths.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from sovnlp.build import ingest
from sovnlp.corpus import Corpus
from sovnlp.corpus.bags import Bags, Feature, Heading, Recipe, bags
from sovnlp.lexicon.stopwords import stop_words
from sovnlp.scores.shares import share_interval
from sovnlp.scores.topic_matching import UNSTABLE, affinity, choose, consensus, match, overlap, reproducibility
from sovnlp.topics.coherence import coherence
from sovnlp.topics.fitting import fit_all, replicates
from sovnlp.topics.model import Curve

BULK = Path(__file__).parents[2] / "shared" / "data" / "bulk" / "corpus1917.jsonl"
PEER = """
import json, resource, sys, time
import numpy as np
from scipy.sparse import csr_matrix
kept = np.load(sys.argv[1]); name, topics, seed = sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
X = csr_matrix((kept["data"], kept["indices"], kept["indptr"]), shape=tuple(kept["shape"]))
listed = [list(zip(X.indices[a:b].tolist(), X.data[a:b].tolist())) for a, b in zip(X.indptr, X.indptr[1:])]
if name.startswith("gensim"):
    from gensim.models import LdaModel
    begun = time.perf_counter()
    words = {i: str(i) for i in range(X.shape[1])}
    m = LdaModel(listed, num_topics=topics, id2word=words, passes=20, random_state=seed, eval_every=None)
    T = m.get_topics()
elif name.startswith("sovnlp"):
    from sovnlp.topics import fitting
    begun = time.perf_counter()
    T = (fitting._lda if "LDA" in name else fitting._nmf)(X, topics, seed, 20)
elif name.startswith("scikit"):
    from sklearn.decomposition import LatentDirichletAllocation
    begun = time.perf_counter()
    m = LatentDirichletAllocation(topics, max_iter=20, learning_method="online", random_state=seed).fit(X)
    T = m.components_ / m.components_.sum(1, keepdims=True)
else:
    import tomotopy
    begun = time.perf_counter()
    m = tomotopy.LDAModel(k=topics, seed=seed)
    for unit in listed:
        m.add_doc([str(i) for i, n in unit for _ in range(n)])
    m.train(200, workers=1)
    T = np.zeros((topics, X.shape[1]))
    for k in range(topics):
        T[k, [int(word) for word in m.used_vocabs]] = m.get_topic_word_dist(k)
seconds = time.perf_counter() - begun
np.save(sys.argv[5], T)
print(json.dumps({"seconds": seconds, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def planted(topics: int, units: int, words: int, features: int, seed: int) -> tuple[Bags, np.ndarray]:
    rng = np.random.default_rng(seed)
    truth = rng.dirichlet(np.full(features, 0.05), topics)
    sizes = rng.dirichlet(np.full(topics, 2.0)) * topics * 0.1
    shares = rng.dirichlet(sizes, units)
    of = [rng.choice(topics, words, p=share) for share in shares]
    indices = np.concatenate([[rng.choice(features, p=truth[k]) for k in unit] for unit in of])
    numbers = np.arange(units)
    return Bags(
        Recipe(), tuple(Feature("lemma", str(i), str(i)) for i in range(features)), np.arange(units + 1) * words,
        indices, numbers, numbers, numbers * 0, numbers, numbers,
        tuple(Heading(str(i), "", None, None, None, "", None, words) for i in range(units)), ("",),
    ), truth  # fmt: skip


def agreement(first: np.ndarray, second: np.ndarray) -> str:
    found = overlap(first, second[match(first, second)])
    return f"{found.mean():.2f} ({found.min():.2f})"


def recovery(truth: np.ndarray, found: np.ndarray) -> str:
    near = affinity(truth, found[match(truth, found)]).diagonal()
    return f"{int((near > 0.9).sum())} of {len(truth)} ({near.mean():.3f})"


def peer(name: str, folder: Path, counts: Bags, topics: int, seed: int) -> tuple[np.ndarray, float, float] | None:
    file, out = folder / "bags.npz", folder / "topics.npy"
    matrix = counts.units()
    np.savez(file, data=matrix.data, indices=matrix.indices, indptr=matrix.indptr, shape=matrix.shape)
    one = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [sys.executable, "-c", PEER, str(file), name, str(topics), str(seed), str(out)],
        env={**os.environ, **one}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        print(f"| {name} | not run: {done.stderr.strip().splitlines()[-1][:80]} | | | | |")
        return None
    said = json.loads(done.stdout)
    return np.load(out), said["seconds"], said["memory"]


def part_planted(fast: bool) -> None:
    cores = os.cpu_count() or 1
    print("\n## Planted topics, and stability between fits\n")
    print("| texts | fit | planted found again (mean) | overlap of two fits (least) | seconds | peak memory, MB |")
    print("|---|---|---|---|---|---|")
    for topics in (10,) if fast else (10, 20):
        counts, truth = planted(topics, 600, 80, 1500, topics)
        texts = f"{topics} topics, 600 units of 80 words"
        with TemporaryDirectory() as folder:
            for name in ("gensim LdaModel", "scikit-learn LDA", "tomotopy LDA", "sovnlp NMF", "sovnlp LDA"):
                runs = [peer(name, Path(folder), counts, topics, seed) for seed in (1, 2)]
                if runs[0] and runs[1]:
                    (first, seconds, memory), (second, _, _) = runs[0], runs[1]
                    print(
                        f"| {texts} | {name} | {recovery(truth, first)} | {agreement(first, second)} "
                        f"| {seconds:.1f} | {memory:,.0f} |"
                    )
        begun = time.perf_counter()
        one = replicates(counts, topics, seeds=range(1, 11), workers=cores)
        seconds = time.perf_counter() - begun
        two = replicates(counts, topics, seeds=range(101, 111), workers=cores)
        both = [consensus(runs) for runs in (one, two)]
        print(
            f"| {texts} | sovnlp LDA, consensus of 10 | {recovery(truth, both[0].topics)} "
            f"| {agreement(both[0].topics, both[1].topics)} | {seconds:.1f} ({cores} processes) | |"
        )
        near = affinity(truth, both[0].topics[match(truth, both[0].topics)]).diagonal() > 0.9
        reliable = both[0].reproducibility[match(truth, both[0].topics)] >= UNSTABLE
        print(
            f"\nOf {len(truth)} topics {int(near.sum())} are found; called stable: {int((near & reliable).sum())} "
            f"of these, {int((~near & reliable).sum())} of the others.\n"
        )
        tried = [5, 10, 20, 30]
        runs = fit_all(counts, [(k, seed) for k in tried for seed in (1, 2, 3, 4, 5)], workers=cores)
        combined = [consensus(runs[i : i + 5]) for i in range(0, len(runs), 5)]
        scores = coherence(counts, [each.topics for each in combined])
        curve = [
            Curve(k, *(float(np.nanmean(column)) for column in score.T), float(each.reproducibility.mean()), 0)
            for k, each, score in zip(tried, combined, scores, strict=True)
        ]
        for point in curve:
            measured = f"c_v {point.c_v:.3f}, c_npmi {point.c_npmi:.3f}, stability {point.stability:.3f}"
            print(f"  {point.topics} topics: {measured}")
        print(f"  chosen: {choose(curve)} (planted: {topics})\n")


def part_real(store: Path | None) -> None:
    print("\n## Real text\n")
    with TemporaryDirectory() as folder:
        if store is None:
            if not BULK.exists():
                print(f"left out: {BULK} is not there")
                return
            store = Path(folder) / "sovnlp.store"
            ingest([BULK], store=store, ner="slovnet", workers=os.cpu_count())
        with Corpus.open(store) as corpus:
            for recipe in (Recipe(language="ru"), Recipe(language="en"), Recipe(joint=True)):
                taken = []
                try:
                    for _ in range(5):
                        begun = time.perf_counter()
                        counts = bags(corpus, recipe)
                        taken.append(time.perf_counter() - begun)
                except Exception as error:
                    print(f"{recipe.language or 'joint'}: {error}")
                    continue
                seconds = sorted(taken)[2]
                words = sum(heading.words for heading in counts.documents)
                rate = f"{words:,} words in {seconds:.2f} s, {words / seconds:,.0f} words/s"
                print(f"bags, {recipe.language or 'joint'}: {rate}")
            sizes = corpus.sql("SELECT language::VARCHAR, sum(tokens) FROM volumes GROUP BY 1 ORDER BY 2 DESC")
            counts = bags(corpus, Recipe(language=sizes[0][0], stop=tuple(stop_words(sizes[0][0]))))
    print(f"\n{len(counts.indices):,} feature words, {counts.units().shape[0]:,} windows; 12 topics\n")
    print("| fit | overlap of two fits (least) | mean reproducibility |\n|---|---|---|")
    cores = os.cpu_count() or 1
    with TemporaryDirectory() as folder:
        plain = [peer("gensim LdaModel", Path(folder), counts, 12, seed) for seed in (1, 2)]
    if plain[0] and plain[1]:
        print(f"| gensim LdaModel | {agreement(plain[0][0], plain[1][0])} | |")
    one, two = (replicates(counts, 12, seeds=range(first, first + 5), workers=cores) for first in (1, 101))
    print(f"| sovnlp LDA | {agreement(one[0], two[0])} | {reproducibility(one[0], one).mean():.2f} |")
    both = [consensus(runs) for runs in (one, two)]
    reliable = both[0].reproducibility.mean()
    print(f"| sovnlp LDA, consensus of 5 | {agreement(both[0].topics, both[1].topics)} | {reliable:.2f} |")


def part_coverage(runs: int) -> None:
    print("\n## Coverage of the interval of a share, nominal 95 %\n")
    print("| mean share | documents | equal lengths | unequal lengths |\n|---|---|---|---|")
    rng = np.random.default_rng(1)
    for mean in (0.02, 0.1, 0.3):
        for documents in (5, 8, 20, 60):
            cells = []
            for unequal in (False, True):
                inside = 0
                for _ in range(runs):
                    size = 300 * rng.lognormal(-0.5, 1, documents) + 5 if unequal else np.full(documents, 300.0)
                    found = share_interval(size * rng.beta(4 * mean, 4 * (1 - mean), documents), size)
                    inside += found.low is not None and found.high is not None and found.low <= mean <= found.high
                cells.append(f"{100 * inside / runs:.1f}")
            print(f"| {mean} | {documents} | {cells[0]} | {cells[1]} |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Benchmark of topic models.")
    parser.add_argument("--store", type=Path)
    parser.add_argument("--fast", action="store_true")
    given = parser.parse_args()
    part_coverage(200 if given.fast else 1000)
    part_planted(given.fast)
    part_real(given.store)
