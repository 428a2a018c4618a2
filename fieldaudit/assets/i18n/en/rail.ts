<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>rail</name>
    <message>
        <source>rail.documents</source>
        <translation>Documents</translation>
    </message>
    <message>
        <source>rail.inspections</source>
        <translation>Inspections</translation>
    </message>
    <message>
        <source>rail.institutions</source>
        <translation>Homes</translation>
    </message>
    <message>
        <source>rail.nobody</source>
        <translation>Nobody</translation>
    </message>
    <message numerus="yes">
        <source>rail.overdue</source>
        <translation><numerusform>%n overdue</numerusform><numerusform>%n overdue</numerusform></translation>
    </message>
    <message>
        <source>rail.overview</source>
        <translation>Overview</translation>
    </message>
    <message>
        <source>rail.rectification</source>
        <translation>Rectification</translation>
    </message>
    <message>
        <source>rail.settings</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>rail.sync</source>
        <translation>Sync</translation>
    </message>
    <message>
        <source>rail.today</source>
        <translation>Today</translation>
    </message>
</context>
</TS>
