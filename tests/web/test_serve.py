"""``newind serve`` as a program: it says where it is, answers, takes the next port, ends when it is told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request

import pytest

import newind as ni
from newind.web.serve import address, listening

MAIN = "from newind.cli import main; main()"
PROGRAM = (sys.executable, "-c", MAIN, "serve", "--no-open", "--json", "--workers", "1")


def test_it_says_where_it_is_answers_and_ends_when_told():
    with subprocess.Popen([*PROGRAM, "--port", "0"], stdout=subprocess.PIPE, text=True, env=os.environ) as program:
        try:
            assert program.stdout is not None
            said = ""
            while not said.endswith("}\n"):
                line = program.stdout.readline()
                assert line, "it ended before it said where it is"
                said += line
            found = json.loads(said)
            with urllib.request.urlopen(found["api"] + "/paper?clause=3.3.i", timeout=30) as answer:
                assert json.load(answer)["clauses"][0]["id"] == "3.3.i"
            program.send_signal(signal.SIGINT)
            assert program.wait(30) == 0
        finally:
            program.kill()


def test_a_port_that_is_taken_is_passed_over():
    with listening("127.0.0.1", 0) as first:
        taken = first.getsockname()[1]
        with listening("127.0.0.1", taken) as second:
            assert taken < second.getsockname()[1] < taken + 20


def test_an_address_that_this_machine_does_not_have_is_refused():
    with pytest.raises(ni.DataError, match="this machine has no such address"):
        listening("192.0.2.1", 0)


def test_the_link_carries_the_token_and_the_tour():
    assert address("::1", 8000, "") == "http://[::1]:8000/"
    assert address("0.0.0.0", 80, "s") == "http://localhost:80/?token=s"
    assert address("127.0.0.1", 8000, "", demo=True).endswith("#/try?demo=1")
