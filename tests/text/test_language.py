from __future__ import annotations

import pytest

from sovnlp.text.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Кулак ушел.", "ru"),
        ("The kulak left.", "en"),
        ("Слово kulak", "ru"),
        ("The word кулак", "en"),
        ("XV съезд", "ru"),
        ("XV. 1927.", ""),
        ("12 — 14, №", ""),
        ("", ""),
        ("I said no", "en"),
        ("VIII I II и", "ru"),
        ("мир peace мир", "ru"),
        ("дань dans", "ru"),
        ("dans дань", "en"),
        ("Хлѣбъ", "ru"),
        ("Café", "en"),
        ("Вітаємо", "ru"),
    ],
)
def test_detect(text: str, language: str) -> None:
    assert detect(text) == language
