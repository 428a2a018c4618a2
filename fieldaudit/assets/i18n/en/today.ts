<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>today</name>
    <message>
        <source>today.all</source>
        <translation>All</translation>
    </message>
    <message>
        <source>today.answered</source>
        <translation>answered {done} of {all}</translation>
    </message>
    <message>
        <source>today.answeredOf</source>
        <translation>Answered</translation>
    </message>
    <message numerus="yes">
        <source>today.asksFor</source>
        <translation><numerusform>%n extension asked for</numerusform><numerusform>%n extensions asked for</numerusform></translation>
    </message>
    <message>
        <source>today.both</source>
        <translation>{one}; {other}</translation>
    </message>
    <message>
        <source>today.clear</source>
        <translation>Clear {name}</translation>
    </message>
    <message>
        <source>today.drafts</source>
        <translation>Drafts</translation>
    </message>
    <message>
        <source>today.extension</source>
        <translation>Extension {name}</translation>
    </message>
    <message>
        <source>today.goMend</source>
        <translation>Amend</translation>
    </message>
    <message>
        <source>today.goOn</source>
        <translation>Continue</translation>
    </message>
    <message>
        <source>today.goOnWith</source>
        <translation>Where you stopped</translation>
    </message>
    <message numerus="yes">
        <source>today.hazardCount</source>
        <translation><numerusform>%n hazard</numerusform><numerusform>%n hazards</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>today.hazards</source>
        <translation><numerusform>%n hazard</numerusform><numerusform>%n hazards</numerusform></translation>
    </message>
    <message>
        <source>today.import</source>
        <translation>Import register</translation>
    </message>
    <message>
        <source>today.issuedOn</source>
        <translation>Issued {day}</translation>
    </message>
    <message>
        <source>today.lastVisit</source>
        <translation>last visit {day}</translation>
    </message>
    <message>
        <source>today.leftAt</source>
        <translation>left {when}</translation>
    </message>
    <message>
        <source>today.mend</source>
        <translation>Returned {name}</translation>
    </message>
    <message numerus="yes">
        <source>today.moreReinspect</source>
        <translation><numerusform>%n more home to reinspect</numerusform><numerusform>%n more homes to reinspect</numerusform></translation>
    </message>
    <message>
        <source>today.noHomes</source>
        <translation>The register is empty</translation>
    </message>
    <message>
        <source>today.noHomesHint</source>
        <translation>Import the register of homes first, or add a home.</translation>
    </message>
    <message>
        <source>today.noneOverdue</source>
        <translation>Nothing is overdue</translation>
    </message>
    <message>
        <source>today.noneSoon</source>
        <translation>Nothing falls due within 7 days</translation>
    </message>
    <message>
        <source>today.notServed</source>
        <translation>not served yet</translation>
    </message>
    <message>
        <source>today.nothing</source>
        <translation>Nothing planned today</translation>
    </message>
    <message>
        <source>today.nothingHint</source>
        <translation>Choose a home and start an inspection. Reinspections, services and returned reports appear here.</translation>
    </message>
    <message>
        <source>today.oldest</source>
        <translation>The oldest was finished {day}</translation>
    </message>
    <message>
        <source>today.openPlan</source>
        <translation>Open plan</translation>
    </message>
    <message>
        <source>today.overdue</source>
        <translation>Overdue</translation>
    </message>
    <message>
        <source>today.reason</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>today.recordService</source>
        <translation>Record service</translation>
    </message>
    <message>
        <source>today.reinspect</source>
        <translation>Reinspect {name}</translation>
    </message>
    <message>
        <source>today.remark</source>
        <translation>question {number}: {text}</translation>
    </message>
    <message numerus="yes">
        <source>today.remarks</source>
        <translation><numerusform>%n remark</numerusform><numerusform>%n remarks</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>today.reports</source>
        <translation><numerusform>%n report to review</numerusform><numerusform>%n reports to review</numerusform></translation>
    </message>
    <message>
        <source>today.resume</source>
        <translation>Continue inspection</translation>
    </message>
    <message>
        <source>today.returnedOn</source>
        <translation>Returned {day}</translation>
    </message>
    <message>
        <source>today.review</source>
        <translation>Start review</translation>
    </message>
    <message>
        <source>today.said</source>
        <translation>{count}: {text}</translation>
    </message>
    <message>
        <source>today.serve</source>
        <translation>Serve {name}</translation>
    </message>
    <message>
        <source>today.serveThatDay</source>
        <translation>dated: serve that day</translation>
    </message>
    <message>
        <source>today.snapshot</source>
        <translation>A snapshot is kept every day · last {day}</translation>
    </message>
    <message>
        <source>today.soon</source>
        <translation>Due within 7 days</translation>
    </message>
    <message>
        <source>today.start</source>
        <translation>Start an inspection</translation>
    </message>
    <message>
        <source>today.startReinspect</source>
        <translation>Reinspect</translation>
    </message>
    <message>
        <source>today.stoppedAt</source>
        <translation>Stopped at question {number}: {wording}</translation>
    </message>
    <message>
        <source>today.title</source>
        <translation>Today</translation>
    </message>
    <message numerus="yes">
        <source>today.toClear</source>
        <translation><numerusform>%n hazard passed, to be cleared</numerusform><numerusform>%n hazards passed, to be cleared</numerusform></translation>
    </message>
    <message>
        <source>today.toDo</source>
        <translation>To do</translation>
    </message>
    <message numerus="yes">
        <source>today.toReinspect</source>
        <translation><numerusform>%n hazard to reinspect</numerusform><numerusform>%n hazards to reinspect</numerusform></translation>
    </message>
    <message>
        <source>today.yourReview</source>
        <translation>Waiting for your review</translation>
    </message>
</context>
</TS>
