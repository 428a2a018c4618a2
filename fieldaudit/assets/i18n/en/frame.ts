<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>frame</name>
    <message>
        <source>frame.back</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>frame.cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>frame.cancelJob</source>
        <translation>Stop this work</translation>
    </message>
    <message numerus="yes">
        <source>frame.onlyHere</source>
        <translation><numerusform>%n only here</numerusform><numerusform>%n only here</numerusform></translation>
    </message>
    <message>
        <source>frame.product</source>
        <translation>Field audit</translation>
    </message>
    <message>
        <source>frame.search</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>frame.searchHint</source>
        <translation>Search homes, hazards, papers</translation>
    </message>
    <message numerus="yes">
        <source>frame.secondsLeft</source>
        <translation><numerusform>about %n second left</numerusform><numerusform>about %n seconds left</numerusform></translation>
    </message>
    <message>
        <source>frame.speed</source>
        <translation>{speed} {unit} per second</translation>
    </message>
    <message>
        <source>frame.understood</source>
        <translation>Got it</translation>
    </message>
    <message>
        <source>frame.undo</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>frame.undone</source>
        <translation>The last act was undone</translation>
    </message>
</context>
</TS>
