<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>compare</name>
    <message>
        <source>compare.name</source>
        <translation>Before and after: left and right move the divide</translation>
    </message>
</context>
</TS>
