<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>checklist</name>
    <message>
        <source>checklist.add</source>
        <translation>Add</translation>
    </message>
    <message>
        <source>checklist.addOne</source>
        <translation>Add one: {name}</translation>
    </message>
    <message>
        <source>checklist.all</source>
        <translation>All</translation>
    </message>
    <message>
        <source>checklist.allAnswered</source>
        <translation>Everything is answered</translation>
    </message>
    <message>
        <source>checklist.amend</source>
        <translation>Correct it</translation>
    </message>
    <message>
        <source>checklist.amendTitle</source>
        <translation>Correct the locked record</translation>
    </message>
    <message>
        <source>checklist.amendVerb</source>
        <translation>Open for correction</translation>
    </message>
    <message>
        <source>checklist.amendWords</source>
        <translation>The record opens again; what it said before is kept. Afterwards everyone signs and the inspection is finished anew.</translation>
    </message>
    <message>
        <source>checklist.answered</source>
        <translation>{done} of {wanted} answered</translation>
    </message>
    <message>
        <source>checklist.aside</source>
        <translation>Basis and history</translation>
    </message>
    <message>
        <source>checklist.basis</source>
        <translation>Basis</translation>
    </message>
    <message>
        <source>checklist.blank</source>
        <translation>not answered</translation>
    </message>
    <message>
        <source>checklist.checkedNot</source>
        <translation>Not checked</translation>
    </message>
    <message>
        <source>checklist.checkedPart</source>
        <translation>Partly checked</translation>
    </message>
    <message>
        <source>checklist.checkedSeen</source>
        <translation>Text checked</translation>
    </message>
    <message>
        <source>checklist.choose</source>
        <translation>Choose</translation>
    </message>
    <message>
        <source>checklist.choosePhotos</source>
        <translation>Choose photos</translation>
    </message>
    <message>
        <source>checklist.confirm</source>
        <translation>Confirm</translation>
    </message>
    <message>
        <source>checklist.contingency</source>
        <translation>Contingency</translation>
    </message>
    <message numerus="yes">
        <source>checklist.days</source>
        <translation><numerusform>day</numerusform><numerusform>days</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>checklist.failCount</source>
        <translation><numerusform>%n failed</numerusform><numerusform>%n failed</numerusform></translation>
    </message>
    <message>
        <source>checklist.fails</source>
        <translation>Failed</translation>
    </message>
    <message>
        <source>checklist.figure</source>
        <translation>{name}: {hint}</translation>
    </message>
    <message>
        <source>checklist.finish</source>
        <translation>Finish</translation>
    </message>
    <message>
        <source>checklist.five</source>
        <translation>Five complete {known}/5</translation>
    </message>
    <message>
        <source>checklist.fix</source>
        <translation>Fix on the spot</translation>
    </message>
    <message>
        <source>checklist.fixAfter</source>
        <translation>Photos after</translation>
    </message>
    <message>
        <source>checklist.fixBefore</source>
        <translation>Photos before</translation>
    </message>
    <message>
        <source>checklist.fixDone</source>
        <translation>Recorded as fixed on the spot</translation>
    </message>
    <message numerus="yes">
        <source>checklist.fixOwn</source>
        <translation><numerusform>This question's photo counts</numerusform><numerusform>This question's %n photos count</numerusform></translation>
    </message>
    <message>
        <source>checklist.fixTip</source>
        <translation>Put right during the visit, with photos before and after</translation>
    </message>
    <message>
        <source>checklist.fixWords</source>
        <translation>It needs photos before and after. A general hazard is cleared at once, a major one by the supervisor.</translation>
    </message>
    <message>
        <source>checklist.fixed</source>
        <translation>Fixed on the spot</translation>
    </message>
    <message>
        <source>checklist.foundNow</source>
        <translation>Found on this visit</translation>
    </message>
    <message>
        <source>checklist.general</source>
        <translation>General</translation>
    </message>
    <message>
        <source>checklist.hazard</source>
        <translation>Hazard</translation>
    </message>
    <message>
        <source>checklist.history</source>
        <translation>History</translation>
    </message>
    <message>
        <source>checklist.how</source>
        <translation>How to answer</translation>
    </message>
    <message>
        <source>checklist.keyAnswer</source>
        <translation>Answer</translation>
    </message>
    <message>
        <source>checklist.keyMove</source>
        <translation>Move</translation>
    </message>
    <message>
        <source>checklist.keyNext</source>
        <translation>Next unanswered</translation>
    </message>
    <message>
        <source>checklist.keyNote</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>checklist.keyPhoto</source>
        <translation>Photo</translation>
    </message>
    <message>
        <source>checklist.lastTime</source>
        <translation>Last inspection</translation>
    </message>
    <message numerus="yes">
        <source>checklist.left</source>
        <translation><numerusform>%n day left</numerusform><numerusform>%n days left</numerusform></translation>
    </message>
    <message>
        <source>checklist.locked</source>
        <translation>{state}: the record is locked and can only be read</translation>
    </message>
    <message>
        <source>checklist.lower</source>
        <translation>Lower to a general hazard</translation>
    </message>
    <message>
        <source>checklist.lowerVerb</source>
        <translation>Lower it</translation>
    </message>
    <message>
        <source>checklist.lowerWords</source>
        <translation>The form takes this for major. The reason for lowering it is kept with the record and printed in the report.</translation>
    </message>
    <message>
        <source>checklist.major</source>
        <translation>Major</translation>
    </message>
    <message>
        <source>checklist.measure</source>
        <translation>Measure</translation>
    </message>
    <message>
        <source>checklist.money</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>checklist.newer</source>
        <translation>A newer version of the checklist, {version}, is here; the answers can be carried over</translation>
    </message>
    <message>
        <source>checklist.next</source>
        <translation>Next unanswered</translation>
    </message>
    <message>
        <source>checklist.noHazards</source>
        <translation>No hazard is open here.</translation>
    </message>
    <message>
        <source>checklist.notYours</source>
        <translation>Only the two inspectors of this visit can fill it in</translation>
    </message>
    <message>
        <source>checklist.note</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>checklist.nothing</source>
        <translation>This checklist asks nothing</translation>
    </message>
    <message>
        <source>checklist.nothingWords</source>
        <translation>By the answers so far no question applies.</translation>
    </message>
    <message>
        <source>checklist.oneNote</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>checklist.open</source>
        <translation>Unanswered</translation>
    </message>
    <message>
        <source>checklist.openHazards</source>
        <translation>Open hazards here</translation>
    </message>
    <message>
        <source>checklist.ordinal</source>
        <translation>no. {ordinal} of this visit</translation>
    </message>
    <message numerus="yes">
        <source>checklist.overdue</source>
        <translation><numerusform>%n day overdue</numerusform><numerusform>%n days overdue</numerusform></translation>
    </message>
    <message>
        <source>checklist.photoWanted</source>
        <translation>Attach a photo or file</translation>
    </message>
    <message numerus="yes">
        <source>checklist.photos</source>
        <translation><numerusform>%n photo</numerusform><numerusform>%n photos</numerusform></translation>
    </message>
    <message>
        <source>checklist.place</source>
        <translation>Location</translation>
    </message>
    <message>
        <source>checklist.questions</source>
        <translation>Questions</translation>
    </message>
    <message>
        <source>checklist.reason</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>checklist.recurs</source>
        <translation>Seen before: linked to the item cleared in {month}</translation>
    </message>
    <message>
        <source>checklist.refer</source>
        <translation>See also: {cited}; for the competent agency</translation>
    </message>
    <message>
        <source>checklist.remarked</source>
        <translation>Remarks</translation>
    </message>
    <message numerus="yes">
        <source>checklist.remarks</source>
        <translation><numerusform>%n remark</numerusform><numerusform>%n remarks</numerusform></translation>
    </message>
    <message>
        <source>checklist.removeOne</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>checklist.removeTitle</source>
        <translation>Remove "{name}"?</translation>
    </message>
    <message>
        <source>checklist.removeWords</source>
        <translation>Its answers go with it, and those after it move up. It can be undone.</translation>
    </message>
    <message>
        <source>checklist.required</source>
        <translation>Required</translation>
    </message>
    <message>
        <source>checklist.responsible</source>
        <translation>Responsible</translation>
    </message>
    <message>
        <source>checklist.saved</source>
        <translation>Saved</translation>
    </message>
    <message>
        <source>checklist.savedAt</source>
        <translation>Saved {time}</translation>
    </message>
    <message>
        <source>checklist.savedSafe</source>
        <translation>Saved {time}, safe if power fails</translation>
    </message>
    <message>
        <source>checklist.sectionDone</source>
        <translation>{done} of {wanted} answered</translation>
    </message>
    <message>
        <source>checklist.sections</source>
        <translation>Sections</translation>
    </message>
    <message>
        <source>checklist.sectionsDone</source>
        <translation>Finished sections / all sections</translation>
    </message>
    <message>
        <source>checklist.stateReason</source>
        <translation>{state} ({reason})</translation>
    </message>
    <message>
        <source>checklist.suggestsMajor</source>
        <translation>Form suggests major: please confirm</translation>
    </message>
    <message>
        <source>checklist.term</source>
        <translation>Deadline</translation>
    </message>
    <message>
        <source>checklist.tray</source>
        <translation>Sort photos from a card or phone folder</translation>
    </message>
    <message>
        <source>checklist.two</source>
        <translation>{first}, {second}</translation>
    </message>
    <message>
        <source>checklist.typeHere</source>
        <translation>Type here</translation>
    </message>
    <message>
        <source>checklist.undo</source>
        <translation>Undo the last step</translation>
    </message>
    <message>
        <source>checklist.undoTip</source>
        <translation>Undo the last step (Ctrl+Z)</translation>
    </message>
    <message numerus="yes">
        <source>checklist.unfit</source>
        <translation><numerusform>%n answer has no place in the new version</numerusform><numerusform>%n answers have no place in the new version</numerusform></translation>
    </message>
    <message>
        <source>checklist.upgrade</source>
        <translation>Use the new version</translation>
    </message>
    <message>
        <source>checklist.upgraded</source>
        <translation>On the new version now; all answers were carried over</translation>
    </message>
    <message numerus="yes">
        <source>checklist.workingDays</source>
        <translation><numerusform>working day</numerusform><numerusform>working days</numerusform></translation>
    </message>
</context>
</TS>
