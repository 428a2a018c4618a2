<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>settings</name>
    <message>
        <source>settings.about</source>
        <translation>About</translation>
    </message>
    <message>
        <source>settings.again</source>
        <translation>The same again</translation>
    </message>
    <message>
        <source>settings.backUp</source>
        <translation>Back up now</translation>
    </message>
    <message>
        <source>settings.backedUp</source>
        <translation>Backed up and read back: {path}</translation>
    </message>
    <message>
        <source>settings.backingUp</source>
        <translation>Backing up</translation>
    </message>
    <message>
        <source>settings.backupWords</source>
        <translation>This laptop has no passphrase. Choose one for the backup file. Without it the file cannot be opened again.</translation>
    </message>
    <message>
        <source>settings.bureau</source>
        <translation>Office</translation>
    </message>
    <message>
        <source>settings.certificate</source>
        <translation>Authorised until</translation>
    </message>
    <message>
        <source>settings.changePin</source>
        <translation>Set the PIN</translation>
    </message>
    <message>
        <source>settings.chinese</source>
        <translation>Chinese</translation>
    </message>
    <message>
        <source>settings.contrast</source>
        <translation>High contrast</translation>
    </message>
    <message numerus="yes">
        <source>settings.damagedLeftOut</source>
        <translation><numerusform>%n file is damaged here and left out, a sync brings it.</numerusform><numerusform>%n files are damaged here and left out, a sync brings them.</numerusform></translation>
    </message>
    <message>
        <source>settings.dark</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>settings.device</source>
        <translation>Laptop number</translation>
    </message>
    <message>
        <source>settings.display</source>
        <translation>Display</translation>
    </message>
    <message>
        <source>settings.districts</source>
        <translation>Districts</translation>
    </message>
    <message>
        <source>settings.english</source>
        <translation>English</translation>
    </message>
    <message>
        <source>settings.faces</source>
        <translation>Faces</translation>
    </message>
    <message>
        <source>settings.files</source>
        <translation>files</translation>
    </message>
    <message>
        <source>settings.folder</source>
        <translation>Data folder</translation>
    </message>
    <message>
        <source>settings.goOn</source>
        <translation>Choose where</translation>
    </message>
    <message>
        <source>settings.guarded</source>
        <translation>Protection</translation>
    </message>
    <message>
        <source>settings.guide</source>
        <translation>User guide</translation>
    </message>
    <message>
        <source>settings.hasPin</source>
        <translation>has a PIN</translation>
    </message>
    <message>
        <source>settings.icons</source>
        <translation>Icons</translation>
    </message>
    <message>
        <source>settings.language</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>settings.laptop</source>
        <translation>This laptop</translation>
    </message>
    <message>
        <source>settings.libraries</source>
        <translation>Main parts</translation>
    </message>
    <message>
        <source>settings.licence</source>
        <translation>Licence</translation>
    </message>
    <message>
        <source>settings.licences</source>
        <translation>Licence texts</translation>
    </message>
    <message>
        <source>settings.light</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>settings.lock</source>
        <translation>Lock or switch</translation>
    </message>
    <message>
        <source>settings.newPin</source>
        <translation>New PIN, 4 to 12 digits</translation>
    </message>
    <message>
        <source>settings.noPin</source>
        <translation>no PIN yet</translation>
    </message>
    <message>
        <source>settings.office</source>
        <translation>People and laptops</translation>
    </message>
    <message>
        <source>settings.officesWords</source>
        <translation>the office's own</translation>
    </message>
    <message>
        <source>settings.oldPin</source>
        <translation>Old PIN</translation>
    </message>
    <message>
        <source>settings.passphrase</source>
        <translation>Passphrase of the backup, at least 4 characters</translation>
    </message>
    <message>
        <source>settings.people</source>
        <translation>People and PINs</translation>
    </message>
    <message>
        <source>settings.peopleWords</source>
        <translation>Who may use this laptop. A PIN only tells people apart on this laptop, it never leaves it.</translation>
    </message>
    <message>
        <source>settings.pinChanged</source>
        <translation>The PIN of {name} is set</translation>
    </message>
    <message>
        <source>settings.pinOf</source>
        <translation>PIN of {name}</translation>
    </message>
    <message>
        <source>settings.programsWords</source>
        <translation>the program's</translation>
    </message>
    <message>
        <source>settings.protected</source>
        <translation>Encrypted, guarded by a passphrase</translation>
    </message>
    <message>
        <source>settings.safety</source>
        <translation>Backup and checking</translation>
    </message>
    <message>
        <source>settings.show</source>
        <translation>Show</translation>
    </message>
    <message>
        <source>settings.snapshot</source>
        <translation>Last automatic copy: {day}</translation>
    </message>
    <message>
        <source>settings.snapshotWords</source>
        <translation>A copy of the database is kept on this laptop every day, seven of them. Back up to a stick as well, so that a broken laptop loses nothing.</translation>
    </message>
    <message>
        <source>settings.system</source>
        <translation>As the system</translation>
    </message>
    <message>
        <source>settings.textSize</source>
        <translation>Text size</translation>
    </message>
    <message>
        <source>settings.theme</source>
        <translation>Look</translation>
    </message>
    <message>
        <source>settings.unprotected</source>
        <translation>Encrypted, but the key lies beside it without a passphrase (demos only)</translation>
    </message>
    <message>
        <source>settings.verify</source>
        <translation>Check that all data is whole</translation>
    </message>
    <message>
        <source>settings.verifying</source>
        <translation>Checking the data</translation>
    </message>
    <message>
        <source>settings.version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>settings.whole</source>
        <translation>Whole: every record, signature and photo is as it was written.</translation>
    </message>
    <message>
        <source>settings.words</source>
        <translation>Wording of documents</translation>
    </message>
    <message>
        <source>settings.wordsWords</source>
        <translation>The fixed words of printed documents. The administrator changes them, here they can be read.</translation>
    </message>
</context>
</TS>
