"""The spelling that dictionaries have for a form that older or poetic print spells in another way."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["modern"]

# собиралися, уношуся; молодаго, синяго; кровию, мыслию; новыя, последния; землею.
OLDER = re.compile("(?P<stem>.+)(?P<ending>(?<=[аеиоуыэюя])ся|аго|яго|ию|ыя|ия)")
TODAY = {"ся": "сь", "аго": "ого", "яго": "его", "ию": "ью", "ыя": "ые", "ия": "ие"}


def modern(word: str, known: Callable[[str], bool]) -> str:
    """Return a lower-case form as it is spelled today where only that is ``known``, and else the form itself.

    >>> modern("собиралися", {"собирались"}.__contains__)
    'собирались'
    """
    older = OLDER.fullmatch(word)
    if older is None or known(word):
        return word
    today = older["stem"] + TODAY[older["ending"]]
    return today if known(today) else word
