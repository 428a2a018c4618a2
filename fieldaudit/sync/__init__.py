"""Exchange of sealed objects through carriers. Knows objects and names, no act of the trade."""
