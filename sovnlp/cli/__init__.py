"""The command line: arguments and nothing else. It alone catches ``SovnlpError``: message, hint, exit code 1.

Exit codes: 0 done; 1 nothing could be done (one line says what and where, another what to do); 2 not understood.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence

import typer

from sovnlp.cli import (
    asking,
    citing,
    comparing,
    exporting,
    fetching,
    lexicons,
    making,
    managing,
    meaning,
    scoring,
    showing,
    topics,
)
from sovnlp.errors import SovnlpError

__all__ = ["COMMANDS", "GROUPS", "app", "main"]

COMMANDS: tuple[Callable[..., None], ...] = (
    making.ingest,
    asking.trace,
    asking.kwic,
    comparing.trend,
    comparing.breaks,
    comparing.contrast,
    comparing.ratio,
    comparing.influence,
    meaning.change,
    meaning.neighbors,
    asking.terms,
    asking.entities,
    asking.network,
    asking.duplicates,
    asking.rerun,
    citing.cite,
    exporting.export,
    asking.info,
    making.read,
    making.annotate,
    making.remove,
    lexicons.concepts,
    lexicons.events,
    fetching.catalogue,
    fetching.fetch,
    asking.doctor,
    showing.demo,
)
# Commands of two words, by the first: what the group is for, and each command under its second word.
GROUPS: Mapping[str, tuple[str, Mapping[str, Callable[..., None]]]] = {
    "lexicon": (
        "Check a lexicon of your own, and put it in force.",
        {"check": lexicons.check, "apply": lexicons.apply},
    ),
    "models": (
        "List, fetch and train the models that annotate.",
        {"list": managing.listing, "pull": managing.pull, "train": managing.train},
    ),
    "score": (
        "Measure how well names are found: against gold, or on a sample of your own store.",
        {"ner": scoring.ner, "sample": scoring.sample},
    ),
    "topics": (
        "Topic models that are stable, attested and readable: fitted in replicates, kept in a folder.",
        {
            "fit": topics.fit,
            "show": topics.show,
            "over-time": topics.over_time,
            "documents": topics.documents,
            "compare": topics.compare,
            "apply": topics.apply,
            "label": topics.label,
            "intrusion": topics.intrusion,
            "page": topics.page,
        },
    ),
}

app = typer.Typer(
    name="sovnlp",
    help="Concepts, not strings, in the primary sources of Soviet history, 1917-1941, in Russian and English.",
    epilog="Exit codes: 0 done, 1 nothing could be done, 2 the command was not understood.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for _command in COMMANDS:
    app.command(name=_command.__name__)(_command)
for _first, (_purpose, _commands) in GROUPS.items():
    _group = typer.Typer(help=_purpose, no_args_is_help=True, rich_markup_mode=None)
    for _second, _command in _commands.items():
        _group.command(name=_second)(_command)
    app.add_typer(_group, name=_first)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; ``arguments`` are those of the process where None."""
    for stream in (sys.stdout, sys.stderr):
        # A console of another encoding must not end an answer with a traceback.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app(args=list(arguments) if arguments is not None else None)
    except SovnlpError as error:
        from sovnlp.cli.output import say

        say(f"sovnlp: {error.message}")
        if error.hint:
            say(f"  try: {error.hint}")
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
