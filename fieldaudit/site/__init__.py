"""The supervisors' pages: a small read-only site over an ordinary enrolled workspace, a process beside the hub.

    serve      the process: workspace, background sync, TLS, orderly stop
    app        routes, and what every request and answer goes through (`guard`)
    entering   one-time links and sessions: who reads, and which districts
    readers    a connection that refuses to write for each thread; `renderer`: drafts printed in a process of their own
    overview_page, lists, home_page, visit_page    what each page shows; `asked` and `sight`: what is asked for, what may be seen
    words, said, theme    its words in two languages, values in words, its style from the window's tokens

Nothing here writes a fact: what is shown is read through `store` and `work`. Nobody but `cli` imports it.
"""
