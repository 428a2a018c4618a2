"""The case file of one home: every paper, photo, signature and act as plain files, signed, for whoever has not our program.

    contents.contents(desk, home) -> Contents        what belongs to it, each file's bytes read when it is written
    pack.export(desk, home, target, …) -> Exported   a folder or a zip, with a manifest that sha256sum and openssl can check
"""
