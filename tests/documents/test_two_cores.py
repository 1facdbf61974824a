"""A brief is the same, byte for byte, whether a second process makes half of it or not."""

from __future__ import annotations

import os

import pytest

from newind.documents import build
from newind.documents.write import brief
from newind.kernels import secondprocess
from newind.testing import DEMAND, INDUSTRIES, REGIONS, Structure, build as drawn


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_the_files_are_the_same_in_one_process_and_in_two(monkeypatch, tmp_path):
    w = drawn(Structure(REGIONS[:3], INDUSTRIES[:5], DEMAND), 0)

    def fails(_):
        raise ZeroDivisionError

    def tells(refs, make=build.section):
        (tmp_path / f"made in {os.getpid()}").touch()
        return make(refs)

    monkeypatch.setitem(build.PATHS, "search", fails)
    monkeypatch.setattr(build, "section", tells)
    written = {}
    for two in (True, False):
        monkeypatch.setattr(secondprocess, "may_copy", lambda two=two: two)
        written[two] = brief(w, "CHN", form="full", depth=False, out=tmp_path / f"in two: {two}")
    makers = {int(p.name.rpartition(" ")[2]) for p in tmp_path.glob("made in *")}
    assert len(makers) == 2
    assert os.getpid() in makers
    for one, other in zip(written[True].paths, written[False].paths, strict=True):
        assert one.name == other.name
        assert one.read_bytes() == other.read_bytes(), one.name
    page = written[True].paths[0].read_text(encoding="utf-8")
    assert "Left out: search (" in page
    assert "policies, each tried by itself" in page
