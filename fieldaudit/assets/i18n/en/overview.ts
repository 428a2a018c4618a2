<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>overview</name>
    <message>
        <source>overview.all</source>
        <translation>All</translation>
    </message>
    <message>
        <source>overview.approved</source>
        <translation>Inspections approved</translation>
    </message>
    <message>
        <source>overview.badMonth</source>
        <translation>Write 2026-11; from must not be after to</translation>
    </message>
    <message>
        <source>overview.base</source>
        <translation>The base</translation>
    </message>
    <message>
        <source>overview.byDistrict</source>
        <translation>By district</translation>
    </message>
    <message>
        <source>overview.byKind</source>
        <translation>By kind</translation>
    </message>
    <message>
        <source>overview.byMeasure</source>
        <translation>Measure</translation>
    </message>
    <message>
        <source>overview.bySection</source>
        <translation>Section</translation>
    </message>
    <message>
        <source>overview.city</source>
        <translation>Whole city</translation>
    </message>
    <message>
        <source>overview.cleared</source>
        <translation>Cleared</translation>
    </message>
    <message>
        <source>overview.custom</source>
        <translation>Custom</translation>
    </message>
    <message>
        <source>overview.customTitle</source>
        <translation>Choose when they were found</translation>
    </message>
    <message>
        <source>overview.customWords</source>
        <translation>Counts hazards by the month they were found, both months included.</translation>
    </message>
    <message>
        <source>overview.days</source>
        <translation>Mean days</translation>
    </message>
    <message numerus="yes">
        <source>overview.daysOf</source>
        <translation><numerusform>%n day</numerusform><numerusform>%n days</numerusform></translation>
    </message>
    <message>
        <source>overview.disproved</source>
        <translation>disproved</translation>
    </message>
    <message>
        <source>overview.district</source>
        <translation>District</translation>
    </message>
    <message>
        <source>overview.emptyTitle</source>
        <translation>No hazards found yet</translation>
    </message>
    <message>
        <source>overview.emptyVerb</source>
        <translation>Go to homes</translation>
    </message>
    <message>
        <source>overview.emptyWords</source>
        <translation>Figures appear here after the first inspection. Import the register, then begin one.</translation>
    </message>
    <message>
        <source>overview.endOf</source>
        <translation>End of {month}</translation>
    </message>
    <message>
        <source>overview.endedShort</source>
        <translation>Ended</translation>
    </message>
    <message>
        <source>overview.equivalent</source>
        <translation>equivalent</translation>
    </message>
    <message>
        <source>overview.exitItems</source>
        <translation>hazards</translation>
    </message>
    <message numerus="yes">
        <source>overview.exitUnit</source>
        <translation><numerusform>exit</numerusform><numerusform>exits</numerusform></translation>
    </message>
    <message>
        <source>overview.exits</source>
        <translation>Life exits opened</translation>
    </message>
    <message>
        <source>overview.exitsShort</source>
        <translation>Exits</translation>
    </message>
    <message>
        <source>overview.export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>overview.found</source>
        <translation>Found</translation>
    </message>
    <message>
        <source>overview.foundCleared</source>
        <translation>Found / cleared</translation>
    </message>
    <message>
        <source>overview.foundCount</source>
        <translation>found</translation>
    </message>
    <message numerus="yes">
        <source>overview.foundOfKind</source>
        <translation><numerusform>%n found</numerusform><numerusform>%n found</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>overview.foundThen</source>
        <translation><numerusform>%n found so far</numerusform><numerusform>%n found so far</numerusform></translation>
    </message>
    <message>
        <source>overview.from</source>
        <translation>From (year-month)</translation>
    </message>
    <message numerus="yes">
        <source>overview.homeUnit</source>
        <translation><numerusform>home</numerusform><numerusform>homes</numerusform></translation>
    </message>
    <message>
        <source>overview.homes</source>
        <translation>Homes in the register</translation>
    </message>
    <message>
        <source>overview.homesShort</source>
        <translation>Homes</translation>
    </message>
    <message>
        <source>overview.inspected</source>
        <translation>Inspected</translation>
    </message>
    <message>
        <source>overview.major</source>
        <translation>major hazards</translation>
    </message>
    <message>
        <source>overview.month</source>
        <translation>This month</translation>
    </message>
    <message>
        <source>overview.month1</source>
        <translation>Jan</translation>
    </message>
    <message>
        <source>overview.month10</source>
        <translation>Oct</translation>
    </message>
    <message>
        <source>overview.month11</source>
        <translation>Nov</translation>
    </message>
    <message>
        <source>overview.month12</source>
        <translation>Dec</translation>
    </message>
    <message>
        <source>overview.month2</source>
        <translation>Feb</translation>
    </message>
    <message>
        <source>overview.month3</source>
        <translation>Mar</translation>
    </message>
    <message>
        <source>overview.month4</source>
        <translation>Apr</translation>
    </message>
    <message>
        <source>overview.month5</source>
        <translation>May</translation>
    </message>
    <message>
        <source>overview.month6</source>
        <translation>Jun</translation>
    </message>
    <message>
        <source>overview.month7</source>
        <translation>Jul</translation>
    </message>
    <message>
        <source>overview.month8</source>
        <translation>Aug</translation>
    </message>
    <message>
        <source>overview.month9</source>
        <translation>Sep</translation>
    </message>
    <message>
        <source>overview.monthLong</source>
        <translation>{month} {year}</translation>
    </message>
    <message>
        <source>overview.monthOfYear</source>
        <translation>{month} {year}</translation>
    </message>
    <message>
        <source>overview.never</source>
        <translation>Never inspected</translation>
    </message>
    <message>
        <source>overview.now</source>
        <translation>{month} (now)</translation>
    </message>
    <message>
        <source>overview.ofThemOverdue</source>
        <translation>of them overdue</translation>
    </message>
    <message>
        <source>overview.open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>overview.openChart</source>
        <translation>Open hazards</translation>
    </message>
    <message numerus="yes">
        <source>overview.openOfKind</source>
        <translation><numerusform>%n of them open</numerusform><numerusform>%n of them open</numerusform></translation>
    </message>
    <message>
        <source>overview.openShort</source>
        <translation>Open</translation>
    </message>
    <message numerus="yes">
        <source>overview.openThen</source>
        <translation><numerusform>%n open</numerusform><numerusform>%n open</numerusform></translation>
    </message>
    <message>
        <source>overview.opensRows</source>
        <translation>{number}: open these rows</translation>
    </message>
    <message numerus="yes">
        <source>overview.otherKinds</source>
        <translation><numerusform>%n other</numerusform><numerusform>%n others</numerusform></translation>
    </message>
    <message>
        <source>overview.overdue</source>
        <translation>Overdue</translation>
    </message>
    <message>
        <source>overview.overdueShort</source>
        <translation>Overdue</translation>
    </message>
    <message numerus="yes">
        <source>overview.overdueThen</source>
        <translation><numerusform>%n of them overdue</numerusform><numerusform>%n of them overdue</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>overview.peak</source>
        <translation><numerusform>Most: %n in {month}</numerusform><numerusform>Most: %n in {month}</numerusform></translation>
    </message>
    <message>
        <source>overview.period</source>
        <translation>Period</translation>
    </message>
    <message>
        <source>overview.pressAny</source>
        <translation>press a number to see its rows</translation>
    </message>
    <message>
        <source>overview.progress</source>
        <translation>Settled</translation>
    </message>
    <message>
        <source>overview.range</source>
        <translation>Found {first} to {last}</translation>
    </message>
    <message>
        <source>overview.rangeAll</source>
        <translation>All hazards</translation>
    </message>
    <message>
        <source>overview.registerOf</source>
        <translation>register of {day}</translation>
    </message>
    <message>
        <source>overview.reinspect</source>
        <translation>To reinspect</translation>
    </message>
    <message>
        <source>overview.returned</source>
        <translation>Inspections returned</translation>
    </message>
    <message>
        <source>overview.show</source>
        <translation>Show</translation>
    </message>
    <message>
        <source>overview.title</source>
        <translation>Overview</translation>
    </message>
    <message>
        <source>overview.to</source>
        <translation>To (year-month)</translation>
    </message>
    <message>
        <source>overview.toClear</source>
        <translation>to be cleared</translation>
    </message>
    <message>
        <source>overview.upToNow</source>
        <translation>as of today {time}</translation>
    </message>
    <message numerus="yes">
        <source>overview.visitUnit</source>
        <translation><numerusform>visit</numerusform><numerusform>visits</numerusform></translation>
    </message>
    <message>
        <source>overview.waiting</source>
        <translation>Inspections waiting for review</translation>
    </message>
    <message>
        <source>overview.week</source>
        <translation>due within 7 days</translation>
    </message>
    <message>
        <source>overview.wellItems</source>
        <translation>hazards</translation>
    </message>
    <message numerus="yes">
        <source>overview.wellUnit</source>
        <translation><numerusform>well</numerusform><numerusform>wells</numerusform></translation>
    </message>
    <message>
        <source>overview.wells</source>
        <translation>Fire wells drilled</translation>
    </message>
    <message>
        <source>overview.wellsShort</source>
        <translation>Wells</translation>
    </message>
    <message>
        <source>overview.withHome</source>
        <translation>home closed</translation>
    </message>
    <message>
        <source>overview.year</source>
        <translation>This year</translation>
    </message>
    <message>
        <source>overview.zeroNow</source>
        <translation>, none now</translation>
    </message>
</context>
</TS>
