"""From the name of a model to a path that has been checked: the only module that looks in ``models/``.

``models/models.toml`` lists what sovnlp loads: where it lies (with the project, or inside an installed package), its
SHA-256 and its license. A file whose checksum differs from the one listed is never loaded.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from sovnlp import _data
from sovnlp.errors import MissingModel, MissingPackage

__all__ = [
    "PULLED",
    "Model",
    "available",
    "cache",
    "checksum",
    "default_ner",
    "described",
    "package_version",
    "path",
    "pulled",
    "worked_out",
]

PULLED = "pulled.json"
"""In the folder of a model that was fetched: the checksum of each of its files."""


@dataclass(frozen=True, slots=True)
class Model:
    """One line of ``models.toml``.

    ``package`` is the installed package that carries the file (empty for files of the project itself); ``file`` is the
    path inside it; ``sha256`` is the checksum of the file (empty where the package is loaded as a whole);
    ``vectors`` names the word vectors that it was trained on.
    """

    name: str
    kind: str
    language: str
    package: str
    file: str
    sha256: str
    license: str
    made: str
    vectors: str = ""


@lru_cache(maxsize=1)
def _listed() -> dict[str, dict[str, Any]]:
    with (_data.folder("models") / "models.toml").open("rb") as file:
        return tomllib.load(file)


@lru_cache(maxsize=1)
def available() -> Mapping[str, Model]:
    """Return every model that ``models.toml`` lists, by name."""
    return {name: Model(name=name, **fields) for name, fields in _listed()["models"].items()}


def default_ner(language: str) -> str:
    """Return the engine that finds names where none is asked for: the best measured at an everyday speed."""
    return str(_listed()["default"][language])


def described(engine: str, language: str) -> str:
    """Return an engine for names with the packages and the models it stands on, for receipts.

    A model that comes with sovnlp is told by the first digits of its checksum, one that was fetched by those of the
    list of its files.
    """
    entry = _listed()["engines"][engine]
    parts = [f"{package} {package_version(package)}".strip() for package in entry["packages"]]
    for name in entry.get(language, ()):
        sha256 = available()[name].sha256 if name in available() else checksum(cache() / name / PULLED)
        parts.append(f"{name} {sha256[:8]}".strip())
    return f"{engine} ({', '.join(parts)})"


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
    if model.sha256 and checksum(file) != model.sha256:
        raise MissingModel(f"the model {name} at {file} is not the file listed (its checksum differs)", _mend(model))
    return file


def cache() -> Path:
    """Return the folder for what is fetched or worked out once: ``SOVNLP_CACHE``, else the user's cache."""
    import platformdirs

    return Path(os.environ.get("SOVNLP_CACHE") or platformdirs.user_cache_path("sovnlp"))


def worked_out(name: str, make: Callable[[], Any]) -> Any:
    """Return what ``make`` works out, by a file of that name in the cache where it has been worked out before.

    It is kept as JSON below a line with its checksum. A file that is not whole is made anew; where none can be written,
    it is worked out each time.
    """
    file = cache() / name
    with contextlib.suppress(OSError):
        sha256, _, content = file.read_bytes().partition(b"\n")
        if hashlib.sha256(content).hexdigest().encode() == sha256:
            return json.loads(content)
    made = make()
    content = json.dumps(made, ensure_ascii=False).encode()
    beside = file.with_name(f"{name}.{uuid4().hex}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
        os.replace(beside, file)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    return made


def pulled(name: str) -> Path:
    """Return the folder of a model that was fetched, after checking that its files are those that were fetched.

    Raises ``MissingModel`` where it was not fetched or a file has changed since.
    """
    folder = cache() / name
    hint = f"sovnlp models pull {name}"
    try:
        checksums = dict(json.loads((folder / PULLED).read_text("utf-8")))
    except (OSError, ValueError, TypeError) as cause:
        raise MissingModel(f"the model {name} has not been fetched", hint) from cause
    for file, sha256 in checksums.items():
        if checksum(folder / file) != sha256:
            raise MissingModel(f"{folder / file} is not the file that was fetched (its checksum differs)", hint)
    return folder


def checksum(file: Path) -> str:
    """Return the SHA-256 of a file, or of the names and checksums in a folder; an empty string where there is none."""
    if file.is_dir():
        inside = sorted(path for path in file.rglob("*") if path.is_file())
        listed = "".join(f"{path.relative_to(file).as_posix()} {checksum(path)}\n" for path in inside)
        return hashlib.sha256(listed.encode()).hexdigest()
    if not file.is_file():
        return ""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def package_version(package: str) -> str:
    """Return the installed version of a distribution, or an empty string where it is not installed."""
    try:
        return importlib.metadata.version(package) if package else ""
    except importlib.metadata.PackageNotFoundError:
        return ""


def _mend(model: Model) -> str:
    return f'python -m pip install --force-reinstall "{model.package or "sovnlp"}"'
