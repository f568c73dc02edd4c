"""A topic model as one page that works without a network: map, topics, words, years, sentences, documents, receipt."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sovnlp.errors import SourceError
from sovnlp.renderers.chart.words import plain
from sovnlp.scores.topic_matching import affinity
from sovnlp.text.counting import counted
from sovnlp.topics.model import Model
from sovnlp.topics.showing import (
    DocumentRow,
    SentenceRow,
    ShareRow,
    TopicRow,
    WordRow,
    show_topics,
    topic_documents,
    topic_sentences,
    topic_words,
    topics_curve,
    topics_over_time,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

__all__ = ["places", "topics_page"]

STYLE = """
body{font:15px/1.45 Georgia,'PT Serif',serif;color:#222;max-width:60em;margin:2em auto;padding:0 1em}
h1,h2,h3{font-weight:normal;line-height:1.2}h2{border-top:1px solid #bbb;padding-top:1em;margin-top:2em}
table{border-collapse:collapse;margin:.6em 0}td,th{padding:.15em .8em .15em 0;text-align:left;vertical-align:top}
th{font-weight:normal;color:#666;font-size:.85em}td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.bar{display:inline-block;height:.7em;background:#3b6ea5}.doubt{color:#a33}.small{color:#666;font-size:.85em}
blockquote{margin:.6em 0 .6em 1em;padding-left:.8em;border-left:3px solid #ccc}svg text{font:11px sans-serif;fill:#333}
svg .over{paint-order:stroke;stroke:#fff;stroke-width:3px}
a{color:#234f7d}@media print{h2{break-before:page}}
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
WIDE, MAP, MARGIN, GREATEST = 720, 460, 60, 34
APART = 200
"""How often circles that overlap are pushed apart at most."""
PANEL, HIGH = 620, 110


def topics_page(model: Model, path: Path) -> None:
    """Write the page of a model; the file appears whole or not at all.

    Raises ``SourceError`` where it cannot be written.
    """
    topics = show_topics(model).rows
    title = escape(plain(f"{len(topics)} topics"))
    body = "\n".join((*_overview(model, topics), *_sections(model, topics), *_foot(model)))
    text = (
        f'<!DOCTYPE html>\n<html lang="ru"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{title}</title><style>{STYLE}</style></head>\n<body>\n<h1>{title}</h1>\n{body}\n</body></html>\n"
    )
    try:
        with TemporaryDirectory(prefix=".sovnlp-", dir=path.parent) as folder:
            draft = Path(folder) / path.name
            draft.write_text(text, "utf-8", newline="\n")
            os.replace(draft, path)
    except OSError as cause:
        raise SourceError(f"{path} cannot be written ({cause.strerror or cause})", "name another file") from None


def places(topics: Numbers) -> Numbers:
    """Return a place on a plane for each topic, shape (topics, 2), so that like topics lie near each other.

    Multidimensional scaling (SMACOF, scikit-learn) of the Hellinger distances √(1 - affinity), begun with classical
    scaling (Torgerson 1952); of each axis the greatest value is positive. The same topics give the same map.
    """
    import numpy as np
    from sklearn.manifold import smacof

    squared = np.maximum(1 - affinity(topics, topics), 0)
    np.fill_diagonal(squared, 0)
    centered = squared - squared.mean(0) - squared.mean(1)[:, None] + squared.mean()
    values, vectors = np.linalg.eigh(-centered / 2)
    found = np.zeros((len(topics), 2))
    axes = min(2, len(topics))
    found[:, :axes] = vectors[:, ::-1][:, :axes] * np.sqrt(np.maximum(values[::-1][:axes], 0))
    if len(topics) > 2:
        found, _ = smacof((squared + squared.T) ** 0.5 / 2**0.5, n_components=2, init=found, n_init=1, random_state=1)
    signs = np.sign(found[np.abs(found).argmax(0), [0, 1]])
    return np.asarray(found * np.where(signs == 0, 1, signs), np.float64)


def _overview(model: Model, topics: Sequence[TopicRow]) -> Iterator[str]:
    receipt = model.receipt
    held = f"{counted(receipt.documents, 'document')}, {counted(receipt.tokens, 'word')}"
    yield f"<p>{escape(held)}. Share: of all feature words, with a 95&nbsp;% interval by document.</p>"
    yield _map(model, topics)
    yield (
        '<p class="small">Like topics lie near each other; the area of a circle is the share. '
        "Dashed: not to be relied on, other replicates found other words.</p>"
    )
    yield "<table><tr><th></th><th>topic</th><th>share</th><th>reproducibility</th><th>words</th></tr>"
    for row in topics:
        doubt = "" if row.stable else ' class="doubt"'
        yield (
            f'<tr><td class="n">{row.topic}</td><td><a href="#topic-{row.topic}">{_said(row.label)}</a></td>'
            f'<td class="n">{_interval(row)}</td><td class="n"><span{doubt}>{row.reproducibility:.2f}</span></td>'
            f"<td>{_said(row.words)}</td></tr>"
        )
    yield "</table>"


def _map(model: Model, topics: Sequence[TopicRow]) -> str:
    import numpy as np

    greatest = max(row.share for row in topics) or 1.0
    radii = np.array([max(GREATEST * (row.share / greatest) ** 0.5, 4) for row in topics])
    spots = places(model.topics)[[row.topic - 1 for row in topics]]
    spots = spots - (spots.max(0) + spots.min(0)) / 2
    reach = np.maximum(np.abs(spots).max(0), 1e-9)
    room = np.array([WIDE, MAP]) / 2 - MARGIN
    spots = _apart(spots * (room / reach).min(), radii)
    spots = np.clip(spots + np.array([WIDE, MAP]) / 2, radii[:, None], np.array([WIDE, MAP]) - radii[:, None])
    circles, names = [], []
    for row, radius, (x, y) in zip(topics, radii.tolist(), spots.tolist(), strict=True):
        look = 'fill="#3b6ea5" fill-opacity=".3" stroke="#3b6ea5"'
        dashed = "" if row.stable else ' stroke-dasharray="3 3"'
        circles.append(
            f'<a href="#topic-{row.topic}"><circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {look}{dashed}>'
            f"<title>{_said(row.words)}</title></circle></a>"
        )
        names.append(
            f'<a href="#topic-{row.topic}"><text class="over" x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle">'
            f"{row.topic}</text></a>"
        )
    head = f'<svg role="img" aria-label="map of the topics" width="{WIDE}" height="{MAP}">'
    return "".join((head, *circles, *names, "</svg>"))


def _apart(spots: Numbers, radii: Numbers) -> Numbers:
    """Push circles that overlap apart, each pair half of the way, until none does or it has been tried often."""
    import numpy as np

    found = spots + 1e-3 * np.stack([np.cos(np.arange(len(spots))), np.sin(np.arange(len(spots)))], 1)
    for _ in range(APART):
        away = found[:, None] - found[None]
        far = np.linalg.norm(away, axis=2) + np.eye(len(found))
        close = np.maximum(radii[:, None] + radii[None] - far, 0) * (1 - np.eye(len(found)))
        if not close.any():
            break
        found = found + (away / far[:, :, None] * close[:, :, None]).sum(1) / 4
    return np.asarray(found, np.float64)


def _sections(model: Model, topics: Sequence[TopicRow]) -> Iterator[str]:
    words, sentences = topic_words(model, top=15).rows, topic_sentences(model).rows
    documents = topic_documents(model, top=8).rows
    time = _period(model)
    shares = {per: topics_over_time(model, per=per).rows for per in (time, "genre", "speaker")}
    for row in topics:
        number = row.topic
        doubt = "" if row.stable else ' <span class="doubt">not to be relied on</span>'
        yield f'<h2 id="topic-{number}">{number}. {_said(row.label)}{doubt}</h2>'
        yield f"<p>Share {_interval(row)}; reproducibility {row.reproducibility:.2f}; c_npmi {_number(row.c_npmi)}.</p>"
        yield _words([one for one in words if one.topic == number])
        dated = [one for one in shares[time] if one.topic == number]
        if dated:
            yield f"<h3>By {time}</h3>" + _over_time(dated) + _shares(dated, time, attested=True)
        for per in ("genre", "speaker"):
            own = sorted((one for one in shares[per] if one.topic == number), key=lambda one: -one.words)[:10]
            if len(own) > 1:
                yield f"<h3>By {per}</h3>" + _shares(own, per)
        yield "<h3>Sentences that carry it</h3>" + "".join(_sentence(one) for one in sentences if one.topic == number)
        yield "<h3>Documents</h3>" + _documents([one for one in documents if one.topic == number])


def _words(rows: Sequence[WordRow]) -> str:
    greatest = max((row.weight for row in rows), default=1.0) or 1.0
    lines = [
        f'<tr><td>{_said(row.word)}</td><td><span class="bar" style="width:{150 * row.weight / greatest:.0f}px"></span>'
        f'</td><td class="n">{row.weight:.4f}</td><td class="n">{row.lift:.1f}</td>'
        f'<td class="n">{row.occurrences:,}</td>'
        f'<td class="n">{row.documents:,}</td></tr>'
        for row in rows
    ]
    head = "<tr><th>word</th><th></th><th>weight</th><th>lift</th><th>occurrences</th><th>documents</th></tr>"
    return f"<table>{head}{''.join(lines)}</table>"


def _period(model: Model) -> str:
    """Years, or quarters or months where there are few of them."""
    days = [day for one in model.bags.documents for day in (one.date_from, one.date_to) if day]
    years = int(max(days)[:4]) - int(min(days)[:4]) + 1 if days else 0
    return "year" if years > 4 else "quarter" if years > 2 else "month"


def _over_time(rows: Sequence[ShareRow]) -> str:
    """A small chart: shares with intervals, hollow with too few documents for one; dashed at the genre mix."""
    from sovnlp.renderers.chart import complete_periods

    periods = complete_periods([row.period for row in rows])
    top = max([row.high or 0 for row in rows] + [row.share for row in rows]) or 1.0
    step = PANEL / max(len(periods), 1)
    at = {row.period: row for row in rows}

    def up(value: float) -> float:
        return HIGH - (HIGH - 12) * value / top

    def across(place: int) -> float:
        return 40 + step * (place + 0.5)

    parts = [
        f'<svg role="img" aria-label="share over time" width="{PANEL + 50}" height="{HIGH + 22}">',
        f'<line x1="40" x2="{PANEL + 40}" y1="{HIGH}" y2="{HIGH}" stroke="#888"/>',
        f'<text x="36" y="16" text-anchor="end">{top:.0%}</text>',
    ]
    for field, look in (("share", 'stroke="#3b6ea5"'), ("standardized", 'stroke="#444" stroke-dasharray="5 3"')):
        values = [getattr(at[name], field) if name in at and at[name].low is not None else None for name in periods]
        for line in _unbroken(values):
            points = " ".join(f"{across(place):.1f},{up(value):.1f}" for place, value in line)
            parts.append(f'<polyline points="{points}" fill="none" {look}/>')
    for row in rows:
        x = across(periods.index(row.period))
        if row.low is not None and row.high is not None:
            parts.append(
                f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{up(row.low):.1f}" y2="{up(row.high):.1f}" stroke="#3b6ea5"/>'
            )
        fill, edge = ("#3b6ea5", "#3b6ea5") if row.low is not None else ("white", "#8c8c8c")
        parts.append(
            f'<circle cx="{x:.1f}" cy="{up(row.share):.1f}" r="4" fill="{fill}" stroke="{edge}">'
            f"<title>{_said(row.period)}: {_interval(row)}, {counted(row.documents, 'document')}</title></circle>"
        )
    every = max(1, -(-len(periods) * 50 // PANEL))
    for place, name in enumerate(periods):
        if place % every == 0:
            parts.append(f'<text x="{across(place):.1f}" y="{HIGH + 15}" text-anchor="middle">{_said(name)}</text>')
    dashed = any(row.standardized is not None for row in rows)
    told = '<p class="small">Dashed: the share at the genre mix of the whole selection.</p>' if dashed else ""
    return "".join(parts) + "</svg>" + told


def _unbroken(values: Sequence[float | None]) -> Iterator[list[tuple[int, float]]]:
    """The stretches of values without a gap, each with its place."""
    line: list[tuple[int, float]] = []
    for place, value in enumerate([*values, None]):
        if value is not None:
            line.append((place, value))
        elif line:
            yield line
            line = []


def _shares(rows: Sequence[ShareRow], per: str, *, attested: bool = False) -> str:
    standard = any(row.standardized is not None for row in rows)

    def mixed(row: ShareRow) -> str:
        return f'<td class="n">{"" if row.standardized is None else f"{row.standardized:.1%}"}</td>' if standard else ""

    lines = [
        f'<tr><td>{_said(row.period)}</td><td class="n">{_interval(row)}</td>{mixed(row)}'
        f'<td class="n">{row.documents:,}</td><td class="n">{row.words:,}</td>'
        f"{f'<td>{_said(row.attested)}</td>' if attested else ''}</tr>"
        for row in rows
    ]
    heads = [per, "share", *["at the genre mix"] * standard, "documents", "words", *["words that occur"] * attested]
    return f"<table><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr>{''.join(lines)}</table>"


def _sentence(row: SentenceRow) -> str:
    origin = " · ".join(part for part in (row.doc, row.date, row.speaker, row.reference) if part)
    return (
        f"<blockquote>{_said(row.text)}<br>"
        f'<span class="small">{_said(origin)} · {row.start}–{row.stop} · {row.share:.0%} of its words</span>'
        "</blockquote>"
    )


def _documents(rows: Sequence[DocumentRow]) -> str:
    lines = [
        f'<tr><td class="n">{row.share:.0%}</td><td>{_said(row.title)}<br><span class="small">'
        f"{_said(' · '.join(part for part in (row.doc, row.date, row.genre, row.reference) if part))}</span></td></tr>"
        for row in rows
    ]
    return f"<table>{''.join(lines)}</table>"


def _foot(model: Model) -> Iterator[str]:
    yield "<h2>How many topics</h2>"
    yield "<table><tr><th>topics</th><th>c_v</th><th>c_npmi</th><th>stability</th><th>unstable</th><th></th></tr>"
    for row in topics_curve(model).rows:
        yield (
            f'<tr><td class="n">{row.topics}</td><td class="n">{_number(row.c_v)}</td>'
            f'<td class="n">{_number(row.c_npmi)}</td><td class="n">{row.stability:.3f}</td>'
            f'<td class="n">{row.unstable}</td><td>{"chosen" if row.chosen else ""}</td></tr>'
        )
    yield "</table>" + _curve(model) + "<h2>Receipt</h2>"
    for note in show_topics(model).notes:
        yield f"<p>{_said(note)}</p>"
    receipt = model.receipt
    asked = {**receipt.parameters, **receipt.selection}
    yield f'<p class="small">{_said(", ".join(f"{name}={value}" for name, value in asked.items()))}</p>'
    models = ", ".join(f"{name}: {value}" for name, value in receipt.models.items())
    yield f'<p class="small">{_said(f"index {receipt.index} · sovnlp {receipt.version} · {models}")}</p>'


def _curve(model: Model) -> str:
    """Stability and coherence by the number of topics, each on a scale of its own; the number chosen is filled."""
    rows = topics_curve(model).rows
    if len(rows) < 2:
        return ""
    parts = []
    for name, values in (
        ("stability", [row.stability for row in rows]),
        ("c_v", [row.c_v for row in rows]),
        ("c_npmi", [row.c_npmi for row in rows]),
    ):
        known = [value for value in values if value is not None]
        if not known:
            continue
        low, high = min(known), max(known)
        spread = (high - low) or 1.0
        spots = [
            (30 + 180 * place / (len(rows) - 1), 80 - 55 * (value - low) / spread, row)
            for place, (row, value) in enumerate(zip(rows, values, strict=True))
            if value is not None
        ]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in spots)
        marks = "".join(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{"#3b6ea5" if row.chosen else "white"}" stroke="#3b6ea5"/>'
            f'<text x="{x:.1f}" y="102" text-anchor="middle">{row.topics}</text>'
            for x, y, row in spots
        )
        parts.append(
            f'<svg role="img" aria-label="{name} by number of topics" width="236" height="110">'
            f'<text x="20" y="12">{name}, {low:.3f} to {high:.3f}</text>'
            f'<polyline points="{line}" fill="none" stroke="#3b6ea5"/>{marks}</svg>'
        )
    return f"<p>{''.join(parts)}</p>"


def _interval(row: TopicRow | ShareRow) -> str:
    if row.low is None or row.high is None:
        return f"{row.share:.1%} (too few documents)"
    return f"{row.share:.1%} ({row.low:.1%}–{row.high:.1%})"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _said(text: str) -> str:
    """Text from documents, so that it can do nothing: escaped, without control and direction marks."""
    return escape(plain(text))
