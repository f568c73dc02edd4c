"""Student's t distribution, without scipy: its import alone takes a quarter of the time that a question may take."""

from __future__ import annotations

from functools import lru_cache
from math import exp, lgamma, log, log1p

__all__ = ["t_quantile"]


@lru_cache(maxsize=4096)
def t_quantile(probability: float, freedom: float) -> float:
    """Return the quantile of Student's t with ``freedom`` degrees of freedom, which need not be whole.

    The distribution function is inverted by bisection to 12 digits. Raises ``ValueError`` unless 0 < ``probability`` <
    1 and ``freedom`` > 0.

    >>> round(t_quantile(0.975, 7), 4)
    2.3646
    """
    if not 0 < probability < 1 or not freedom > 0:
        raise ValueError(f"no quantile {probability} of Student's t with {freedom} degrees of freedom")
    if probability < 0.5:
        return -t_quantile(1 - probability, freedom)
    low, high = 0.0, 1.0
    while _upper_tail(high, freedom) > 1 - probability:
        low, high = high, 2 * high
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if _upper_tail(middle, freedom) > 1 - probability else (low, middle)
    return (low + high) / 2


def _upper_tail(t: float, freedom: float) -> float:
    """Return P(T > t) for t ≥ 0: half the incomplete beta function (Abramowitz and Stegun 1964, 26.7.1)."""
    return _incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t)) / 2


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """Return the regularized incomplete beta function by its continued fraction (A. and S. 1964, 26.5.8)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    # Lentz's method, with the even and odd coefficients of the fraction taken in turn.
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 300):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / (1 + term * d)
            c = 1 + term / c
            value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return front * value
