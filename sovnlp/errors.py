"""What can go wrong, said in one line and a next step.

    SovnlpError              message, hint; the command line prints both and exits with 1
    ├── SourceError          a file, folder, archive or manifest that cannot be read
    ├── CorpusError          a store that is missing, of another format, or in use
    │   └── EmptySelection   the question is sound but no document answers to it
    ├── QueryError           a question that cannot be understood
    ├── LexiconError         a lexicon file that does not hold together
    ├── MissingModel         a model file that is absent or is not the one it should be
    └── MissingPackage       a library that is absent or broken

Programming mistakes stay ``TypeError`` and ``ValueError``, with their traceback.
"""

from __future__ import annotations

__all__ = [
    "CorpusError",
    "EmptySelection",
    "LexiconError",
    "MissingModel",
    "MissingPackage",
    "QueryError",
    "SourceError",
    "SovnlpError",
]


class SovnlpError(Exception):
    """A failure that the user can mend: ``message`` says what and where, ``hint`` what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message


class SourceError(SovnlpError):
    """A file, folder, archive or manifest that cannot be read."""


class CorpusError(SovnlpError):
    """A store that is missing, of another format version, or in use by another writer."""


class EmptySelection(CorpusError):
    """The question is sound, but no document answers to it."""


class QueryError(SovnlpError):
    """A question that cannot be understood."""


class LexiconError(SovnlpError):
    """A lexicon file that does not hold together."""


class MissingModel(SovnlpError):
    """A model file that is absent, or whose checksum is not the expected one."""


class MissingPackage(SovnlpError):
    """A library that is absent or broken; ``hint`` is the line that mends it."""

    def __init__(self, package: str, purpose: str, cause: BaseException | None = None, extra: str = "") -> None:
        reason = f" ({type(cause).__name__}: {cause})" if cause else ""
        super().__init__(
            f"{purpose} needs the package {package}, which cannot be loaded{reason}",
            f'python -m pip install "sovnlp[{extra}]"'
            if extra
            else f'python -m pip install --force-reinstall "{package}"',
        )
        # What pickle calls the class with, so that the error can travel from a worker process.
        self.args = (package, purpose, None, extra)
