"""Bodies of the API against the types that are declared for them."""

from __future__ import annotations

import json
from functools import cache

from pydantic import TypeAdapter

from newind.web.routes import routers

shape_of = cache(TypeAdapter)


def is_of(kind, text):
    """Tell whether a body is of a type: no field more, none less."""
    shape = shape_of(kind)
    return shape.dump_python(shape.validate_json(text, strict=True), mode="json") == json.loads(text)


def declared(verb, path, status):
    """Return the type that a route declares for its body."""
    routes = (route for router in routers() for route in router.routes if verb in route.methods)
    return next(route.responses[status]["model"] for route in routes if route.path_regex.match(path))
