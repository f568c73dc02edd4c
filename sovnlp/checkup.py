"""What is installed, which models are there, what is missing and the line that mends it."""

from __future__ import annotations

import importlib
import platform
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sovnlp import models
from sovnlp.errors import SovnlpError
from sovnlp.result import Receipt, Result

__all__ = ["DoctorRow", "ModelRow", "doctor", "list_models"]

# Import name of each package sovnlp stands on, with its distribution and what is lost without it.
PACKAGES: Mapping[str, tuple[str, str]] = {
    "duckdb": ("duckdb", "the store: everything"),
    "pyarrow": ("pyarrow", "the store: everything"),
    "razdel": ("razdel", "Russian annotation"),
    "slovnet": ("slovnet", "Russian annotation"),
    "navec": ("navec", "Russian annotation"),
    "pymorphy3": ("pymorphy3", "Russian lemmas"),
    "spacy": ("spacy", "English annotation"),
    "stanza": ("stanza", "the Stanza engines"),
    "torch": ("torch", "the Stanza engines"),
    "gensim": ("gensim", "topic models"),
    "sklearn": ("scikit-learn", "topic models and classifiers"),
    "scipy": ("scipy", "statistics"),
    "statsmodels": ("statsmodels", "statistics"),
    "ruptures": ("ruptures", "change points"),
    "edtf": ("edtf", "dates"),
    "lxml": ("lxml", "HTML"),
    "altair": ("altair", "charts"),
    "vl_convert": ("vl-convert-python", "charts"),
    "xlsxwriter": ("xlsxwriter", "XLSX files"),
}


class DoctorRow(NamedTuple):
    """One package or model: its version, whether it works (``ok``), what needs it, and the line that mends it."""

    name: str
    kind: str
    version: str
    ok: bool
    needed_for: str
    mend: str


class ModelRow(NamedTuple):
    """One model: what it is for, whose terms it comes under, whether it is there and is the file listed (``ok``)."""

    name: str
    kind: str
    language: str
    ok: bool
    megabytes: float | None
    license: str
    made: str


def list_models() -> Result[ModelRow]:
    """List the models that sovnlp knows, checking each; for one that is not ``ok`` a note says what mends it."""
    rows, notes = [], []
    for name, model in models.available().items():
        file = None
        try:
            file = models.path(name)
        except SovnlpError as cause:
            notes.append(f"{cause.message}; try: {cause.hint}")
        size = round(file.stat().st_size / 1e6, 1) if file and model.sha256 else None
        rows.append(ModelRow(name, model.kind, model.language, file is not None, size, model.license, model.made))
    receipt = Receipt("list_models", {}, {}, 0, 0, "", {}, models.package_version("sovnlp"))
    return Result("The models that sovnlp knows", ModelRow, rows, receipt, tuple(notes))


def doctor() -> Result[DoctorRow]:
    """Import every package and check every model, and say what is missing and how to mend it."""
    rows = [*_packages(), *_models()]
    broken = [row for row in rows if not row.ok]
    notes = [f"{row.name} does not work; it is needed for {row.needed_for}. Mend it with: {row.mend}" for row in broken]
    version = models.package_version("sovnlp")
    receipt = Receipt("doctor", {"python": platform.python_version()}, {}, 0, 0, "", {}, version)
    title = f"sovnlp {version} on Python {platform.python_version()}: " + (
        f"not working: {len(broken)} of {len(rows)} parts" if broken else "everything works"
    )
    return Result(title, DoctorRow, rows, receipt, tuple(notes))


def _packages() -> Iterator[DoctorRow]:
    for module, (package, purpose) in PACKAGES.items():
        version = models.package_version(package)
        try:
            importlib.import_module(module)
        except Exception as cause:
            said = f"{type(cause).__name__}: {cause}".splitlines()[0]
            yield DoctorRow(
                package,
                "package",
                version or said,
                False,
                purpose,
                f'python -m pip install --force-reinstall "{package}"',
            )
        else:
            yield DoctorRow(package, "package", version, True, purpose, "")


def _models() -> Iterator[DoctorRow]:
    for name, model in models.available().items():
        version = models.package_version(model.package.replace("_", "-"))
        try:
            models.path(name)
        except SovnlpError as cause:
            yield DoctorRow(name, "model", cause.message, False, f"{model.language} {model.kind}", cause.hint)
        else:
            yield DoctorRow(name, "model", version, True, f"{model.language} {model.kind}", "")
