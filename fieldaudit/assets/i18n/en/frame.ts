<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>frame</name>
    <message>
        <source>frame.allConfirmed</source>
        <translation>All confirmed</translation>
    </message>
    <message>
        <source>frame.allConfirmedTip</source>
        <translation>The hub or other laptops hold everything recorded here. Opens Sync.</translation>
    </message>
    <message>
        <source>frame.allHanded</source>
        <translation>All handed over</translation>
    </message>
    <message>
        <source>frame.allHandedTip</source>
        <translation>Everything recorded here was handed over. Opens Sync.</translation>
    </message>
    <message>
        <source>frame.back</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>frame.cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>frame.cancelJob</source>
        <translation>Stop this work</translation>
    </message>
    <message>
        <source>frame.jobDone</source>
        <translation>{title}: done</translation>
    </message>
    <message numerus="yes">
        <source>frame.minutesLeft</source>
        <translation><numerusform>about %n minute left</numerusform><numerusform>about %n minutes left</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>frame.moreJobs</source>
        <translation><numerusform>%n more in the background</numerusform><numerusform>%n more in the background</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>frame.onlyHere</source>
        <translation><numerusform>%n only here</numerusform><numerusform>%n only here</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>frame.onlyHereTip</source>
        <translation><numerusform>%n record is only on this laptop. Opens Sync.</numerusform><numerusform>%n records are only on this laptop. Opens Sync.</numerusform></translation>
    </message>
    <message>
        <source>frame.pauseJob</source>
        <translation>Pause this work</translation>
    </message>
    <message>
        <source>frame.paused</source>
        <translation>Paused</translation>
    </message>
    <message>
        <source>frame.product</source>
        <translation>Field audit</translation>
    </message>
    <message>
        <source>frame.resumeJob</source>
        <translation>Go on with this work</translation>
    </message>
    <message>
        <source>frame.search</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>frame.searchHint</source>
        <translation>Search homes, hazards, papers</translation>
    </message>
    <message numerus="yes">
        <source>frame.secondsLeft</source>
        <translation><numerusform>about %n second left</numerusform><numerusform>about %n seconds left</numerusform></translation>
    </message>
    <message>
        <source>frame.speed</source>
        <translation>{speed} {unit} per second</translation>
    </message>
    <message>
        <source>frame.stopping</source>
        <translation>Stopping</translation>
    </message>
    <message>
        <source>frame.understood</source>
        <translation>Got it</translation>
    </message>
    <message>
        <source>frame.undo</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>frame.undone</source>
        <translation>The last act was undone</translation>
    </message>
</context>
</TS>
