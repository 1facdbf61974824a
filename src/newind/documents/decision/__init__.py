"""The decision brief: the answer on one page, the proof on three more, the sources in an annex."""
