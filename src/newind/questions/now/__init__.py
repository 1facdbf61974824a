"""Official figures of an economy beside its accounts: answer and section of the brief."""
