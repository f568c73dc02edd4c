"""From the name of a model to a path that has been checked: the only module that looks in ``models/``.

``models/models.toml`` lists what sovnlp loads: where it lies (with the project, or inside an installed package), its
SHA-256 and its license. A file whose checksum differs from the one listed is never loaded.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sovnlp import _data
from sovnlp.errors import MissingModel, MissingPackage

__all__ = ["Model", "available", "package_version", "path"]


@dataclass(frozen=True, slots=True)
class Model:
    """One line of ``models.toml``.

    ``package`` is the installed package that carries the file (empty for files of the project itself); ``file`` is the
    path inside it; ``sha256`` is the checksum of the file (empty where the package is loaded as a whole).
    """

    name: str
    kind: str
    language: str
    package: str
    file: str
    sha256: str
    license: str
    made: str


@lru_cache(maxsize=1)
def available() -> Mapping[str, Model]:
    """Return every model that ``models.toml`` lists, by name."""
    with (_data.folder("models") / "models.toml").open("rb") as file:
        listed = tomllib.load(file)
    return {name: Model(name=name, **fields) for name, fields in listed.items()}


@lru_cache(maxsize=32)
def path(name: str) -> Path:
    """Return where the model ``name`` lies, after checking that it is the file listed.

    Raises ``MissingModel`` for an unknown name, an absent file or a wrong checksum, ``MissingPackage`` where the
    package that carries it is not installed.
    """
    if name not in available():
        raise MissingModel(f"no model is called {name}", f"choose one of: {', '.join(available())}")
    model = available()[name]
    if model.package:
        spec = importlib.util.find_spec(model.package)
        if spec is None or spec.origin is None:
            raise MissingPackage(model.package, f"the model {name}")
        root = Path(spec.origin).parent
    else:
        root = _data.folder("models")
    file = root / model.file
    if not file.exists():
        raise MissingModel(f"the model {name} is not at {file}", _mend(model))
    if model.sha256 and hashlib.sha256(file.read_bytes()).hexdigest() != model.sha256:
        raise MissingModel(f"the model {name} at {file} is not the file listed (its checksum differs)", _mend(model))
    return file


def package_version(package: str) -> str:
    """Return the installed version of a distribution, or an empty string where it is not installed."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _mend(model: Model) -> str:
    return f'python -m pip install --force-reinstall "{model.package or "sovnlp"}"'
