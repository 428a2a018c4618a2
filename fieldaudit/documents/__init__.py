"""Papers: frozen facts in, PDF bytes out.

    papers.notice.render(facts, faces) -> bytes      the same facts, faces and words give the same bytes

`facts` says what each paper needs, `papers` renders them, one module each; `wording` has the words of each paper, which
an office may change; `typeset` sets lines, pages and tables and writes the PDF; `faces` reads the faces.
Pure: no clock, no disk, no chance. The two doors: `faces.load_faces` and `wording.shipped` read what is installed.
"""
