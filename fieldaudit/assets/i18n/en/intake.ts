<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>intake</name>
    <message numerus="yes">
        <source>intake.done</source>
        <translation><numerusform>%n file added</numerusform><numerusform>%n files added</numerusform></translation>
    </message>
    <message>
        <source>intake.list</source>
        <translation>Files not added and notes</translation>
    </message>
    <message numerus="yes">
        <source>intake.others</source>
        <translation><numerusform>The other %n was added.</numerusform><numerusform>The other %n were added.</numerusform></translation>
    </message>
    <message>
        <source>intake.pasted</source>
        <translation>Pasted picture</translation>
    </message>
    <message numerus="yes">
        <source>intake.some</source>
        <translation><numerusform>%n file was not added</numerusform><numerusform>%n files were not added</numerusform></translation>
    </message>
    <message>
        <source>intake.title</source>
        <translation>Adding photos</translation>
    </message>
    <message>
        <source>intake.unit</source>
        <translation>files</translation>
    </message>
</context>
</TS>
