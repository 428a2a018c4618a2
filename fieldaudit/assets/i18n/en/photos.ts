<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>photos</name>
    <message>
        <source>photos.add</source>
        <translation>Photo P</translation>
    </message>
    <message>
        <source>photos.addFiles</source>
        <translation>Add photos</translation>
    </message>
    <message>
        <source>photos.addHow</source>
        <translation>Drop, paste or choose photos; HEIC is accepted</translation>
    </message>
    <message>
        <source>photos.confirmed</source>
        <translation>confirmed</translation>
    </message>
    <message>
        <source>photos.current</source>
        <translation>Shown now</translation>
    </message>
    <message>
        <source>photos.handed</source>
        <translation>handed over</translation>
    </message>
    <message numerus="yes">
        <source>photos.marks</source>
        <translation><numerusform>%n mark</numerusform><numerusform>%n marks</numerusform></translation>
    </message>
    <message>
        <source>photos.noneYet</source>
        <translation>Drop, paste or choose</translation>
    </message>
    <message>
        <source>photos.onlyHere</source>
        <translation>only here</translation>
    </message>
    <message>
        <source>photos.open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>photos.pending</source>
        <translation>Being read</translation>
    </message>
    <message>
        <source>photos.remove</source>
        <translation>Remove from question</translation>
    </message>
    <message>
        <source>photos.strip</source>
        <translation>Photos</translation>
    </message>
    <message>
        <source>photos.takenAt</source>
        <translation>taken {time}</translation>
    </message>
</context>
</TS>
