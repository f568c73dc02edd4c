"""Where the files that travel with sovnlp are: ``corpus/`` and ``models/``, installed or in a checkout."""

from __future__ import annotations

from pathlib import Path

__all__ = ["folder"]


def folder(name: str) -> Path:
    """Return the path of a folder that the project carries, such as ``corpus/sample`` or ``models``.

    In a wheel it lies inside this package; in a checkout (an editable install) at the top of the project.
    """
    here = Path(__file__).resolve().parent
    installed = here / name
    return installed if installed.exists() else here.parents[1] / name
