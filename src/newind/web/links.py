"""Links to a scenario: the part of an address that the cockpit writes after its hash, of this server alone."""

from __future__ import annotations

import re

from newind.errors import tell
from newind.web.refusals import RequestError

LONGEST = 8000
"""Characters of a link."""
STATE = re.compile(r"#/[A-Za-z0-9\-._~!$&'()*+,;=:@/?%]*")
"""Part of an address that a browser keeps after the hash: nothing that needs to be escaped."""


def build_address(link: str, origin: str) -> str:
    """Return the whole address of a scenario.

    Parameters
    ----------
    link : str
        As the cockpit has it: ``#/try?…``, or the whole address.
    origin : str
        Scheme, host and port under which this server was asked.

    Raises
    ------
    RequestError
        For a link to another server, or one that is no scenario.

    Examples
    --------
    >>> build_address("#/try?region=CHN", "http://localhost:8000"), build_address("", "http://localhost:8000")
    ('http://localhost:8000/#/try?region=CHN', '')
    >>> build_address("javascript:alert(1)", "http://localhost:8000")
    Traceback (most recent call last):
    newind.web.refusals.RequestError: link: not a scenario of this server. Give what stands after the address, from #.
    """
    if not link:
        return ""
    state = link.removeprefix(origin).removeprefix("/") if link.startswith(f"{origin}/") else link
    if len(state) > LONGEST or not STATE.fullmatch(state):
        raise RequestError(tell("web.link"), 422)
    return f"{origin}/{state}"
