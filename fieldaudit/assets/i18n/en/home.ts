<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>home</name>
    <message>
        <source>home.add</source>
        <translation>Add home</translation>
    </message>
    <message>
        <source>home.added</source>
        <translation>Home added</translation>
    </message>
    <message>
        <source>home.address</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>home.another</source>
        <translation>It is another home: add it</translation>
    </message>
    <message>
        <source>home.area</source>
        <translation>{area} m²</translation>
    </message>
    <message>
        <source>home.bedCount</source>
        <translation>Beds</translation>
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
        <source>home.begin</source>
        <translation>Start inspection</translation>
    </message>
    <message>
        <source>home.beginTitle</source>
        <translation>Inspect {name}</translation>
    </message>
    <message>
        <source>home.building</source>
        <translation>Building</translation>
    </message>
    <message>
        <source>home.chooseDistrict</source>
        <translation>Choose a district</translation>
    </message>
    <message>
        <source>home.chooseSecond</source>
        <translation>Choose who comes along</translation>
    </message>
    <message numerus="yes">
        <source>home.cleared</source>
        <translation><numerusform>%n cleared</numerusform><numerusform>%n cleared</numerusform></translation>
    </message>
    <message>
        <source>home.code</source>
        <translation>Unified social credit code</translation>
    </message>
    <message>
        <source>home.coded</source>
        <translation>code on record</translation>
    </message>
    <message numerus="yes">
        <source>home.disputes</source>
        <translation><numerusform>Two people disagree on %n value: decide</numerusform><numerusform>Two people disagree on %n values: decide</numerusform></translation>
    </message>
    <message>
        <source>home.district</source>
        <translation>District</translation>
    </message>
    <message>
        <source>home.drill</source>
        <translation>Last drill</translation>
    </message>
    <message>
        <source>home.edit</source>
        <translation>Edit</translation>
    </message>
    <message>
        <source>home.editTitle</source>
        <translation>Edit home</translation>
    </message>
    <message numerus="yes">
        <source>home.ended</source>
        <translation><numerusform>%n ended otherwise</numerusform><numerusform>%n ended otherwise</numerusform></translation>
    </message>
    <message>
        <source>home.facts</source>
        <translation>Facts</translation>
    </message>
    <message numerus="yes">
        <source>home.failed</source>
        <translation><numerusform>%n not passed</numerusform><numerusform>%n not passed</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>home.fails</source>
        <translation><numerusform>%n fail</numerusform><numerusform>%n fails</numerusform></translation>
    </message>
    <message>
        <source>home.form</source>
        <translation>Checklist</translation>
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
    <message>
        <source>home.headOf</source>
        <translation>Person in charge</translation>
    </message>
    <message>
        <source>home.history</source>
        <translation>History</translation>
    </message>
    <message>
        <source>home.interim</source>
        <translation>Two people changed this differently; the newer value shows until it is decided</translation>
    </message>
    <message numerus="yes">
        <source>home.items</source>
        <translation><numerusform>%n hazard</numerusform><numerusform>%n hazards</numerusform></translation>
    </message>
    <message>
        <source>home.kind</source>
        <translation>Kind of inspection</translation>
    </message>
    <message>
        <source>home.lat</source>
        <translation>Latitude (north)</translation>
    </message>
    <message numerus="yes">
        <source>home.late</source>
        <translation><numerusform>%n overdue</numerusform><numerusform>%n overdue</numerusform></translation>
    </message>
    <message>
        <source>home.legalRep</source>
        <translation>Legal representative</translation>
    </message>
    <message>
        <source>home.level</source>
        <translation>Grade</translation>
    </message>
    <message>
        <source>home.lon</source>
        <translation>Longitude (east)</translation>
    </message>
    <message>
        <source>home.name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>home.needsSecond</source>
        <translation>Choose the second inspector</translation>
    </message>
    <message>
        <source>home.newTitle</source>
        <translation>New home</translation>
    </message>
    <message>
        <source>home.night</source>
        <translation>Night staff</translation>
    </message>
    <message>
        <source>home.noHistory</source>
        <translation>No visits yet</translation>
    </message>
    <message>
        <source>home.noHistoryHint</source>
        <translation>Inspections, notices and reinspections appear here by date.</translation>
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
    <message>
        <source>home.openPlan</source>
        <translation>Open plan</translation>
    </message>
    <message>
        <source>home.openThat</source>
        <translation>Open that home</translation>
    </message>
    <message>
        <source>home.othersDraft</source>
        <translation>{name} has an unfinished inspection at this home.</translation>
    </message>
    <message>
        <source>home.papers</source>
        <translation>Papers</translation>
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
        <source>home.phone</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>home.plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>home.reinspection</source>
        <translation>Reinspection</translation>
    </message>
    <message>
        <source>home.residents</source>
        <translation>Residents</translation>
    </message>
    <message>
        <source>home.resume</source>
        <translation>Continue inspection</translation>
    </message>
    <message>
        <source>home.save</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>home.saved</source>
        <translation>Saved</translation>
    </message>
    <message>
        <source>home.second</source>
        <translation>Second inspector</translation>
    </message>
    <message>
        <source>home.secondHint</source>
        <translation>An inspection takes two people</translation>
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
