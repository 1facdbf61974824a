"""Questions about one economy, a folder a family: what is found, answered in tables, and told in the brief."""
