"""Policy as data: levers, shocks on them, packages of shocks, and what a package acts on in given accounts."""
