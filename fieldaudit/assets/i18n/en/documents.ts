<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>documents</name>
    <message>
        <source>documents.about</source>
        <translation>About</translation>
    </message>
    <message numerus="yes">
        <source>documents.all</source>
        <translation><numerusform>All %n</numerusform><numerusform>All %n</numerusform></translation>
    </message>
    <message>
        <source>documents.allHomes</source>
        <translation>All homes</translation>
    </message>
    <message>
        <source>documents.basisSeen</source>
        <translation>Every basis checked against the text</translation>
    </message>
    <message>
        <source>documents.basisUnseen</source>
        <translation>A basis is not checked yet: it is left off the paper</translation>
    </message>
    <message>
        <source>documents.checks</source>
        <translation>Before printing</translation>
    </message>
    <message>
        <source>documents.correct</source>
        <translation>Correct it</translation>
    </message>
    <message>
        <source>documents.correctTitle</source>
        <translation>Correct {number}</translation>
    </message>
    <message>
        <source>documents.correctWords</source>
        <translation>Makes a further version from what is recorded now, with the same number and day; the old one is kept.</translation>
    </message>
    <message>
        <source>documents.corrected</source>
        <translation>Corrected; the new version is kept</translation>
    </message>
    <message>
        <source>documents.empty</source>
        <translation>No papers yet</translation>
    </message>
    <message>
        <source>documents.emptyWords</source>
        <translation>Finish an inspection to issue its notice; other papers are made with New paper at the top.</translation>
    </message>
    <message>
        <source>documents.filter</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>documents.find</source>
        <translation>Type a name or a number</translation>
    </message>
    <message numerus="yes">
        <source>documents.hazards</source>
        <translation><numerusform>%n hazard</numerusform><numerusform>%n hazards</numerusform></translation>
    </message>
    <message>
        <source>documents.hazardsHead</source>
        <translation>Hazards</translation>
    </message>
    <message>
        <source>documents.home</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>documents.inChinese</source>
        <translation>Chinese</translation>
    </message>
    <message>
        <source>documents.inEnglish</source>
        <translation>English</translation>
    </message>
    <message>
        <source>documents.inspectedBy</source>
        <translation>Inspected by</translation>
    </message>
    <message>
        <source>documents.issue</source>
        <translation>Issue it</translation>
    </message>
    <message>
        <source>documents.issued</source>
        <translation>Issued</translation>
    </message>
    <message>
        <source>documents.issuedBy</source>
        <translation>Issued by</translation>
    </message>
    <message>
        <source>documents.issuedToast</source>
        <translation>Issued</translation>
    </message>
    <message>
        <source>documents.kind</source>
        <translation>Kind of paper</translation>
    </message>
    <message>
        <source>documents.language</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>documents.list</source>
        <translation>Papers</translation>
    </message>
    <message>
        <source>documents.nearest</source>
        <translation>next due {day}</translation>
    </message>
    <message>
        <source>documents.new</source>
        <translation>New paper</translation>
    </message>
    <message>
        <source>documents.newTitle</source>
        <translation>New paper</translation>
    </message>
    <message>
        <source>documents.noNumber</source>
        <translation>No number yet</translation>
    </message>
    <message>
        <source>documents.notIssued</source>
        <translation>Not issued: the preview is a draft</translation>
    </message>
    <message>
        <source>documents.nothingFor</source>
        <translation>There is nothing this paper could be about.</translation>
    </message>
    <message>
        <source>documents.number</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>documents.numberFinal</source>
        <translation>The number is final</translation>
    </message>
    <message>
        <source>documents.numberProvisional</source>
        <translation>Provisional number: the laptop's block is used up</translation>
    </message>
    <message>
        <source>documents.photosHere</source>
        <translation>All photos are here</translation>
    </message>
    <message>
        <source>documents.photosMissing</source>
        <translation>Some photos are not on this laptop</translation>
    </message>
    <message>
        <source>documents.preview</source>
        <translation>Preview</translation>
    </message>
    <message>
        <source>documents.printedOnly</source>
        <translation>Printed as it is, without a number</translation>
    </message>
    <message>
        <source>documents.reason</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>documents.recordService</source>
        <translation>Record the service</translation>
    </message>
    <message>
        <source>documents.replaced</source>
        <translation>Corrected</translation>
    </message>
    <message>
        <source>documents.seeHome</source>
        <translation>See the home</translation>
    </message>
    <message>
        <source>documents.seeInspection</source>
        <translation>See the inspection</translation>
    </message>
    <message>
        <source>documents.seeService</source>
        <translation>See the service</translation>
    </message>
    <message>
        <source>documents.served</source>
        <translation>Served</translation>
    </message>
    <message>
        <source>documents.service</source>
        <translation>Service</translation>
    </message>
    <message>
        <source>documents.signed</source>
        <translation>Both inspectors have signed</translation>
    </message>
    <message>
        <source>documents.state</source>
        <translation>State</translation>
    </message>
    <message>
        <source>documents.title</source>
        <translation>Documents</translation>
    </message>
    <message>
        <source>documents.toFinish</source>
        <translation>Go and issue it</translation>
    </message>
    <message>
        <source>documents.toIssue</source>
        <translation>To issue</translation>
    </message>
    <message>
        <source>documents.toServe</source>
        <translation>To serve</translation>
    </message>
    <message numerus="yes">
        <source>documents.todo</source>
        <translation><numerusform>To do %n</numerusform><numerusform>To do %n</numerusform></translation>
    </message>
    <message>
        <source>documents.unsigned</source>
        <translation>An inspector has not signed</translation>
    </message>
    <message>
        <source>documents.version</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <source>documents.versionHead</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>documents.versions</source>
        <translation>Versions</translation>
    </message>
    <message>
        <source>documents.void</source>
        <translation>Void</translation>
    </message>
    <message>
        <source>documents.voidIt</source>
        <translation>Void it</translation>
    </message>
    <message>
        <source>documents.voidTitle</source>
        <translation>Void {number}</translation>
    </message>
    <message>
        <source>documents.voidWords</source>
        <translation>Its hazards are found again and its number is not used any more; the void paper is kept.</translation>
    </message>
    <message>
        <source>documents.voided</source>
        <translation>Voided {number}</translation>
    </message>
    <message>
        <source>documents.why</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>documents.working</source>
        <translation>Making the paper</translation>
    </message>
</context>
</TS>
