"""Every question is declared whole: words in both languages, clauses that there are, an answer with its status."""

from __future__ import annotations

import shlex

import pytest
from pydantic import ValidationError

import newind as ni
from newind import paper
from newind.errors import DataError, UnknownNameError
from newind.questions import question as declared
from newind.questions.question import Names, NumbersByYear, Question, QuestionOptions, load_help, question, questions

EVERY = {q.id: q for q in questions()}


class Options(QuestionOptions):
    """Options of every kind."""

    by: Names = None
    energy: NumbersByYear = None
    deep: bool = False


def faults(q: Question) -> list[str]:
    """Return what is wrong with a declaration."""
    found = []
    for key in ("", *(o.name for o in q.asked)):
        try:
            found += [f"{q.id} {key}: no {lang}" for lang, said in q.say(key).items() if not said.strip()]
        except KeyError as error:
            found.append(str(error))
    for option in q.asked if not found else ():
        try:
            found += [
                f"{q.id} {option.name}={w}: no {lang}"
                for w, of in q.words_of(option).items()
                for lang, said in of.items()
                if not said
            ]
        except KeyError as error:
            found.append(f"{q.id}: no words for {error}")
    known = {c.id for c in paper.clauses()}
    found += [f"{q.id}: unknown clause {c}" for c in q.clauses if c not in known]
    for typed in (*q.examples, *(t for lines in q.clauses.values() for t in lines)):
        if not shlex.split(typed):
            found.append(f"{q.id}: an example without a region")
    return found


@pytest.fixture
def family(monkeypatch):
    """Let made-up declarations stand in a family whose words are given."""

    def declare(words: dict[str, dict[str, str]], **of) -> Question:
        monkeypatch.setattr(declared, "load_help", lambda _: words)
        return Question("green.made", "answers_carbon:footprint", **of)

    return declare


def test_every_declaration_is_whole():
    assert len(EVERY) >= 5
    assert [fault for q in EVERY.values() for fault in faults(q)] == []
    for q in EVERY.values():
        assert callable(q.find_function()), q.id


def test_no_words_are_left_over():
    for family in declared.FAMILIES:
        names = {q.name for q in EVERY.values() if q.family == family}
        asked = {f"{q.name}.{o.name}" for q in EVERY.values() for o in q.asked} | {f"{n}.working" for n in names}
        asked |= {f"{q.name}.region" for q in EVERY.values() if q.everywhere}
        shared = {f".{o.name}" for q in EVERY.values() for o in q.asked} | {".on", ".region", ".year"}
        assert set(load_help(family)) <= names | asked | shared


def test_what_is_wrong_with_a_declaration_is_found(family):
    words = {"made": {"en": "Made.", "zh": ""}, ".by": {"en": "By.", "zh": "按"}}
    said = faults(family(words, options=Options, clauses={"9.9": ("CHN",)}, examples=("",)))
    assert any("no zh" in s for s in said)
    assert any("no words for made.energy" in s for s in said)
    assert any("unknown clause 9.9" in s for s in said)
    assert any("example without a region" in s for s in said)


@pytest.mark.parametrize("id", EVERY)
def test_an_answer_has_status_words_and_the_command_that_gives_it(id):
    q = EVERY[id]
    region = shlex.split(q.examples[0])[0]
    from newind.measures.references import home_of

    panel = ni.load(home_of(region))
    found = q.ask(panel, region, q.read({}))
    assert found.about.get("status"), f"{id}: no status"
    assert found.tables
    for said in (found.title, *found.lead, *found.notes):
        assert said["en"].strip()
        assert said["zh"].strip()
    assert found.command == f"{q.command} {region}"
    for lang in ("en", "zh"):
        told = found.in_language(lang)
        for name in told.tables:
            for column in told.at_a_glance(name):
                assert column in told.labels, f"{id}: {name}.{column} has no name"


def test_options_are_read_as_they_are_typed():
    q = question("green.kaya")
    assert q.read({"energy": "2000=1470, 2001=1555", "from": "2000"}).energy == {2000: 1470.0, 2001: 1555.0}
    assert question("green.footprint").read({"by": "origin，product"}).by == ("origin", "product")
    assert question("manufacturing.growth").read({"years": "1995, 2007"}).years == (1995, 2007)
    for given, said in (
        ({"energy": "2000"}, "'2000' is not a name and a number"),
        ({"energy": "2000=1,2000=2"}, "2000 stands twice"),
        ({"from": "soon"}, "from: Input should be a valid integer"),
        ({"form": 1}, "form: Extra inputs"),
    ):
        with pytest.raises(DataError, match=said):
            q.read(given)
    with pytest.raises(UnknownNameError, match=r"Did you mean 'green\.kaya'"):
        question("green.kay")


def test_a_command_is_written_as_it_was_typed():
    q = question("green.change")
    for typed, given in (
        ("DEU", {}),
        ("DEU --from 2000 --to 2007 --how consumption", {"from": "2000", "to": 2007, "how": "consumption"}),
        ("CHN --method index --ends", {"method": "index", "chained": "no", "how": "production"}),
    ):
        assert q.write(typed[:3], q.read(given)) == f"newind green change {typed}"
    grown = question("manufacturing.growth")
    years = grown.read({"years": (1995, 2007)})
    assert grown.write("CHN", years) == "newind manufacturing growth CHN --years 1995,2007"
    assert q.write("CHN", q.read({}), on="own table.npz") == "newind green change CHN --on 'own table.npz'"


def test_all_regions_are_asked_about_where_none_is_named():
    q = question("circulation.transfer")
    found = q.ask(ni.load(q.everywhere), "", q.read({"weights": "cost=1,linkage=2", "industries": "c14,c15"}))
    assert found.command == "newind circulation transfer --industries c14,c15 --weights cost=1,linkage=2"
    assert found.about["region"] == "CHN"
    assert {q.id for q in EVERY.values() if q.everywhere} == {"circulation.provinces", "circulation.transfer"}


def test_options_cannot_be_changed():
    with pytest.raises(ValidationError):
        question("green.trade").read({}).year = 2000
