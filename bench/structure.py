"""How well documents are read: language, genre, date and turns against hand-made gold.

    python bench/structure.py [--show NAME] [FOLDER]

FOLDER holds ``raw/NAME.*``, ``dev/NAME.meta.json`` (what an importer would know) and ``dev/NAME.expected.json``. Turns
are aligned in order by speaker and first four words (the gold counts a bare dash as one of its six); a unit marked
optional is neither missed nor counted as too many. References are right where archive, fond, opis, delo and list are.
"""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from sovnlp.document import Document
from sovnlp.reading import read_source
from sovnlp.sources import sources

GOLD = Path(__file__).parents[1] / ".." / "shared" / "gold" / "structure"
SHELF = ("archive", "fond", "opis", "delo", "list")
KINDS = {"stage": "stage_direction", "paragraph": "speech"}


@dataclass(frozen=True, slots=True)
class Unit:
    """One turn, narration or stage direction as it was read."""

    speaker: str | None
    kind: str
    words: str

    @property
    def key(self) -> str:
        """Speaker and first words, without case and marks."""
        return f"{_plain(self.speaker or '')}|{_plain(self.words)}"


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold())[:4])


def documents(folder: Path, name: str, meta: dict[str, str]) -> list[Document]:
    """The documents in one raw file, read with the metadata that an importer has."""
    (path,) = (folder / "raw").glob(f"{name}.*")
    given = {key: value for key, value in meta.items() if key != "source"}
    read = [document for source in sources([path], given=given) for document in read_source(source)]
    return [document for document in read if isinstance(document, Document)]


def units(document: Document) -> list[Unit]:
    """The turns of a document in order: their speaker, kind and first words."""
    found: dict[int, list[Any]] = {}
    for segment in document.segments:
        if segment.turn is not None and not segment.editorial:
            found.setdefault(segment.turn, []).append(segment)
    listed = []
    for segments in found.values():
        main = next((s for s in segments if s.kind not in ("stage", "interjection", "note")), segments[0])
        words = " ".join(document.text[s.start : s.stop] for s in segments[:3])
        listed.append(Unit(main.speaker, KINDS.get(main.kind, main.kind), words))
    return listed


def aligned(gold: list[dict[str, Any]], found: list[Unit]) -> list[tuple[dict[str, Any] | None, Unit | None]]:
    """Pairs of what stands in the gold and what was read, in order; None where one has no partner."""
    wanted = [f"{_plain(turn['speaker'] or '')}|{_plain(turn['first_words'])}" for turn in gold]
    matcher = SequenceMatcher(None, wanted, [unit.key for unit in found], autojunk=False)
    pairs: list[tuple[dict[str, Any] | None, Unit | None]] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pairs += zip(gold[i1:i2], found[j1:j2], strict=True)
        else:
            pairs += [(turn, None) for turn in gold[i1:i2]]
            pairs += [(None, unit) for unit in found[j1:j2]]
    return pairs


def main() -> None:
    """Print one line for each document of the gold, and what went wrong in one of them."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", nargs="?", type=Path, default=GOLD)
    arguments.add_argument("--show", default="", help="list what does not agree in documents of this name")
    options = arguments.parse_args()
    if not options.folder.is_dir():
        raise SystemExit(f"{options.folder} is not here; name the folder of the gold")
    print(f"{'document':38} lang genre date  labelled P     R     F1    kinds  turns found/gold  references")
    total = [0, 0, 0]
    for path in sorted((options.folder / "dev").glob("*.expected.json")):
        name = path.name.removesuffix(".expected.json")
        beside = path.with_name(f"{name}.meta.json")
        gold = json.loads(path.read_text("utf-8"))
        meta = json.loads(beside.read_text("utf-8")) if beside.exists() else {}
        read = documents(options.folder, name, meta)
        found = [unit for document in read for unit in units(document)]
        turns = gold["turns"]
        # The gold lists the first turns of a long document: what was read beyond them is not too much.
        whole = len(turns) >= gold["total_turns"] or gold.get("all_turns_listed")
        pairs = aligned(turns, found)
        if not whole:
            last = max((i for i, (turn, _) in enumerate(pairs) if turn is not None), default=-1)
            pairs = pairs[: last + 1]
        hits = [(turn, unit) for turn, unit in pairs if turn and unit and turn["speaker"]]
        missed = [turn for turn, unit in pairs if turn and not unit and turn["speaker"] and not turn.get("optional")]
        extra = [
            unit
            for turn, unit in pairs
            if unit and not turn and unit.speaker and gold["genre"] not in ("speech", "letter")
        ]
        for i, number in enumerate((len(hits), len(missed), len(extra))):
            total[i] += number
        kinds = sum(turn["kind"] == unit.kind for turn, unit in hits)
        least = gold.get("total_turns_without_optional", gold["total_turns"])
        slack = max(1, 0.02 * gold["total_turns"])
        good = least - slack <= len(found) <= gold["total_turns"] + slack
        language = read[0].language == gold["language"]
        genre = read[0].genre in (gold["genre"], *gold.get("genre_also", ()))
        dates = {document.date.edtf for document in read if document.date}
        date = gold["date"] in dates or gold.get("date_also") in dates or _span(dates) == gold["date"]
        shelves = [[reference[part] for part in SHELF] for reference in gold.get("archival_reference") or []]
        cited = [[getattr(reference, part) for part in SHELF] for document in read for reference in document.references]
        print(
            f"{name:38} {_tick(language):4} {_tick(genre):5} {_tick(date):5} {len(hits) + len(missed):8} "
            f"{_rates(len(hits), len(missed), len(extra))} {kinds:3}/{len(hits):3} "
            f"{len(found):6}/{least}–{gold['total_turns']} {'' if good else 'miss':4} "
            f"{sum(shelf in cited for shelf in shelves)}/{len(shelves)}"
        )
        if options.show and options.show in name:
            print(f"  read as {read[0].genre}, dated {sorted(dates)}, {len(read)} parts")
            for turn, unit in pairs:
                if turn is None or unit is None or turn["kind"] != unit.kind:
                    wanted = turn and (turn["speaker"], turn["kind"], turn["first_words"])
                    print(f"  gold {wanted}\n  read {unit and (unit.speaker, unit.kind, unit.words[:60])}")
    print(f"{'all labelled turns':58} {sum(total[:2]):5} {_rates(*total)}")


def _span(dates: set[str]) -> str:
    return f"{min(dates)}/{max(dates)}" if dates else ""


def _tick(good: bool) -> str:
    return "yes" if good else "NO"


def _rates(hits: int, missed: int, extra: int) -> str:
    if not hits + missed + extra:
        return f"{'–':5} {'–':5} {'–':5}"
    precision, recall = hits / max(1, hits + extra), hits / max(1, hits + missed)
    f1 = 2 * hits / (2 * hits + missed + extra)
    return f"{precision:.3f} {recall:.3f} {f1:.3f}"


if __name__ == "__main__":
    main()
