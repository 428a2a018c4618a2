"""The papers, one module each: its sections in order, what makes it refusable, and `render(facts, faces, words) -> bytes`.

Every sentence, heading, label and column width comes from the paper's `Wording`; a module holds none of its own.
"""
