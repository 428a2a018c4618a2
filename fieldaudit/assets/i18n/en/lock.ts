<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>lock</name>
    <message>
        <source>lock.again</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>lock.cannotOpen</source>
        <translation>The workspace cannot be opened</translation>
    </message>
    <message>
        <source>lock.enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>lock.keep</source>
        <translation>Let the system's keyring remember it</translation>
    </message>
    <message>
        <source>lock.newPin</source>
        <translation>Choose a PIN, 4 to 12 digits</translation>
    </message>
    <message>
        <source>lock.noPeople</source>
        <translation>Nobody may use this laptop yet. Ask the administrator.</translation>
    </message>
    <message>
        <source>lock.noPin</source>
        <translation>No PIN yet</translation>
    </message>
    <message>
        <source>lock.open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>lock.opening</source>
        <translation>Opening…</translation>
    </message>
    <message>
        <source>lock.passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>lock.passphraseTitle</source>
        <translation>Open the workspace</translation>
    </message>
    <message>
        <source>lock.passphraseWords</source>
        <translation>The records on this laptop are encrypted. The passphrase opens them.</translation>
    </message>
    <message>
        <source>lock.person</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>lock.pin</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>lock.pinAgain</source>
        <translation>The same again</translation>
    </message>
    <message>
        <source>lock.setPin</source>
        <translation>Set it and enter</translation>
    </message>
    <message>
        <source>lock.show</source>
        <translation>Show the passphrase</translation>
    </message>
    <message>
        <source>lock.title</source>
        <translation>Who is at the keyboard</translation>
    </message>
    <message>
        <source>lock.tryAgain</source>
        <translation>Check capitals and input method, then try again. If you are sure of it, the key file is probably damaged: leave this folder as it is, and ask your administrator to restore it from a backup.</translation>
    </message>
    <message>
        <source>lock.words</source>
        <translation>Choose your name and type your PIN.</translation>
    </message>
</context>
</TS>
