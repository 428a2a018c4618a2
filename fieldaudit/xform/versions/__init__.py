"""Two versions of a form: what changed, and what becomes of a draft's answers."""
