<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>home</name>
    <message>
        <source>home.address</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>home.area</source>
        <translation>{area} m²</translation>
    </message>
    <message>
        <source>home.beds</source>
        <translation>Beds / residents</translation>
    </message>
    <message>
        <source>home.bedsOf</source>
        <translation>{beds} / {residents}</translation>
    </message>
    <message>
        <source>home.building</source>
        <translation>Building</translation>
    </message>
    <message numerus="yes">
        <source>home.cleared</source>
        <translation><numerusform>%n cleared</numerusform><numerusform>%n cleared</numerusform></translation>
    </message>
    <message>
        <source>home.coded</source>
        <translation>code on record</translation>
    </message>
    <message>
        <source>home.drill</source>
        <translation>Last drill</translation>
    </message>
    <message numerus="yes">
        <source>home.ended</source>
        <translation><numerusform>%n ended otherwise</numerusform><numerusform>%n ended otherwise</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>home.failed</source>
        <translation><numerusform>%n not passed</numerusform><numerusform>%n not passed</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>home.fails</source>
        <translation><numerusform>%n fail</numerusform><numerusform>%n fails</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>home.fresh</source>
        <translation><numerusform>%n not ordered yet</numerusform><numerusform>%n not ordered yet</numerusform></translation>
    </message>
    <message>
        <source>home.grade</source>
        <translation>grade {grade}</translation>
    </message>
    <message>
        <source>home.head</source>
        <translation>In charge</translation>
    </message>
    <message numerus="yes">
        <source>home.items</source>
        <translation><numerusform>%n hazard</numerusform><numerusform>%n hazards</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>home.late</source>
        <translation><numerusform>%n overdue</numerusform><numerusform>%n overdue</numerusform></translation>
    </message>
    <message>
        <source>home.night</source>
        <translation>Night staff</translation>
    </message>
    <message>
        <source>home.noItems</source>
        <translation>No hazards yet</translation>
    </message>
    <message>
        <source>home.notServed</source>
        <translation>not served yet</translation>
    </message>
    <message>
        <source>home.notice</source>
        <translation>Notice {number}</translation>
    </message>
    <message numerus="yes">
        <source>home.passed</source>
        <translation><numerusform>%n passed</numerusform><numerusform>%n passed</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>home.passes</source>
        <translation><numerusform>%n pass</numerusform><numerusform>%n passes</numerusform></translation>
    </message>
    <message>
        <source>home.people</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>home.reinspection</source>
        <translation>Reinspection</translation>
    </message>
    <message>
        <source>home.storeys</source>
        <translation>{storeys} storeys</translation>
    </message>
    <message>
        <source>home.systems</source>
        <translation>Sprinkler / alarm</translation>
    </message>
    <message>
        <source>home.unable</source>
        <translation>Cannot walk unaided</translation>
    </message>
    <message>
        <source>home.uncoded</source>
        <translation>no code on record</translation>
    </message>
    <message>
        <source>home.water</source>
        <translation>Fire water</translation>
    </message>
    <message numerus="yes">
        <source>home.working</source>
        <translation><numerusform>%n being rectified</numerusform><numerusform>%n being rectified</numerusform></translation>
    </message>
</context>
</TS>
