<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>demo</name>
    <message>
        <source>demo.chip</source>
        <translation>Demo</translation>
    </message>
    <message>
        <source>demo.inspector</source>
        <translation>Inspector's laptop</translation>
    </message>
    <message>
        <source>demo.leave</source>
        <translation>Leave the demo</translation>
    </message>
    <message>
        <source>demo.supervisor</source>
        <translation>Supervisor's laptop</translation>
    </message>
    <message>
        <source>demo.switch</source>
        <translation>Switch to the other laptop</translation>
    </message>
    <message>
        <source>demo.tour</source>
        <translation>Start the tour</translation>
    </message>
    <message>
        <source>demo.words</source>
        <translation>Invented data; everybody's PIN is {pin}.</translation>
    </message>
</context>
</TS>
