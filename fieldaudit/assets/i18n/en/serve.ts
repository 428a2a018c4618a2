<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>serve</name>
    <message>
        <source>serve.addPhoto</source>
        <translation>Add photos</translation>
    </message>
    <message>
        <source>serve.announcedIn</source>
        <translation>Announced in</translation>
    </message>
    <message>
        <source>serve.announcedOn</source>
        <translation>Day of the announcement</translation>
    </message>
    <message>
        <source>serve.chooseSecond</source>
        <translation>Choose an officer</translation>
    </message>
    <message>
        <source>serve.clock</source>
        <translation>Time (hh:mm)</translation>
    </message>
    <message>
        <source>serve.day</source>
        <translation>Day of service</translation>
    </message>
    <message>
        <source>serve.directHint</source>
        <translation>Handed to the person in charge, or whom they name, who signs for it.</translation>
    </message>
    <message>
        <source>serve.done</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>serve.fact</source>
        <translation>{name}: {value}</translation>
    </message>
    <message>
        <source>serve.hazards</source>
        <translation>Hazards of the notice</translation>
    </message>
    <message>
        <source>serve.issuedOn</source>
        <translation>Issued on {day}</translation>
    </message>
    <message>
        <source>serve.later</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>serve.leftHint</source>
        <translation>Refused and left there: say why, with a witness, or photos of it.</translation>
    </message>
    <message>
        <source>serve.method</source>
        <translation>Way of service</translation>
    </message>
    <message>
        <source>serve.needs</source>
        <translation>Still needed: {what}</translation>
    </message>
    <message>
        <source>serve.notice</source>
        <translation>Rectification notice {number}</translation>
    </message>
    <message>
        <source>serve.photoHint</source>
        <translation>Photos of the service, the receipt or the announcement</translation>
    </message>
    <message>
        <source>serve.place</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>serve.postHint</source>
        <translation>The day on the receipt of the letter is the day of service.</translation>
    </message>
    <message>
        <source>serve.printProof</source>
        <translation>Print the proof</translation>
    </message>
    <message>
        <source>serve.proof</source>
        <translation>Proof of service {number}</translation>
    </message>
    <message>
        <source>serve.publicHint</source>
        <translation>Counts as served {days} days after the announcement: record it then.</translation>
    </message>
    <message>
        <source>serve.recipient</source>
        <translation>Who received it</translation>
    </message>
    <message>
        <source>serve.record</source>
        <translation>Record the service</translation>
    </message>
    <message>
        <source>serve.recorded</source>
        <translation>Service recorded; the terms are running</translation>
    </message>
    <message>
        <source>serve.recording</source>
        <translation>Recording the service</translation>
    </message>
    <message>
        <source>serve.refused</source>
        <translation>Why it was refused</translation>
    </message>
    <message>
        <source>serve.relation</source>
        <translation>Relation to the home</translation>
    </message>
    <message>
        <source>serve.remarks</source>
        <translation>Remarks</translation>
    </message>
    <message>
        <source>serve.running</source>
        <translation>The terms of the hazards are running.</translation>
    </message>
    <message>
        <source>serve.second</source>
        <translation>Second officer</translation>
    </message>
    <message>
        <source>serve.see</source>
        <translation>See the notice</translation>
    </message>
    <message>
        <source>serve.sentOn</source>
        <translation>Day of posting</translation>
    </message>
    <message>
        <source>serve.servedAt</source>
        <translation>{method}, {time}</translation>
    </message>
    <message>
        <source>serve.terms</source>
        <translation>Terms run from the day of service</translation>
    </message>
    <message>
        <source>serve.termsFrom</source>
        <translation>Terms run from {day}</translation>
    </message>
    <message>
        <source>serve.title</source>
        <translation>Record the service</translation>
    </message>
    <message>
        <source>serve.tracking</source>
        <translation>Tracking number</translation>
    </message>
    <message>
        <source>serve.until</source>
        <translation>by {day}</translation>
    </message>
    <message>
        <source>serve.voided</source>
        <translation>The notice is void</translation>
    </message>
    <message>
        <source>serve.witness</source>
        <translation>Witness</translation>
    </message>
    <message>
        <source>serve.witnessPost</source>
        <translation>Post of the witness</translation>
    </message>
    <message>
        <source>serve.words</source>
        <translation>This makes the proof of service; the terms of the hazards run from that day.</translation>
    </message>
</context>
</TS>
