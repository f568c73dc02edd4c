"""A way to run a command in this process."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

from sovnlp.cli import main

__all__ = ["Ran", "Run", "run"]


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command as the process would: exit code, what went to stdout, what went to stderr."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("SOVNLP_STORE", raising=False)

    def run(*arguments: object) -> Ran:
        streams = [io.TextIOWrapper(io.BytesIO(), encoding="ascii", write_through=True) for _ in range(2)]
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", streams[0])
            patch.setattr(sys, "stderr", streams[1])
            try:
                main([str(argument) for argument in arguments])
                code = 0
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(end.code is not None)
        out, err = (stream.buffer.getvalue().decode("utf-8") for stream in streams)  # type: ignore[attr-defined]
        assert "Traceback" not in err
        return Ran(code, out, err)

    return run
