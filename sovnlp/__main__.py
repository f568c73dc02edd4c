"""``python -m sovnlp`` and the command ``sovnlp``."""

from __future__ import annotations

from sovnlp.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
