"""Topic models of composed texts on three matters that are known: fitted, kept, shown, compared, applied."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from sovnlp.cli import main
from sovnlp.corpus import Corpus
from sovnlp.corpus.bags import bags
from sovnlp.errors import QueryError, SourceError
from sovnlp.renderers import write
from sovnlp.rerunning import rerun
from sovnlp.topics.comparing import apply_topics, compare_topics
from sovnlp.topics.fitting import infer, replicates
from sovnlp.topics.intrusion import intrusion_sheet, judge_intrusion
from sovnlp.topics.making import fit_topics
from sovnlp.topics.model import Curve, Model, label_topic, load_topics, save
from sovnlp.topics.page import places, topics_page
from sovnlp.topics.showing import (
    show_topics,
    topic_documents,
    topic_sentences,
    topic_words,
    topics_curve,
    topics_over_time,
)
from tests.topics.conftest import MATTERS, RECIPE, YEARS, topic_of

np = pytest.importorskip("numpy")

MAIN = {"school": "школа", "grain": "зерно", "mill": "станок"}


def test_each_matter_is_a_topic(model: Model) -> None:
    numbers = {matter: topic_of(model, word) for matter, word in MAIN.items()}
    assert sorted(numbers.values()) == [1, 2, 3]
    for matter, number in numbers.items():
        top = {row.word for row in topic_words(model, topic=number, top=6).rows}
        assert len(top & set(MATTERS[matter].split())) >= 5, (matter, top)
    assert (model.reproducibility > 0.7).all()
    assert all(row.stable for row in show_topics(model).rows)


def test_shares_add_up_and_rows_of_topics_too(model: Model) -> None:
    np.testing.assert_allclose(model.topics.sum(1), 1, atol=1e-4)
    np.testing.assert_allclose(model.shares.sum(1), 1, atol=1e-4)
    assert sum(row.share for row in show_topics(model).rows) == pytest.approx(1, abs=1e-3)
    for year in YEARS:
        rows = [row for row in topics_over_time(model).rows if row.period == str(year)]
        assert sum(row.share for row in rows) == pytest.approx(1, abs=1e-3)
        assert {row.documents for row in rows} == {5}


def test_shares_follow_the_years_with_intervals(model: Model) -> None:
    for year, matter in YEARS.items():
        number = topic_of(model, MAIN[matter])
        (row,) = [r for r in topics_over_time(model, topic=number).rows if r.period == str(year)]
        assert row.share > 0.6
        assert row.low is not None and row.high is not None and row.low < row.share < row.high <= 1


def test_no_word_is_shown_for_a_period_without_it(model: Model, matters_folder: Path) -> None:
    for row in topics_over_time(model).rows:
        texts = " ".join(file.read_text("utf-8") for file in (matters_folder / "texts").glob(f"{row.period}-*.txt"))
        for word in row.attested.split(", "):
            assert word[:4] in texts.lower().replace("ё", "е"), (row.period, word)
    mill = topic_of(model, "станок")
    early = [row for row in topics_over_time(model, topic=mill).rows if row.period == "1928"]
    assert not set(early[0].attested.split(", ")) & set(MATTERS["mill"].split())


def test_shares_say_what_the_genre_mix_does(model: Model) -> None:
    result = topics_over_time(model)
    assert "standardized" in result.columns
    assert any("Standardized to the genres" in note for note in result.notes)
    by_genre = topics_over_time(model, per="genre")
    assert "genre" in by_genre.columns and "period" not in by_genre.columns and "standardized" not in by_genre.columns
    assert {row.period for row in topics_over_time(model, per="speaker").rows} > {"Полозов"}
    with pytest.raises(QueryError, match="split"):
        topics_over_time(model, per="paper")


def test_lift_is_weight_over_what_is_usual(model: Model) -> None:
    count, _ = model.frequencies
    for row in topic_words(model, topic=1, top=3).rows:
        place = model.bags.terms.index(row.word)
        assert row.occurrences == count[place]
        assert row.lift == pytest.approx(model.topics[0, place] / (count[place] / count.sum()), abs=0.01)


def test_every_sentence_is_found_in_its_document(model: Model, matters: Corpus) -> None:
    rows = topic_sentences(model, top=3).rows
    assert len(rows) == 9
    for row in rows:
        ((text,),) = matters.sql(
            """
            SELECT s.text[?::INT - s.start + 1 : ?::INT - s.start] FROM segments AS s JOIN documents AS d USING (doc)
            WHERE d.id = ? AND s.start <= ? AND s.stop >= ?
            """,
            [row.start, row.stop, row.doc, row.start, row.stop],
        )
        assert " ".join(text.split()) == row.text
        assert row.text.endswith(".")
        assert row.reference is not None and row.reference.startswith("ЦАЗ")


def test_documents_are_those_of_the_matter(model: Model) -> None:
    number = topic_of(model, "станок")
    assert {row.doc[:4] for row in topic_documents(model, topic=number, top=5).rows} <= {"1932", "1933"}


def test_the_same_seed_gives_the_same_topics_whatever_the_workers(matters: Corpus) -> None:
    counts = bags(matters.where(language="ru"), RECIPE)
    for method in ("lda", "nmf"):
        one = replicates(counts, 3, seeds=[1, 2], method=method, passes=4, workers=1)
        two = replicates(counts, 3, seeds=[1, 2], method=method, passes=4, workers=2)
        assert all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))
        assert not np.array_equal(one[0], one[1])
        shares = infer(counts.units(), one[0], method=method)
        np.testing.assert_allclose(shares.sum(1), 1)


def test_the_number_of_topics_is_chosen_and_can_be_refused(matters: Corpus, tmp_path: Path) -> None:
    model = fit_topics(
        matters, tmp_path / "model", topics=[2, 3, 6], replicates=3, recipe=RECIPE, method="nmf", passes=5
    )
    assert [row.topics for row in topics_curve(model).rows] == [2, 3, 6]
    assert all(row.error is not None and 0 <= row.error < 0.5 for row in topics_curve(model).rows)
    assert [row.topics for row in topics_curve(model).rows if row.chosen] == [len(model.topics)]
    assert model.receipt.parameters["topics"] == len(model.topics)
    with pytest.raises(QueryError, match="topics cannot be found"):
        fit_topics(matters, tmp_path / "other", topics=5000, recipe=RECIPE)
    assert not (tmp_path / "other").exists()


def test_numbers_of_topics_that_are_as_stable_are_named(model: Model) -> None:
    points = (Curve(2, 0.5, 0.1, 0.8, 0, 0.05), Curve(3, 0.5, 0.1, 0.7, 0, 0.05), Curve(6, 0.5, 0.1, 0.4, 2, 0.02))
    near, *_ = topics_curve(replace(model, curve=points)).notes
    assert near == "As stable as 3, within two standard errors: 2."


def test_a_folder_is_never_overwritten(matters: Corpus, model: Model, matters_folder: Path) -> None:
    with pytest.raises(SourceError, match="there already"):
        fit_topics(matters, matters_folder / "model", topics=2)
    with pytest.raises(SourceError, match="there already"):
        save(model, matters_folder / "model")


def test_a_model_comes_back_as_it_was_saved(model: Model, tmp_path: Path) -> None:
    save(model, tmp_path / "again")
    again = load_topics(tmp_path / "again")
    assert show_topics(again) == show_topics(model)
    assert topics_over_time(again) == topics_over_time(model)


def test_what_was_changed_is_not_read(model: Model, tmp_path: Path) -> None:
    save(model, tmp_path / "model")
    file = tmp_path / "model" / "arrays.npz"
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with pytest.raises(SourceError, match="checksum"):
        load_topics(tmp_path / "model")
    with pytest.raises(SourceError, match="cannot be read"):
        load_topics(tmp_path)


def test_labels_are_kept_and_taken_away(model: Model, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    save(model, folder)
    assert label_topic(folder, 2, 'хлеб "и" воля').name(2) == 'хлеб "и" воля'
    assert load_topics(folder).name(2) == 'хлеб "и" воля'
    assert label_topic(folder, 2, "").name(2) != 'хлеб "и" воля'
    with pytest.raises(SourceError, match="no topic 9"):
        label_topic(folder, 9, "x")
    (folder / "labels.toml").write_text("nonsense", "utf-8")
    with pytest.raises(SourceError, match="labels.toml"):
        load_topics(folder)


def test_a_killed_fit_leaves_no_model(matters_folder: Path, tmp_path: Path) -> None:
    code = (
        "from sovnlp.cli import main\n"
        "if __name__ == '__main__':\n"
        f"    main(['topics', 'fit', {str(tmp_path / 'model')!r}, '--store', {str(matters_folder / 'sovnlp.store')!r},"
        " '--topics', '3', '--replicates', '60', '--passes', '200', '--workers', '1'])\n"
    )
    script = tmp_path / "fit.py"
    script.write_text(code, "utf-8")
    process = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    time.sleep(6)
    assert process.poll() is None, process.communicate()
    process.kill()
    process.wait()
    assert [path.name for path in tmp_path.iterdir()] == ["fit.py"]


def test_models_are_compared_topic_by_topic(model: Model, matters: Corpus, tmp_path: Path) -> None:
    other = fit_topics(matters, tmp_path / "nmf", topics=4, replicates=2, recipe=RECIPE, method="nmf", passes=5)
    rows = compare_topics(model, other).rows
    assert len(rows) == 4
    assert sorted(row.other for row in rows if row.other is not None) == [1, 2, 3, 4]
    assert [row.topic for row in rows] == [1, 2, 3, None]
    assert all(row.affinity is not None and row.affinity > 0.6 for row in rows[:3])
    turned = compare_topics(other, model).rows
    assert {(row.other, row.topic) for row in turned} == {(row.topic, row.other) for row in rows}
    same = compare_topics(model, model).rows
    assert [(row.topic, row.overlap) for row in same] == [(row.other, 1.0) for row in same]


def test_a_model_is_applied_to_other_documents(model: Model, matters: Corpus) -> None:
    rows = apply_topics(matters.where(since="1933"), model).rows
    assert {row.doc[:4] for row in rows} == {"1933"}
    best = {row.doc: row.topic for row in reversed(rows)}
    assert set(best.values()) == {topic_of(model, "станок")}
    assert all(0 < row.known <= 1 for row in rows)


def test_a_sheet_hides_one_word_of_six_and_is_judged(model: Model, tmp_path: Path) -> None:
    from sovnlp.renderers import write

    result = intrusion_sheet(model, seed=3)
    assert intrusion_sheet(model, seed=3) == result != intrusion_sheet(model, seed=4)
    lines = []
    for row in result.rows:
        matter = [
            next((name for name, words in MATTERS.items() if word in words.replace("ё", "е").split()), "")
            for word in row[1:7]
        ]
        odd = [place for place, name in enumerate(matter) if matter.count(name) == 1]
        lines.append(row._replace(answer="abcdef"[odd[0]] if odd else ""))
    file = tmp_path / "sheet.csv"
    write(type(result)(result.title, result.row_type, lines, result.receipt), file)
    judged = judge_intrusion(model, [file, file], seed=3).rows[-1]
    assert judged.label == "all topics"
    assert judged.right == judged.answers > 0
    assert judged.low is not None and judged.low < 1
    with pytest.raises(SourceError, match="not a question of this model"):
        judge_intrusion(model, [file], seed=4)


def test_the_page_is_whole_and_harmless(model: Model, tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>\u202e"
    folder = tmp_path / "model"
    save(model, folder)
    marked = label_topic(folder, 1, hostile)
    topics_page(marked, tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text("utf-8")
    assert "<script" not in text and "&lt;script&gt;" in text and "\u202e" not in text
    assert "default-src 'none'" in text and "http" not in text.replace("http-equiv", "")
    for row in show_topics(model).rows:
        assert f"{row.share:.1%} ({row.low:.1%}–{row.high:.1%})" in text
    for sentence in topic_sentences(model).rows:
        assert sentence.text in text
    assert "By quarter" not in text and "By year" in text and "stroke-dasharray" in text
    with pytest.raises(SourceError, match="cannot be written"):
        topics_page(model, tmp_path / "nowhere" / "page.html")


def test_hostile_texts_do_nothing_in_the_page(model: Model, tmp_path: Path) -> None:
    bad = "<img src=x onerror=alert(1)>&\u202e\x1b[31m"
    headings = tuple(one._replace(id=bad, title=bad, reference=bad, genre=bad) for one in model.bags.documents)
    features = tuple(one._replace(label=bad) for one in model.bags.features)
    passages = tuple(one._replace(text=bad, speaker=bad, reference=bad) for one in model.passages)
    bags = replace(model.bags, documents=headings, features=features, speakers=(bad,) * len(model.bags.speakers))
    topics_page(replace(model, bags=bags, passages=passages, notes=(bad,)), tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text("utf-8")
    assert "<img" not in text and text.count("&lt;img") > 20
    assert not set(text) & {"\u202e", "\x1b"}


def test_one_topic_has_its_place_and_page(model: Model, tmp_path: Path) -> None:
    one = replace(
        model, topics=model.topics.mean(0, keepdims=True), shares=np.ones((len(model.shares), 1)),
        reproducibility=model.reproducibility[:1], coherence=model.coherence[:1], curve=model.curve[:1],
        passages=tuple(passage for passage in model.passages if passage.topic == 1),
    )  # fmt: skip
    topics_page(one, tmp_path / "page.html")
    assert "<circle" in (tmp_path / "page.html").read_text("utf-8")
    assert places(one.topics).tolist() == [[0, 0]]


def test_like_topics_lie_near_each_other() -> None:
    topics = np.array([[0.5, 0.5, 0, 0], [0.4, 0.6, 0, 0], [0, 0, 0.5, 0.5]])
    spots = places(topics)
    assert np.linalg.norm(spots[0] - spots[1]) < np.linalg.norm(spots[0] - spots[2])
    np.testing.assert_array_equal(spots, places(topics))


@pytest.mark.parametrize("view", ["topics", "words", "sentences", "curve"])
def test_views_come_as_json(view: str, matters_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main_(["topics", "show", str(matters_folder / "model"), "--view", view, "--json"])
    shown = json.loads(capsys.readouterr().out)
    assert shown["rows"] and shown["receipt"]["models"]["topics"].startswith("gensim")


@pytest.mark.parametrize("ending", ["svg", "html", "png", "pdf"])
def test_charts_are_drawn(ending: str, matters_folder: Path, tmp_path: Path) -> None:
    model = str(matters_folder / "model")
    main_(["topics", "over-time", model, "--chart", str(tmp_path / f"years.{ending}"), "--json"])
    main_(["topics", "over-time", model, "--per", "genre", "--chart", str(tmp_path / f"genres.{ending}"), "--json"])
    main_(["topics", "show", model, "--view", "curve", "--chart", str(tmp_path / f"curve.{ending}"), "--json"])
    main_(["topics", "show", model, "--chart", str(tmp_path / f"topics.{ending}"), "--json"])
    main_(["topics", "show", model, "--view", "words", "--chart", str(tmp_path / f"words.{ending}"), "--json"])
    start = {"png": b"\x89PNG", "pdf": b"%PDF", "svg": b"<svg", "html": b"<!DOCTYPE"}[ending]
    assert {path.read_bytes().startswith(start) for path in tmp_path.glob(f"*.{ending}")} == {True}
    if ending in ("svg", "html"):
        text = (tmp_path / f"years.{ending}").read_text("utf-8")
        assert "Shares of topics by year" in text and any(word in text for word in MAIN.values())
        assert "Documents" in text and "seed=" in text
        assert "share of all feature words" in (tmp_path / f"topics.{ending}").read_text("utf-8")
        assert any(word in (tmp_path / f"words.{ending}").read_text("utf-8") for word in MAIN.values())


def test_sentences_are_not_drawn(matters_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chart = tmp_path / "a.svg"
    with pytest.raises(SystemExit):
        main(["topics", "show", str(matters_folder / "model"), "--view", "sentences", "--chart", str(chart)])
    assert "for reading" in capsys.readouterr().err and not chart.exists()


def test_a_table_of_topics_is_derived_again(matters: Corpus, model: Model, tmp_path: Path) -> None:
    own = replace(RECIPE, min_count=2)
    made = fit_topics(
        matters, tmp_path / "model", topics=(2, 3), replicates=2, passes=4, recipe=own, stop=["доска"], seed=5
    )
    label_topic(tmp_path / "model", 1, "by hand")
    made = load_topics(tmp_path / "model")
    for name, result in (
        ("topics", show_topics(made, top=4)), ("words", topic_words(made, topic=1)),
        ("sentences", topic_sentences(made)), ("years", topics_over_time(made, per="quarter")),
    ):  # fmt: skip
        write(result, tmp_path / f"{name}.json")
        again = rerun(matters, tmp_path / f"{name}.json")
        assert again.rows == [] and again.title.endswith(": holds"), (name, again.rows[:3])
    said = json.loads((tmp_path / "topics.json").read_text("utf-8"))
    said["rows"][0]["share"] = 0.9
    (tmp_path / "topics.json").write_text(json.dumps(said), "utf-8")
    assert [row.column for row in rerun(matters, tmp_path / "topics.json").rows] == ["share"]


def main_(arguments: list[str]) -> None:
    try:
        main(arguments)
    except SystemExit as end:
        assert not end.code
