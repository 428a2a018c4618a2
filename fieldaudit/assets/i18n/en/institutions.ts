<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>institutions</name>
    <message>
        <source>institutions.add</source>
        <translation>New</translation>
    </message>
    <message>
        <source>institutions.all</source>
        <translation>All homes</translation>
    </message>
    <message>
        <source>institutions.allCleared</source>
        <translation>All cleared</translation>
    </message>
    <message>
        <source>institutions.beds</source>
        <translation>Beds</translation>
    </message>
    <message>
        <source>institutions.bedsUnknown</source>
        <translation>Beds not given</translation>
    </message>
    <message>
        <source>institutions.clear</source>
        <translation>Clear filters</translation>
    </message>
    <message>
        <source>institutions.closed</source>
        <translation>All closed</translation>
    </message>
    <message>
        <source>institutions.details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>institutions.district</source>
        <translation>District</translation>
    </message>
    <message>
        <source>institutions.draft</source>
        <translation>Draft</translation>
    </message>
    <message>
        <source>institutions.filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>institutions.filters</source>
        <translation>Filters</translation>
    </message>
    <message>
        <source>institutions.hiddenBy</source>
        <translation>Other homes are hidden by: {condition}</translation>
    </message>
    <message numerus="yes">
        <source>institutions.homes</source>
        <translation><numerusform>%n home</numerusform><numerusform>%n homes</numerusform></translation>
    </message>
    <message>
        <source>institutions.import</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>institutions.importRegister</source>
        <translation>Import register</translation>
    </message>
    <message>
        <source>institutions.inspected</source>
        <translation>Inspected</translation>
    </message>
    <message>
        <source>institutions.last</source>
        <translation>Last visit</translation>
    </message>
    <message numerus="yes">
        <source>institutions.lateItems</source>
        <translation><numerusform>%n overdue</numerusform><numerusform>%n overdue</numerusform></translation>
    </message>
    <message>
        <source>institutions.major</source>
        <translation>Major hazards</translation>
    </message>
    <message>
        <source>institutions.majorCount</source>
        <translation>Major</translation>
    </message>
    <message>
        <source>institutions.name</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>institutions.never</source>
        <translation>Never inspected</translation>
    </message>
    <message>
        <source>institutions.noHomes</source>
        <translation>The register is empty</translation>
    </message>
    <message>
        <source>institutions.noHomesHint</source>
        <translation>Import a CSV or Excel register, or add a home.</translation>
    </message>
    <message>
        <source>institutions.noneMatch</source>
        <translation>No home matches</translation>
    </message>
    <message>
        <source>institutions.open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>institutions.over100</source>
        <translation>100 beds or more</translation>
    </message>
    <message>
        <source>institutions.overdue</source>
        <translation>Overdue</translation>
    </message>
    <message>
        <source>institutions.plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>institutions.planClosed</source>
        <translation>All closed</translation>
    </message>
    <message>
        <source>institutions.planNone</source>
        <translation>No hazards</translation>
    </message>
    <message>
        <source>institutions.planOpen</source>
        <translation>Open hazards</translation>
    </message>
    <message>
        <source>institutions.quarter</source>
        <translation>Not this quarter</translation>
    </message>
    <message>
        <source>institutions.quoted</source>
        <translation>"{text}"</translation>
    </message>
    <message>
        <source>institutions.recentFirst</source>
        <translation>Recently opened first</translation>
    </message>
    <message>
        <source>institutions.residents</source>
        <translation>Residents</translation>
    </message>
    <message>
        <source>institutions.searchHint</source>
        <translation>Name, initials or code</translation>
    </message>
    <message>
        <source>institutions.shown</source>
        <translation>Showing {first} to {last} of {all}</translation>
    </message>
    <message>
        <source>institutions.small</source>
        <translation>Under 20 beds</translation>
    </message>
    <message>
        <source>institutions.state</source>
        <translation>State</translation>
    </message>
    <message>
        <source>institutions.submitted</source>
        <translation>To reinspect</translation>
    </message>
    <message>
        <source>institutions.title</source>
        <translation>Homes</translation>
    </message>
    <message>
        <source>institutions.toOrder</source>
        <translation>To order</translation>
    </message>
    <message>
        <source>institutions.unable</source>
        <translation>Unable</translation>
    </message>
    <message>
        <source>institutions.uncoded</source>
        <translation>Without a code</translation>
    </message>
    <message>
        <source>institutions.under100</source>
        <translation>50 to 99 beds</translation>
    </message>
    <message>
        <source>institutions.under20</source>
        <translation>Under 20 beds</translation>
    </message>
    <message>
        <source>institutions.under50</source>
        <translation>20 to 49 beds</translation>
    </message>
    <message>
        <source>institutions.working</source>
        <translation>In hand</translation>
    </message>
</context>
</TS>
