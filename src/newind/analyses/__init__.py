"""Analyses of one economy, system by system: labelled results without wording."""
