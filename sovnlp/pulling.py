"""From a server to the user's cache: the models that do not come with sovnlp, fetched by Stanza's own downloader.

What comes is checked against the sums that the server lists, never opened, and moved to its place when all is there.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from sovnlp import models
from sovnlp.errors import MissingModel, MissingPackage
from sovnlp.result import Progress, Receipt, Result

__all__ = ["PullRow", "pull_model"]

LANGUAGES: Mapping[str, str] = {"stanza-ru": "ru"}
"""The models that can be fetched, with the language that Stanza lists each under."""
SILENCE = (15.0, 60.0)
"""Seconds to wait for a connection, and for the next byte."""
_PLAIN = re.compile(r"\w[\w.+-]*")

# What Stanza calls a file: the folder it lies in, and its name without the ending.
Part = tuple[str, str]


class PullRow(NamedTuple):
    """One file of a model: its path below the model's folder, its size and its SHA-256."""

    file: str
    bytes: int
    sha256: str


def pull_model(
    name: str,
    *,
    resources_url: str | None = None,
    model_url: str | None = None,
    again: bool = False,
    progress: Progress | None = None,
) -> Result[PullRow]:
    """Fetch a model into its folder in the user's cache, and list its files.

    A model that is there, with every file as it was fetched, is not asked for again unless ``again``. By default
    Stanza knows where to ask; ``resources_url`` is the address above a mirror's ``resources_VERSION.json``, and
    ``model_url`` that of its files, with ``{lang}`` and ``{filename}`` in it. Raises ``MissingModel`` where there is no
    such model or it cannot be had whole (what was there before is left as it is), ``MissingPackage`` where stanza
    cannot be loaded.
    """
    from filelock import FileLock, Timeout

    if name not in LANGUAGES:
        raise MissingModel(f"no model that can be fetched is called {name}", f"choose one of: {', '.join(LANGUAGES)}")
    folder = models.cache() / name
    addresses = {"resources_url": resources_url, "model_url": model_url}
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_name(f"{name}.lock"), timeout=0):
            fetched = again or not _whole(name)
            if fetched:
                _fetch(name, folder, addresses, progress or _silent)
            sums: dict[str, str] = json.loads((folder / models.PULLED).read_text("utf-8"))
    except Timeout as cause:
        raise MissingModel(f"the model {name} is being fetched by another process", "wait until it is there") from cause
    except OSError as cause:
        raise MissingModel(f"{folder} cannot be written ({_short(cause)})", "set SOVNLP_CACHE to a folder") from cause
    rows = [PullRow(file, (folder / file).stat().st_size, sha256) for file, sha256 in sums.items()]
    version = models.package_version
    receipt = Receipt(
        "pull_model",
        {"name": name, "again": again, **addresses},
        {},
        0,
        0,
        "",
        {"stanza": version("stanza")},
        version("sovnlp"),
    )
    notes = () if fetched else ("It was there already, as it was fetched; --again fetches it anew.",)
    return Result(f"The model {name} is in {folder}", PullRow, rows, receipt, notes)


def _whole(name: str) -> bool:
    try:
        models.pulled(name)
    except MissingModel:
        return False
    return True


def _fetch(name: str, folder: Path, addresses: Mapping[str, str | None], tell: Progress) -> None:
    """Fetch a model into a folder beside its own, and put it in place of what was there when all has come."""
    part, old = folder.with_name(f"{name}.part"), folder.with_name(f"{name}.old")
    # What a process that was killed may have left.
    if old.exists() and not folder.exists():
        old.replace(folder)
    shutil.rmtree(part, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    try:
        _download(name, folder, part, addresses, tell)
        files = sorted(file for file in part.rglob("*") if file.is_file())
        sums = {file.relative_to(part).as_posix(): models.checksum(file) for file in files}
        (part / models.PULLED).write_text(json.dumps(sums, indent=1), "utf-8")
        if folder.exists():
            folder.replace(old)
        part.replace(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def _download(name: str, folder: Path, into: Path, addresses: Mapping[str, str | None], tell: Progress) -> None:
    """Let Stanza fetch its list of models, and those that finding names in words needs."""
    try:
        from stanza.resources import common
    except Exception as cause:
        raise MissingPackage("stanza", f"fetching the model {name}", cause) from cause
    language = LANGUAGES[name]
    given = {key: value for key, value in addresses.items() if value is not None}
    model_url = {"model_url": given.pop("model_url")} if "model_url" in given else {}
    asking = common.requests.exceptions
    try:
        with _patient(common), common.logging_level_context("ERROR", None):
            common.download_resources_json(str(into), **given)
            # A mirror is asked for this name, so that the folder can serve as one.
            shutil.copy(into / "resources.json", into / f"resources_{common.DEFAULT_RESOURCES_VERSION}.json")
            resources, parts = _listed(common, into, language)
            for i, part in enumerate(parts):
                tell("fetching", i, len(parts), 0)
                _download_part(common, part, resources, language, into, model_url)
            tell("fetching", len(parts), len(parts), 0)
    except (asking.ConnectionError, asking.Timeout) as cause:
        raise MissingModel(
            f"the model {name} was not fetched: there is no network here, or the server cannot be reached",
            f"on a machine with a network: sovnlp models pull {name}, then copy its folder to {folder}",
        ) from cause
    except MissingModel as cause:
        raise MissingModel(f"the model {name} was not fetched: {cause.message}", cause.hint) from cause
    except Exception as cause:
        raise MissingModel(
            f"the model {name} was not fetched ({_short(cause)})",
            f"sovnlp models pull {name}, later, or on a machine with a network; then copy its folder to {folder}",
        ) from cause


def _download_part(
    common: Any, part: Part, resources: Mapping[str, Any], language: str, into: Path, model_url: Mapping[str, str]
) -> None:
    try:
        common.download_models([part], resources, language, str(into), log_info=False, **model_url)
    except ValueError as cause:
        if isinstance(cause, OSError):
            # Errors of a connection may be both.
            raise
        raise MissingModel(
            f"what came as {'/'.join(part)}.pt is not the file that the server lists (its md5 differs)",
            "try again later; if it stays so, tell those who keep the server",
        ) from cause


def _listed(common: Any, folder: Path, language: str) -> tuple[dict[str, Any], list[Part]]:
    """Return the list of models that a server gave, and of them the default one for names with what it depends on."""
    try:
        resources = common.load_resources_json(str(folder))
        chosen = common.maintain_processor_list(resources, language, None, {"ner": "default"})
        needed = common.flatten_processor_list(common.add_dependencies(resources, language, chosen))
        parts = sorted((str(kind), str(package)) for kind, package in needed)
        sums = [resources[language][kind][package]["md5"] for kind, package in parts]
    except (KeyError, TypeError, AttributeError, ValueError) as cause:
        raise _unusable(f"it does not say what names in the language {language} need") from cause
    if not sums or not all(isinstance(md5, str) and md5 for md5 in sums):
        raise _unusable(f"it has no md5 of what names in the language {language} need")
    # The names become paths on this machine.
    if not all(_PLAIN.fullmatch(word) for part in parts for word in part):
        raise _unusable("it names files outside their folders")
    return resources, parts


def _unusable(why: str) -> MissingModel:
    return MissingModel(f"the server's list of models cannot be used: {why}", "ask another server: --from ADDRESS")


@contextmanager
def _patient(common: Any) -> Iterator[None]:
    """Have Stanza's requests end after a silence and fail at an error page; by themselves they do neither."""
    plain = common.requests

    def get(address: str, **options: Any) -> Any:
        response = plain.get(address, timeout=SILENCE, **options)
        response.raise_for_status()
        return response

    common.requests = SimpleNamespace(get=get)
    try:
        yield
    finally:
        common.requests = plain


def _short(cause: BaseException) -> str:
    """Return the beginning of what an error says, on one line."""
    said = " ".join(str(cause).split())
    return f"{type(cause).__name__}: {said[:200]}".removesuffix(": ")


def _silent(stage: str, done: int, total: int | None, words: int) -> None: ...
