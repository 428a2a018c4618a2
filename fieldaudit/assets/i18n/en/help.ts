<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>help</name>
    <message>
        <source>help.title</source>
        <translation>User guide</translation>
    </message>
    <message>
        <source>help.topics</source>
        <translation>Topics</translation>
    </message>
</context>
</TS>
