<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>lock</name>
    <message>
        <source>lock.enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>lock.open</source>
        <translation>Open</translation>
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
        <source>lock.person</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>lock.pin</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>lock.title</source>
        <translation>Who is at the keyboard</translation>
    </message>
    <message>
        <source>lock.words</source>
        <translation>Choose your name and type your PIN.</translation>
    </message>
</context>
</TS>
