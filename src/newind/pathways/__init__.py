"""From policies to a pathway: what policies do together, and what the same money would do elsewhere."""
