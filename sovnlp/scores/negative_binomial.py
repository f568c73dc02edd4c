"""The negative binomial model of hits by document: the more bursty a word, the smaller its ``size``.

A document of t words at a rate μ a word has a mean m = μ t and a variance m + m² / size (Lawless 1987, Canadian Journal
of Statistics 15:3; the "NB2" of Cameron and Trivedi 2013, section 3.3). Hits may be fractional.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

__all__ = ["profile_interval", "score", "size_of"]

LEAST, MOST, STEPS = 0.05, 1e4, 32
"""The sizes that are considered, by equal steps of their logarithm: from very bursty to all but Poisson."""
FARTHEST = 12.0
"""No bound lies farther from the rate than this on the log scale (a factor of 160,000)."""


@cache
def _sizes() -> Numbers:
    """Return the grid of sizes, of shape (STEPS, 1)."""
    import numpy as np

    return np.exp(np.linspace(np.log(LEAST), np.log(MOST), STEPS))[:, None]


def size_of(hits: Numbers, means: Numbers) -> float:
    """Return the size of the greatest likelihood, given the hits of each document and their means (each above 0).

    It is looked for between 0.05 and 10,000.
    """
    import numpy as np

    values = _constants(hits) - ((hits + _sizes()) * np.log1p(means / _sizes())).sum(1)
    return float(np.exp(_peak(values)[0]))


def score(hits: Numbers, means: Numbers, size: float) -> Numbers:
    """Return what each document adds to the score of the log rate: (x - m) / (1 + m / size) (Lawless 1987)."""
    return (hits - means) / (1 + means / size)


def profile_interval(
    hits: Numbers, tokens: Numbers, cut: float, *, shares: Numbers | None = None, moved: bool = True
) -> tuple[float, float]:
    """Return the bounds of the rate per word: hits and tokens of each document, of shape (n,), some hit among them.

    The bounds are the rates at which twice the fall of the log-likelihood, maximized over the size, reaches ``cut``
    (Venzon and Moolgavkar 1988, Applied Statistics 37:1). Unless not ``moved``, they are then made to stand around the
    rate that is reported, all hits over all words, and stretched on the log scale by the ratio of its standard error
    under the model to that of the maximum-likelihood rate. Where documents are equally long both steps change nothing;
    where they are not, the likelihood would answer another question, the rate of a document and not of a word.

    Another estimate whose log moves by ``shares`` with each hit of a document (1 / Σ hits for the rate) has a standard
    error of its own, to which the bounds are stretched.
    """
    import numpy as np

    constants, total = _constants(hits), hits.sum()
    crude = float(np.log(total / tokens.sum()))

    def profile(rate: float) -> float:
        """Return the log-likelihood at a log rate, maximized over the size, up to a constant."""
        values = constants - ((hits + _sizes()) * np.log1p(np.exp(rate) * tokens / _sizes())).sum(1)
        return _peak(values)[1] + float(total) * rate

    best, size, top = _maximum(hits, tokens, constants, crude)
    fitted = np.exp(best) * tokens
    variance = float(1 / (fitted / (1 + fitted / size)).sum())
    mean = np.exp(crude) * tokens
    each = 1 / total if shares is None else shares
    stretch = float(np.sqrt(((mean + mean**2 / size) * each**2).sum() / variance))
    low, high = (
        _crossing(lambda rate: 2 * (top - profile(rate)), best, side * float(np.sqrt(cut * variance)), cut)
        for side in (-1, 1)
    )
    if not moved:
        return float(np.exp(low)), float(np.exp(high))
    below, above = max(stretch * (low - best), -FARTHEST), min(stretch * (high - best), FARTHEST)
    return float(np.exp(crude + below)), float(np.exp(crude + above))


def _maximum(hits: Numbers, tokens: Numbers, constants: Numbers, start: float) -> tuple[float, float, float]:
    """Return the log rate and the size of the greatest likelihood, and its logarithm up to a constant."""
    import numpy as np

    sizes, rates = _sizes(), np.full((STEPS, 1), start)
    for _ in range(30):
        means = np.exp(rates) * tokens
        slope = ((hits - means) / (1 + means / sizes)).sum(1, keepdims=True)
        bend = (means * (1 + hits / sizes) / (1 + means / sizes) ** 2).sum(1, keepdims=True)
        steps = np.clip(slope / bend, -1, 1)
        rates = rates + steps
        if np.abs(steps).max() < 1e-5:
            break
    values = constants - ((hits + sizes) * np.log1p(np.exp(rates) * tokens / sizes)).sum(1) + hits.sum() * rates[:, 0]
    where, top = _peak(values)
    return float(np.interp(where, np.log(sizes[:, 0]), rates[:, 0])), float(np.exp(where)), top


def _crossing(fall: Callable[[float], float], best: float, step: float, cut: float) -> float:
    """Return where ``fall``, going from ``best`` by ``step``, reaches ``cut``: the Illinois method on its root."""

    def beyond(rate: float) -> float:
        return float(max(fall(rate), 0) ** 0.5 - cut**0.5)

    near, far = best, best + step
    below, above = beyond(near), beyond(far)
    while above < 0:
        near, below, far = far, above, far + step
        if abs(far - best) > FARTHEST:
            return far
        above = beyond(far)
    new = far
    for _ in range(30):
        new = (near * above - far * below) / (above - below)
        value = beyond(new)
        if abs(value) < 1e-3:
            break
        if value < 0:
            near, below, above = new, value, above / 2
        else:
            far, above, below = new, value, below / 2
    return new


def _peak(values: Numbers) -> tuple[float, float]:
    """Return the log size at which values over the grid are greatest, and the value there, by a parabola."""
    import numpy as np

    first, step = float(np.log(LEAST)), float(np.log(MOST / LEAST)) / (STEPS - 1)
    i = int(values.argmax())
    if i in (0, STEPS - 1):
        return first + i * step, float(values[i])
    before, here, after = (float(value) for value in values[i - 1 : i + 2])
    bend = 2 * here - before - after
    if bend <= 0:
        return first + i * step, here
    shift = (after - before) / (2 * bend)
    return first + (i + shift) * step, here + (after - before) * shift / 4


def _constants(hits: Numbers) -> Numbers:
    """Return the terms of the log-likelihood at each size that do not depend on the rate."""
    import numpy as np

    sizes, (values, times) = _sizes(), np.unique(hits, return_counts=True)
    gammas: Numbers = ((_log_gamma(values + sizes) - _log_gamma(sizes)) * times).sum(1)
    constants: Numbers = gammas - hits.sum() * np.log(sizes[:, 0])
    return constants


def _log_gamma(values: Numbers) -> Numbers:
    """Return the logarithm of the gamma function above 0, by Stirling's series (A. and S. 1964, 6.1.15 and 6.1.41)."""
    import numpy as np

    shifted = values + 7
    product = values.copy()
    for step in range(1, 7):
        product = product * (values + step)
    inverse = 1 / shifted
    series: Numbers = inverse * (1 / 12 - inverse**2 * (1 / 360 - inverse**2 * (1 / 1260 - inverse**2 / 1680)))
    logs: Numbers = (shifted - 0.5) * np.log(shifted) - shifted + np.log(2 * np.pi) / 2 + series - np.log(product)
    return logs
