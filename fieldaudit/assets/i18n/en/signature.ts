<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>signature</name>
    <message>
        <source>signature.clear</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>signature.done</source>
        <translation>Done signing</translation>
    </message>
    <message>
        <source>signature.hint</source>
        <translation>Sign here: pen, finger or mouse</translation>
    </message>
    <message>
        <source>signature.keys</source>
        <translation>Arrows move the pen, Space sets it down and lifts it</translation>
    </message>
    <message>
        <source>signature.of</source>
        <translation>Signature of {who}</translation>
    </message>
    <message>
        <source>signature.written</source>
        <translation>Written: Enter to sign, Backspace to clear</translation>
    </message>
</context>
</TS>
