<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>review</name>
    <message>
        <source>review.again</source>
        <translation>found again</translation>
    </message>
    <message numerus="yes">
        <source>review.all</source>
        <translation><numerusform>All %n</numerusform><numerusform>All %n</numerusform></translation>
    </message>
    <message>
        <source>review.allInspections</source>
        <translation>All inspections</translation>
    </message>
    <message>
        <source>review.amended</source>
        <translation>amended</translation>
    </message>
    <message>
        <source>review.approve</source>
        <translation>Approve</translation>
    </message>
    <message>
        <source>review.approved</source>
        <translation>Approved: {home}</translation>
    </message>
    <message>
        <source>review.approvedAlready</source>
        <translation>Approved already; it can still be returned with a remark on a question</translation>
    </message>
    <message numerus="yes">
        <source>review.approvedGone</source>
        <translation><numerusform>Approved: {home}; %n hazard no longer found has ended</numerusform><numerusform>Approved: {home}; %n hazards no longer found have ended</numerusform></translation>
    </message>
    <message>
        <source>review.askApprove</source>
        <translation>Approve anyway</translation>
    </message>
    <message numerus="yes">
        <source>review.askMissing</source>
        <translation><numerusform>%n photo of this inspection has not reached this laptop. It can still be returned after approval.</numerusform><numerusform>%n photos of this inspection have not reached this laptop. It can still be returned after approval.</numerusform></translation>
    </message>
    <message>
        <source>review.askReason</source>
        <translation>General remark (may be left empty)</translation>
    </message>
    <message numerus="yes">
        <source>review.askRemarks</source>
        <translation><numerusform>%n remark is sent only with a return; approval discards it.</numerusform><numerusform>%n remarks are sent only with a return; approval discards them.</numerusform></translation>
    </message>
    <message>
        <source>review.askRemarksTitle</source>
        <translation>Approve without sending the remarks?</translation>
    </message>
    <message>
        <source>review.askReturn</source>
        <translation>Return this inspection?</translation>
    </message>
    <message>
        <source>review.askReturnWords</source>
        <translation>The remarks appear on the inspectors' questions. They amend, sign again and hand it in anew; a return cannot be undone.</translation>
    </message>
    <message>
        <source>review.askTitle</source>
        <translation>Approve although photos are missing?</translation>
    </message>
    <message>
        <source>review.counted</source>
        <translation>{passed} passed, {failed} failed, {na} not applicable</translation>
    </message>
    <message numerus="yes">
        <source>review.differs</source>
        <translation><numerusform>Changed %n</numerusform><numerusform>Changed %n</numerusform></translation>
    </message>
    <message>
        <source>review.differsNone</source>
        <translation>Nothing differs from last time.</translation>
    </message>
    <message>
        <source>review.draftBy</source>
        <translation>{name}, not sent, kept on this laptop</translation>
    </message>
    <message>
        <source>review.earlier</source>
        <translation>Remark sent: {text}</translation>
    </message>
    <message>
        <source>review.emptyTitle</source>
        <translation>Nothing waits for review</translation>
    </message>
    <message>
        <source>review.emptyWords</source>
        <translation>Inspections appear here once they are finished and synced.</translation>
    </message>
    <message numerus="yes">
        <source>review.fails</source>
        <translation><numerusform>Failed %n</numerusform><numerusform>Failed %n</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>review.hazards</source>
        <translation><numerusform>%n hazard</numerusform><numerusform>%n hazards</numerusform></translation>
    </message>
    <message>
        <source>review.keyApprove</source>
        <translation>approve</translation>
    </message>
    <message>
        <source>review.keyNext</source>
        <translation>next report</translation>
    </message>
    <message>
        <source>review.keyQuestion</source>
        <translation>question</translation>
    </message>
    <message>
        <source>review.keyRemark</source>
        <translation>remark</translation>
    </message>
    <message>
        <source>review.keyReturn</source>
        <translation>return</translation>
    </message>
    <message>
        <source>review.lastTime</source>
        <translation>Last time, {day}</translation>
    </message>
    <message>
        <source>review.mostHazards</source>
        <translation>Most hazards</translation>
    </message>
    <message>
        <source>review.newest</source>
        <translation>Latest first</translation>
    </message>
    <message>
        <source>review.noHazards</source>
        <translation>no hazards</translation>
    </message>
    <message>
        <source>review.noLast</source>
        <translation>The first inspection by this checklist</translation>
    </message>
    <message>
        <source>review.noneShown</source>
        <translation>No question is shown by this choice.</translation>
    </message>
    <message>
        <source>review.notAnswered</source>
        <translation>not answered</translation>
    </message>
    <message>
        <source>review.notAsked</source>
        <translation>not asked last time</translation>
    </message>
    <message>
        <source>review.noteOf</source>
        <translation>Note: {note}</translation>
    </message>
    <message numerus="yes">
        <source>review.number</source>
        <translation><numerusform>Question %n</numerusform><numerusform>Question %n</numerusform></translation>
    </message>
    <message>
        <source>review.oldest</source>
        <translation>Waiting longest</translation>
    </message>
    <message>
        <source>review.onTheSpot</source>
        <translation>fixed on the spot</translation>
    </message>
    <message numerus="yes">
        <source>review.photosAll</source>
        <translation><numerusform>%n photo here</numerusform><numerusform>all %n photos here</numerusform></translation>
    </message>
    <message>
        <source>review.photosHere</source>
        <translation>{here} of {all} photos here</translation>
    </message>
    <message>
        <source>review.question</source>
        <translation>Question</translation>
    </message>
    <message>
        <source>review.queue</source>
        <translation>Waiting</translation>
    </message>
    <message numerus="yes">
        <source>review.queueOf</source>
        <translation><numerusform>%n waiting</numerusform><numerusform>%n waiting</numerusform></translation>
    </message>
    <message>
        <source>review.remark</source>
        <translation>Remark</translation>
    </message>
    <message>
        <source>review.remarkHere</source>
        <translation>Remark on this question</translation>
    </message>
    <message numerus="yes">
        <source>review.remarkOn</source>
        <translation><numerusform>Remark on question %n</numerusform><numerusform>Remark on question %n</numerusform></translation>
    </message>
    <message>
        <source>review.return</source>
        <translation>Return</translation>
    </message>
    <message>
        <source>review.returnNeeds</source>
        <translation>Write a remark on a question first</translation>
    </message>
    <message>
        <source>review.returnVerb</source>
        <translation>Return</translation>
    </message>
    <message numerus="yes">
        <source>review.returnWith</source>
        <translation><numerusform>Return with %n remark</numerusform><numerusform>Return with %n remarks</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>review.returned</source>
        <translation><numerusform>Returned: {home}, with %n remark</numerusform><numerusform>Returned: {home}, with %n remarks</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>review.reviewedToday</source>
        <translation><numerusform>%n reviewed today</numerusform><numerusform>%n reviewed today</numerusform></translation>
    </message>
    <message>
        <source>review.seenThere</source>
        <translation>The inspectors will see it on the question</translation>
    </message>
    <message>
        <source>review.showAll</source>
        <translation>Show all</translation>
    </message>
    <message>
        <source>review.showWhat</source>
        <translation>Which questions to show</translation>
    </message>
    <message>
        <source>review.sortBy</source>
        <translation>Order</translation>
    </message>
    <message numerus="yes">
        <source>review.term</source>
        <translation><numerusform>%n day</numerusform><numerusform>%n days</numerusform></translation>
    </message>
    <message>
        <source>review.thisTime</source>
        <translation>This time, {day}</translation>
    </message>
    <message>
        <source>review.title</source>
        <translation>Review</translation>
    </message>
    <message>
        <source>review.two</source>
        <translation>{first}, {second}</translation>
    </message>
    <message>
        <source>review.writeRemark</source>
        <translation>Say what is to be mended</translation>
    </message>
</context>
</TS>
