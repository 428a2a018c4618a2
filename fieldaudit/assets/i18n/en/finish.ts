<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>finish</name>
    <message>
        <source>finish.absence</source>
        <translation>About the absence (optional)</translation>
    </message>
    <message>
        <source>finish.absentHint</source>
        <translation>A witness signs; it goes into the record</translation>
    </message>
    <message>
        <source>finish.addPhoto</source>
        <translation>Add photos</translation>
    </message>
    <message numerus="yes">
        <source>finish.advised</source>
        <translation><numerusform>%n thing to look at</numerusform><numerusform>%n things to look at</numerusform></translation>
    </message>
    <message>
        <source>finish.advisedChip</source>
        <translation>Advised</translation>
    </message>
    <message>
        <source>finish.badge</source>
        <translation>Badge on record</translation>
    </message>
    <message>
        <source>finish.bothSign</source>
        <translation>Both inspectors sign</translation>
    </message>
    <message>
        <source>finish.byTerm</source>
        <translation>Terms run from the day of service</translation>
    </message>
    <message>
        <source>finish.changedSince</source>
        <translation>The record changed since: sign again</translation>
    </message>
    <message>
        <source>finish.complete</source>
        <translation>Nothing missing</translation>
    </message>
    <message>
        <source>finish.copies</source>
        <translation>2 copies and a stub</translation>
    </message>
    <message>
        <source>finish.dated</source>
        <translation>A printed date</translation>
    </message>
    <message numerus="yes">
        <source>finish.days</source>
        <translation><numerusform>%n day</numerusform><numerusform>%n days</numerusform></translation>
    </message>
    <message>
        <source>finish.draftOf</source>
        <translation>{number} (draft, not issued)</translation>
    </message>
    <message>
        <source>finish.dueDay</source>
        <translation>Date to rectify by</translation>
    </message>
    <message>
        <source>finish.failed</source>
        <translation>Fail</translation>
    </message>
    <message>
        <source>finish.finish</source>
        <translation>Finish</translation>
    </message>
    <message>
        <source>finish.finished</source>
        <translation>The inspection is finished; its answers are locked</translation>
    </message>
    <message>
        <source>finish.fixed</source>
        <translation>Fixed on the spot</translation>
    </message>
    <message>
        <source>finish.fromLease</source>
        <translation>From this laptop's block {first}-{last}: final even offline</translation>
    </message>
    <message>
        <source>finish.general</source>
        <translation>General</translation>
    </message>
    <message>
        <source>finish.hazardList</source>
        <translation>Hazards of this inspection</translation>
    </message>
    <message numerus="yes">
        <source>finish.hazards</source>
        <translation><numerusform>%n hazard</numerusform><numerusform>%n hazards</numerusform></translation>
    </message>
    <message>
        <source>finish.home</source>
        <translation>The home</translation>
    </message>
    <message>
        <source>finish.homeAbsent</source>
        <translation>Nobody in charge</translation>
    </message>
    <message>
        <source>finish.homeRefuses</source>
        <translation>Refuses to sign</translation>
    </message>
    <message>
        <source>finish.homeSigns</source>
        <translation>Signs</translation>
    </message>
    <message>
        <source>finish.hoursSpent</source>
        <translation>took {hours} h {minutes} min</translation>
    </message>
    <message>
        <source>finish.inspectors</source>
        <translation>Inspectors</translation>
    </message>
    <message>
        <source>finish.issueDo</source>
        <translation>Issue the notice</translation>
    </message>
    <message>
        <source>finish.issueSafe</source>
        <translation>The number is used from then on; a wrong notice can be voided with a reason.</translation>
    </message>
    <message>
        <source>finish.issueTitle</source>
        <translation>Issue the rectification notice {number}</translation>
    </message>
    <message numerus="yes">
        <source>finish.issueWords</source>
        <translation><numerusform>{home} is ordered to rectify %n hazard.</numerusform><numerusform>{home} is ordered to rectify %n hazards.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>finish.issued</source>
        <translation><numerusform>Issued, %n hazard</numerusform><numerusform>Issued, %n hazards</numerusform></translation>
    </message>
    <message>
        <source>finish.issuedToast</source>
        <translation>Issued {number}</translation>
    </message>
    <message>
        <source>finish.issuing</source>
        <translation>Issuing the notice</translation>
    </message>
    <message>
        <source>finish.jump</source>
        <translation>Press to go there, F3 comes back</translation>
    </message>
    <message>
        <source>finish.later</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>finish.locked</source>
        <translation>The answers are locked ({state})</translation>
    </message>
    <message>
        <source>finish.locks</source>
        <translation>Answers are then locked and go to review with the next sync; if returned, they can be amended on record.</translation>
    </message>
    <message>
        <source>finish.major</source>
        <translation>Major</translation>
    </message>
    <message numerus="yes">
        <source>finish.minutesSpent</source>
        <translation><numerusform>took %n minute</numerusform><numerusform>took %n minutes</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>finish.missing</source>
        <translation><numerusform>%n thing is missing</numerusform><numerusform>%n things are missing</numerusform></translation>
    </message>
    <message>
        <source>finish.missingList</source>
        <translation>What is missing</translation>
    </message>
    <message>
        <source>finish.nameNeeded</source>
        <translation>The name is needed</translation>
    </message>
    <message numerus="yes">
        <source>finish.needsAnswers</source>
        <translation><numerusform>Fill in %n thing, then sign</numerusform><numerusform>Fill in %n things, then sign</numerusform></translation>
    </message>
    <message>
        <source>finish.needsSigns</source>
        <translation>Still to sign: {who}</translation>
    </message>
    <message>
        <source>finish.noAccess</source>
        <translation>No way in</translation>
    </message>
    <message>
        <source>finish.noAccessDo</source>
        <translation>Record it</translation>
    </message>
    <message>
        <source>finish.noAccessDone</source>
        <translation>Recorded: no way in</translation>
    </message>
    <message>
        <source>finish.noAccessReason</source>
        <translation>What happened</translation>
    </message>
    <message>
        <source>finish.noAccessWords</source>
        <translation>When the home could not be entered: say what happened, with a photo or a witness. It ends this inspection.</translation>
    </message>
    <message>
        <source>finish.noBadge</source>
        <translation>No badge on record</translation>
    </message>
    <message>
        <source>finish.noFinding</source>
        <translation>{label}: finding or measure missing</translation>
    </message>
    <message>
        <source>finish.noGrade</source>
        <translation>{label}: confirm the grade</translation>
    </message>
    <message>
        <source>finish.noHazards</source>
        <translation>No hazards found</translation>
    </message>
    <message>
        <source>finish.noNotice</source>
        <translation>Rectification notice</translation>
    </message>
    <message>
        <source>finish.noPhoto</source>
        <translation>{label}: take a photo</translation>
    </message>
    <message>
        <source>finish.noPhotos</source>
        <translation>Read it out and keep a photo</translation>
    </message>
    <message>
        <source>finish.noPlace</source>
        <translation>{label}: where is the hazard?</translation>
    </message>
    <message>
        <source>finish.noReason</source>
        <translation>{label}: say why it does not apply</translation>
    </message>
    <message>
        <source>finish.notApplicable</source>
        <translation>N/A</translation>
    </message>
    <message>
        <source>finish.notServed</source>
        <translation>Not served yet</translation>
    </message>
    <message>
        <source>finish.notYours</source>
        <translation>Only its two inspectors may finish it</translation>
    </message>
    <message>
        <source>finish.nothingMissing</source>
        <translation>Nothing is missing: ready to be signed</translation>
    </message>
    <message>
        <source>finish.nothingToOrder</source>
        <translation>Nothing to order: no notice</translation>
    </message>
    <message>
        <source>finish.notice</source>
        <translation>Rectification notice {number}</translation>
    </message>
    <message>
        <source>finish.number</source>
        <translation>No. {number}</translation>
    </message>
    <message>
        <source>finish.open</source>
        <translation>Open</translation>
    </message>
    <message numerus="yes">
        <source>finish.orders</source>
        <translation><numerusform>%n hazard</numerusform><numerusform>%n hazards</numerusform></translation>
    </message>
    <message>
        <source>finish.passed</source>
        <translation>Pass</translation>
    </message>
    <message numerus="yes">
        <source>finish.photos</source>
        <translation><numerusform>%n photo</numerusform><numerusform>%n photos</numerusform></translation>
    </message>
    <message>
        <source>finish.pin</source>
        <translation>PIN code</translation>
    </message>
    <message>
        <source>finish.pinTitle</source>
        <translation>{who} signs in person</translation>
    </message>
    <message>
        <source>finish.pinWords</source>
        <translation>The signature counts as theirs only with their own PIN.</translation>
    </message>
    <message>
        <source>finish.preview</source>
        <translation>Preview</translation>
    </message>
    <message>
        <source>finish.print</source>
        <translation>Print</translation>
    </message>
    <message>
        <source>finish.printLater</source>
        <translation>Printed once the inspection is finished and the notice issued</translation>
    </message>
    <message>
        <source>finish.provisional</source>
        <translation>The numbers of this laptop are used up: a provisional one</translation>
    </message>
    <message numerus="yes">
        <source>finish.questions</source>
        <translation><numerusform>%n question</numerusform><numerusform>%n questions</numerusform></translation>
    </message>
    <message>
        <source>finish.reason</source>
        <translation>How it was refused</translation>
    </message>
    <message>
        <source>finish.reasonHint</source>
        <translation>What was said, who was there</translation>
    </message>
    <message>
        <source>finish.reasonNeeded</source>
        <translation>Say how it was refused</translation>
    </message>
    <message>
        <source>finish.record</source>
        <translation>Record the refusal</translation>
    </message>
    <message>
        <source>finish.recordAbsence</source>
        <translation>Record the absence</translation>
    </message>
    <message>
        <source>finish.recordAgain</source>
        <translation>Record anew</translation>
    </message>
    <message>
        <source>finish.recorded</source>
        <translation>Recorded</translation>
    </message>
    <message>
        <source>finish.recording</source>
        <translation>Recording</translation>
    </message>
    <message>
        <source>finish.refusalHint</source>
        <translation>A refusal does not weaken the papers; they are served as usual</translation>
    </message>
    <message>
        <source>finish.refusedAt</source>
        <translation>Recorded {time}: {reason}</translation>
    </message>
    <message>
        <source>finish.required</source>
        <translation>Required</translation>
    </message>
    <message>
        <source>finish.results</source>
        <translation>Results</translation>
    </message>
    <message>
        <source>finish.savedAt</source>
        <translation>Saved {time}</translation>
    </message>
    <message>
        <source>finish.serveDo</source>
        <translation>Record the service</translation>
    </message>
    <message>
        <source>finish.served</source>
        <translation>Served</translation>
    </message>
    <message>
        <source>finish.sideMissing</source>
        <translation>Missing and results</translation>
    </message>
    <message>
        <source>finish.sideSign</source>
        <translation>Signatures and notice</translation>
    </message>
    <message>
        <source>finish.sign</source>
        <translation>Sign</translation>
    </message>
    <message>
        <source>finish.signAgain</source>
        <translation>Sign again</translation>
    </message>
    <message>
        <source>finish.signAgainOf</source>
        <translation>{who} signs again</translation>
    </message>
    <message>
        <source>finish.signLast</source>
        <translation>Fill the gaps first: a change after signing means signing again</translation>
    </message>
    <message>
        <source>finish.signedAt</source>
        <translation>Signed {time}</translation>
    </message>
    <message>
        <source>finish.signedToast</source>
        <translation>{who} has signed</translation>
    </message>
    <message>
        <source>finish.signerName</source>
        <translation>Name of who signs</translation>
    </message>
    <message>
        <source>finish.signerPost</source>
        <translation>Post</translation>
    </message>
    <message>
        <source>finish.title</source>
        <translation>Finish the inspection</translation>
    </message>
    <message>
        <source>finish.toChecklist</source>
        <translation>See the checklist</translation>
    </message>
    <message>
        <source>finish.toConfirm</source>
        <translation>To confirm</translation>
    </message>
    <message>
        <source>finish.toToday</source>
        <translation>Back to today</translation>
    </message>
    <message>
        <source>finish.unanswered</source>
        <translation>{label}: no answer</translation>
    </message>
    <message>
        <source>finish.witness</source>
        <translation>Witness</translation>
    </message>
    <message>
        <source>finish.witnessHint</source>
        <translation>Name and post</translation>
    </message>
    <message>
        <source>finish.witnessNeeded</source>
        <translation>A refusal needs a witness</translation>
    </message>
    <message>
        <source>finish.witnessSigns</source>
        <translation>The witness signs</translation>
    </message>
    <message>
        <source>finish.witnessWho</source>
        <translation>From the township, street or residents' committee</translation>
    </message>
    <message>
        <source>finish.witnessed</source>
        <translation>Witness: {who}</translation>
    </message>
    <message numerus="yes">
        <source>finish.workingDays</source>
        <translation><numerusform>%n working day</numerusform><numerusform>%n working days</numerusform></translation>
    </message>
    <message>
        <source>finish.wrong</source>
        <translation>{label}: not valid</translation>
    </message>
</context>
</TS>
