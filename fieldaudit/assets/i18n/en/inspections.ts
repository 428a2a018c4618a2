<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>inspections</name>
    <message>
        <source>inspections.all</source>
        <translation>All inspections</translation>
    </message>
    <message>
        <source>inspections.approved</source>
        <translation>Approved</translation>
    </message>
    <message>
        <source>inspections.district</source>
        <translation>District</translation>
    </message>
    <message>
        <source>inspections.draft</source>
        <translation>Draft</translation>
    </message>
    <message>
        <source>inspections.finished</source>
        <translation>Waiting for review</translation>
    </message>
    <message>
        <source>inspections.form</source>
        <translation>Checklist</translation>
    </message>
    <message>
        <source>inspections.hazards</source>
        <translation>Hazards</translation>
    </message>
    <message>
        <source>inspections.hiddenBy</source>
        <translation>Other inspections are hidden by: {condition}</translation>
    </message>
    <message>
        <source>inspections.home</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>inspections.inspectors</source>
        <translation>Inspectors</translation>
    </message>
    <message>
        <source>inspections.mine</source>
        <translation>Mine to do</translation>
    </message>
    <message>
        <source>inspections.noAccess</source>
        <translation>No access</translation>
    </message>
    <message>
        <source>inspections.none</source>
        <translation>No inspections yet</translation>
    </message>
    <message>
        <source>inspections.noneHint</source>
        <translation>Choose a home and start the first one.</translation>
    </message>
    <message>
        <source>inspections.noneMatch</source>
        <translation>No inspection matches</translation>
    </message>
    <message>
        <source>inspections.number</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>inspections.photos</source>
        <translation>Photos</translation>
    </message>
    <message>
        <source>inspections.returned</source>
        <translation>Returned</translation>
    </message>
    <message>
        <source>inspections.review</source>
        <translation>Review queue</translation>
    </message>
    <message>
        <source>inspections.searchHint</source>
        <translation>Home, initials, number or person</translation>
    </message>
    <message>
        <source>inspections.start</source>
        <translation>Start inspection</translation>
    </message>
    <message>
        <source>inspections.started</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>inspections.state</source>
        <translation>State</translation>
    </message>
    <message>
        <source>inspections.title</source>
        <translation>Inspections</translation>
    </message>
    <message>
        <source>inspections.two</source>
        <translation>{one}, {other}</translation>
    </message>
    <message numerus="yes">
        <source>inspections.visits</source>
        <translation><numerusform>%n inspection</numerusform><numerusform>%n inspections</numerusform></translation>
    </message>
</context>
</TS>
