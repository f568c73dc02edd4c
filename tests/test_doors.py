"""One word, five doors: whoever adds a command or an analysis is told here what else it needs."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

import sovnlp
from sovnlp.analyses import ANALYSES
from sovnlp.cli import COMMANDS, GROUPS, app

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "sovnlp" / "guide"
PARTS = ("**What it answers.**", "**How it is computed.**", "**How to read it.**", "**What it cannot tell.**")
MODULES = sorted(
    module.name for module in pkgutil.walk_packages(sovnlp.__path__, "sovnlp.") if not module.name.endswith("__main__")
)
FUNCTIONS = {function.__name__: function for function in COMMANDS} | {
    f"{first} {second}": function for first, (_, commands) in GROUPS.items() for second, function in commands.items()
}
# The function of the package that answers a command of two words.
NAMED = {
    "lexicon check": "check_lexicon",
    "lexicon apply": "apply_lexicon",
    "models list": "list_models",
    "models pull": "pull_model",
    "models train": "train_ner",
    "score ner": "score_ner",
    "score sample": "draw_sample",
    "topics fit": "fit_topics",
    "topics show": "show_topics",
    "topics over-time": "topics_over_time",
    "topics documents": "topic_documents",
    "topics compare": "compare_topics",
    "topics apply": "apply_topics",
    "topics label": "label_topic",
    "topics intrusion": "intrusion_sheet",
    "topics page": "topics_page",
}
command = pytest.mark.parametrize("name", FUNCTIONS)


def parameters(name: str) -> list[Any]:
    group: Any = typer.main.get_command(app)
    for word in name.split():
        group = group.commands[word]
    return [parameter for parameter in group.params if parameter.name != "help"]


def page_of(name: str) -> Path:
    """The guide page of a command; the commands of a group share one."""
    return GUIDE / f"{name.split()[0]}.md"


def options(name: str) -> set[str]:
    return {option for parameter in parameters(name) for option in parameter.opts}


@command
def test_a_command_has_a_guide_page(name: str) -> None:
    page = page_of(name)
    assert page.is_file(), f"write {page}"
    assert page.read_text("utf-8").startswith(f"# {page.stem}\n")
    assert f"({page.name})" in (GUIDE / "index.md").read_text("utf-8"), f"link {page.name} in index.md"


@command
def test_a_guide_page_names_every_option(name: str) -> None:
    page = page_of(name).read_text("utf-8")
    missing = {option for option in options(name) if option.startswith("--") and f"`{option}" not in page}
    assert not missing - {"--store", "--json"}


@command
def test_a_command_is_in_the_readme(name: str) -> None:
    assert f"`sovnlp {name}" in (ROOT / "README.md").read_text("utf-8")


@command
def test_a_command_is_a_function_of_the_package(name: str) -> None:
    called = NAMED.get(name, name)
    assert called in sovnlp.__all__
    assert inspect.isfunction(getattr(sovnlp, called))


@command
def test_a_command_prints_json(name: str) -> None:
    assert "--json" in options(name)


@command
def test_a_command_and_its_parameters_have_help(name: str) -> None:
    assert inspect.getdoc(FUNCTIONS[name])
    assert [parameter.name for parameter in parameters(name) if not parameter.help] == []


def test_every_name_of_the_package_can_be_had() -> None:
    assert sorted(sovnlp.__all__) == sorted(sovnlp._WHERE)
    for name in sovnlp.__all__:
        assert getattr(sovnlp, name).__name__ == name


@pytest.mark.parametrize("name", ANALYSES)
def test_an_analysis_says_what_it_is_worth(name: str) -> None:
    text = inspect.getdoc(ANALYSES[name]) or ""
    places = [text.find(part) for part in PARTS]
    assert -1 not in places, f"missing: {PARTS[places.index(-1)]}"
    assert places == sorted(places)


@pytest.mark.parametrize("name", ANALYSES)
def test_an_analysis_has_a_command_and_a_test_file(name: str) -> None:
    assert name in [function.__name__ for function in COMMANDS]
    file = ROOT / "tests" / "analyses" / f"test_{name}.py"
    assert file.is_file(), f"write {file}"


def members(module: Any) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the public functions, classes and methods that a module defines, each with its name."""
    for name in module.__all__:
        value = getattr(module, name)
        if getattr(value, "__module__", None) != module.__name__ or not callable(value):
            continue
        yield name, value
        if inspect.isclass(value):
            for inner, method in vars(value).items():
                function = getattr(method, "__func__", getattr(method, "fget", method))
                if (
                    inspect.isfunction(function)
                    and not inner.startswith("_")
                    and function.__module__ == module.__name__
                ):
                    yield f"{name}.{inner}", function


@pytest.mark.parametrize("name", ["sovnlp", *MODULES])
def test_what_is_public_is_documented_and_typed(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__, "the module has no docstring"
    if not hasattr(module, "__all__"):
        # A shelf's or room's bare folder opens no door of its own.
        assert not [line for line in inspect.getsource(module).splitlines() if re.match(r"def |class ", line)]
        return
    for called, value in members(module):
        assert inspect.getdoc(value), f"{called} has no docstring"
        if inspect.isfunction(value):
            signature = inspect.signature(value)
            untyped = [
                p.name
                for p in signature.parameters.values()
                if p.annotation is p.empty and p.name not in ("self", "cls")
            ]
            assert not untyped, f"{called}: {', '.join(untyped)} without a type"
            assert signature.return_annotation is not signature.empty, f"{called} without a return type"


def test_the_walk_finds_the_rooms() -> None:
    assert {"sovnlp.build", "sovnlp.corpus.store", "sovnlp.analyses.trace", "sovnlp.text.edits"} <= set(MODULES)
