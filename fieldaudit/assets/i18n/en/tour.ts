<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>tour</name>
    <message>
        <source>tour.answer</source>
        <translation>Inspect</translation>
    </message>
    <message>
        <source>tour.answerWords</source>
        <translation>Arrows move, 1 2 3 answer; a fail opens its hazard in place. Answer the last questions.</translation>
    </message>
    <message>
        <source>tour.approve</source>
        <translation>Approve</translation>
    </message>
    <message>
        <source>tour.approveWords</source>
        <translation>Compare with the last inspection; return with remarks, or approve.</translation>
    </message>
    <message>
        <source>tour.count</source>
        <translation>{at} of {of}</translation>
    </message>
    <message>
        <source>tour.done</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>tour.end</source>
        <translation>End the tour</translation>
    </message>
    <message>
        <source>tour.fill</source>
        <translation>Answer the rest for me</translation>
    </message>
    <message>
        <source>tour.filled</source>
        <translation>The rest is answered</translation>
    </message>
    <message>
        <source>tour.finish</source>
        <translation>Sign</translation>
    </message>
    <message>
        <source>tour.finishWords</source>
        <translation>Both inspectors and the home sign; then finish, and the record is locked.</translation>
    </message>
    <message>
        <source>tour.hand</source>
        <translation>Hand over</translation>
    </message>
    <message>
        <source>tour.handWords</source>
        <translation>On the sync page, write to the demo stick.</translation>
    </message>
    <message>
        <source>tour.next</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>tour.nothing</source>
        <translation>There is no open inspection left in the demo</translation>
    </message>
    <message>
        <source>tour.print</source>
        <translation>Order</translation>
    </message>
    <message>
        <source>tour.printWords</source>
        <translation>Preview and issue the rectification notice; its number is final without a network.</translation>
    </message>
    <message>
        <source>tour.see</source>
        <translation>See it count</translation>
    </message>
    <message>
        <source>tour.seeWords</source>
        <translation>The figures of the overview have moved; click any of them to see its rows.</translation>
    </message>
    <message>
        <source>tour.take</source>
        <translation>Take over</translation>
    </message>
    <message>
        <source>tour.takeWords</source>
        <translation>On the supervisor's laptop, read from the same stick.</translation>
    </message>
    <message>
        <source>tour.take_me</source>
        <translation>Take me there</translation>
    </message>
</context>
</TS>
