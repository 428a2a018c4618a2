"""The supervisors' pages: a small read-only site over an ordinary enrolled workspace, a process beside the hub.

    serve      the process: workspace, background sync, TLS, orderly stop
    app        routes, and what every request and answer goes through (`guard`, `limits`, `logs`)
    entering   one-time links and sessions: who reads, and which districts
    readers    a connection that refuses to write for each thread; `renderer`: drafts printed in a process of their own
    overview, lists, home, visit, files      what each page shows
    words, said, theme                        its words in two languages, values in words, its style from the window's tokens

Nothing here writes a fact: what is shown is read through `store` and `work`. Nobody but `cli` imports it.
"""
