"""System 2: manufacturing, its weight, its technology, and its ties with services and the digital economy."""
