"""Pages of unknown make are read at least as well as trafilatura reads them, whatever their layout."""

from __future__ import annotations

import json

import pytest

from benchmarks.generic import TIED, Sample, compare, make_samples, measure_f1, read_samples, report

SAMPLES = list(make_samples())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_no_layout_is_read_worse_than_by_trafilatura(sample: Sample) -> None:
    [(_, bodies, wholes)] = compare([sample])
    assert bodies[0] >= 0.99
    assert wholes[0] >= max(wholes[1:]) - TIED


def test_f1_counts_runs_of_words() -> None:
    assert measure_f1("một hai ba bốn năm", "Một, hai ba bốn năm.") == 1
    assert measure_f1("một hai ba bốn năm", "một hai ba bốn sáu") == 0.5


def test_pages_of_a_folder(tmp_path, capsys) -> None:
    row = {"url": "http://xa.example/tin/1.html", "body_paragraphs": ["Một", "Hai"], "lead": None}
    (tmp_path / "gold.jsonl").write_text(json.dumps(row) + "\n" + json.dumps({**row, "url": "http://xa.example/2"}))
    (tmp_path / "tin").mkdir()
    (tmp_path / "tin" / "1.html").write_text("<p>x")
    [sample] = read_samples(tmp_path / "gold.jsonl", tmp_path)
    assert (sample.name, sample.body, sample.lead) == ("1.html", "Một\nHai", "")
    report("mine", compare([sample]))
    assert "mine: 1 pages" in capsys.readouterr().out
