<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>preview</name>
    <message>
        <source>preview.count</source>
        <translation>Page {page} / {of}</translation>
    </message>
    <message>
        <source>preview.larger</source>
        <translation>Larger</translation>
    </message>
    <message>
        <source>preview.next</source>
        <translation>Next page</translation>
    </message>
    <message>
        <source>preview.page</source>
        <translation>Preview of the paper</translation>
    </message>
    <message>
        <source>preview.previous</source>
        <translation>Previous page</translation>
    </message>
    <message>
        <source>preview.seal</source>
        <translation>Seal here</translation>
    </message>
    <message>
        <source>preview.smaller</source>
        <translation>Smaller</translation>
    </message>
    <message>
        <source>preview.whole</source>
        <translation>Whole page</translation>
    </message>
</context>
</TS>
