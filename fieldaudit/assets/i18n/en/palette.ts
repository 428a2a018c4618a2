<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>palette</name>
    <message>
        <source>palette.acts</source>
        <translation>Actions</translation>
    </message>
    <message numerus="yes">
        <source>palette.beds</source>
        <translation><numerusform>%n bed</numerusform><numerusform>%n beds</numerusform></translation>
    </message>
    <message>
        <source>palette.begin</source>
        <translation>Inspect {home}</translation>
    </message>
    <message>
        <source>palette.beside</source>
        <translation>New window</translation>
    </message>
    <message>
        <source>palette.choose</source>
        <translation>Choose</translation>
    </message>
    <message>
        <source>palette.dueOn</source>
        <translation>due {day}</translation>
    </message>
    <message>
        <source>palette.enter</source>
        <translation>Enter opens</translation>
    </message>
    <message>
        <source>palette.finds</source>
        <translation>What was found</translation>
    </message>
    <message>
        <source>palette.goTo</source>
        <translation>Go to {page}</translation>
    </message>
    <message>
        <source>palette.hazards</source>
        <translation>Hazards</translation>
    </message>
    <message>
        <source>palette.help</source>
        <translation>User guide</translation>
    </message>
    <message>
        <source>palette.hint</source>
        <translation>Name, pinyin initials or number</translation>
    </message>
    <message>
        <source>palette.homes</source>
        <translation>Homes</translation>
    </message>
    <message>
        <source>palette.import</source>
        <translation>Import the register</translation>
    </message>
    <message>
        <source>palette.narrow</source>
        <translation>One kind only</translation>
    </message>
    <message>
        <source>palette.new</source>
        <translation>A new inspection</translation>
    </message>
    <message>
        <source>palette.nothing</source>
        <translation>Nothing found for "{text}". Try fewer words, or only the pinyin initials.</translation>
    </message>
    <message>
        <source>palette.notice</source>
        <translation>Rectification notice</translation>
    </message>
    <message>
        <source>palette.only</source>
        <translation>Only {kind}</translation>
    </message>
    <message numerus="yes">
        <source>palette.open</source>
        <translation><numerusform>%n open</numerusform><numerusform>%n open</numerusform></translation>
    </message>
    <message>
        <source>palette.open_</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>palette.papers</source>
        <translation>Documents</translation>
    </message>
    <message>
        <source>palette.people</source>
        <translation>People</translation>
    </message>
    <message>
        <source>palette.visits</source>
        <translation>Inspections</translation>
    </message>
    <message>
        <source>palette.void</source>
        <translation>Void</translation>
    </message>
</context>
</TS>
