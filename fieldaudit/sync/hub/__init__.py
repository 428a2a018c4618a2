"""The hub: the carrier behind HTTP that a bureau runs. It keeps what it cannot read, and says who may have it.

`serve` starts it, `app` answers, `auth` asks who calls, `objects` keeps bytes, `checks` looks at them without a key. Knows
no table of the trade and holds no scope key.
"""
