<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>widgets</name>
    <message>
        <source>widgets.clear</source>
        <translation>Clear what is typed</translation>
    </message>
    <message>
        <source>widgets.day_form</source>
        <translation>yyyy-mm-dd</translation>
    </message>
    <message>
        <source>widgets.done_of</source>
        <translation>{done} of {total} done</translation>
    </message>
    <message numerus="yes">
        <source>widgets.due_count</source>
        <translation><numerusform>%n due</numerusform><numerusform>%n due</numerusform></translation>
    </message>
    <message>
        <source>widgets.friday</source>
        <translation>Fri</translation>
    </message>
    <message>
        <source>widgets.header</source>
        <translation>Header: arrows move, Space sorts</translation>
    </message>
    <message>
        <source>widgets.list</source>
        <translation>List: arrows move, Enter opens</translation>
    </message>
    <message>
        <source>widgets.monday</source>
        <translation>Mon</translation>
    </message>
    <message>
        <source>widgets.month_earlier</source>
        <translation>Earlier month</translation>
    </message>
    <message>
        <source>widgets.month_later</source>
        <translation>Later month</translation>
    </message>
    <message>
        <source>widgets.more</source>
        <translation>More</translation>
    </message>
    <message>
        <source>widgets.no_day</source>
        <translation>Write the day like 2026-11-24</translation>
    </message>
    <message>
        <source>widgets.pick_day</source>
        <translation>Pick a day</translation>
    </message>
    <message>
        <source>widgets.reading</source>
        <translation>Reading</translation>
    </message>
    <message>
        <source>widgets.remove_filter</source>
        <translation>Remove filter</translation>
    </message>
    <message>
        <source>widgets.saturday</source>
        <translation>Sat</translation>
    </message>
    <message>
        <source>widgets.sunday</source>
        <translation>Sun</translation>
    </message>
    <message>
        <source>widgets.thursday</source>
        <translation>Thu</translation>
    </message>
    <message>
        <source>widgets.tuesday</source>
        <translation>Tue</translation>
    </message>
    <message>
        <source>widgets.wednesday</source>
        <translation>Wed</translation>
    </message>
    <message>
        <source>widgets.where</source>
        <translation>{where}: {what}</translation>
    </message>
</context>
</TS>
