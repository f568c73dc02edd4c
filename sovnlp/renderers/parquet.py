"""A result as a Parquet file."""

from __future__ import annotations

from pathlib import Path

from sovnlp.corpus import write_parquet
from sovnlp.result import R, Result

__all__ = ["parquet_file"]


def parquet_file(result: Result[R], path: Path) -> None:
    """Write the rows as a Parquet file, with title, notes and receipt in its metadata under ``sovnlp``."""
    write_parquet(result, path)
