"""The policy brief: one or two scenarios on two pages, the finding and what was tried, then what it is based on."""
