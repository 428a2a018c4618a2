"""Papers: frozen facts in, PDF bytes out. `facts` says what each paper needs; one module a paper renders it.

    notice.render, service.render, report.render, plan.render(facts, faces) -> bytes

Pure: no clock, no disk, no chance. The one door is `faces.load_faces`, which reads face files.
"""
