"""The policy brief: one or two scenarios on two pages, the finding and what was tried first, then what it rests on."""
