<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>sync</name>
    <message numerus="yes">
        <source>sync.all</source>
        <translation><numerusform>All %n</numerusform><numerusform>All %n</numerusform></translation>
    </message>
    <message>
        <source>sync.allSafe</source>
        <translation>Nothing waits to be confirmed</translation>
    </message>
    <message>
        <source>sync.allSafeWords</source>
        <translation>The hub or other laptops have confirmed everything on this one.</translation>
    </message>
    <message>
        <source>sync.answered</source>
        <translation>Answers</translation>
    </message>
    <message numerus="yes">
        <source>sync.answers</source>
        <translation><numerusform>%n</numerusform><numerusform>%n</numerusform></translation>
    </message>
    <message>
        <source>sync.applying</source>
        <translation>Taking them in</translation>
    </message>
    <message>
        <source>sync.badObject</source>
        <translation>A bad file was set aside: {name}, {reason}</translation>
    </message>
    <message>
        <source>sync.beginning</source>
        <translation>Looking at the carrier</translation>
    </message>
    <message>
        <source>sync.bothKept</source>
        <translation>Both values stay on record</translation>
    </message>
    <message>
        <source>sync.carrier</source>
        <translation>Carrier</translation>
    </message>
    <message>
        <source>sync.choose</source>
        <translation>Choose…</translation>
    </message>
    <message>
        <source>sync.chooseTitle</source>
        <translation>Choose a stick or shared folder</translation>
    </message>
    <message>
        <source>sync.confirmed</source>
        <translation>Confirmed</translation>
    </message>
    <message>
        <source>sync.confirmedWords</source>
        <translation>The hub or another laptop holds it too</translation>
    </message>
    <message>
        <source>sync.decide</source>
        <translation>To decide</translation>
    </message>
    <message numerus="yes">
        <source>sync.decideCount</source>
        <translation><numerusform>%n to decide</numerusform><numerusform>%n to decide</numerusform></translation>
    </message>
    <message>
        <source>sync.demoStick</source>
        <translation>Demo stick</translation>
    </message>
    <message>
        <source>sync.details</source>
        <translation>Records</translation>
    </message>
    <message>
        <source>sync.device</source>
        <translation>Laptop</translation>
    </message>
    <message>
        <source>sync.devices</source>
        <translation>Laptops of the bureau</translation>
    </message>
    <message>
        <source>sync.done</source>
        <translation>Synced: {put} given, {got} taken</translation>
    </message>
    <message>
        <source>sync.exchangeFolder</source>
        <translation>Sync the folder</translation>
    </message>
    <message>
        <source>sync.exchangeStick</source>
        <translation>Sync the stick</translation>
    </message>
    <message>
        <source>sync.exchanges</source>
        <translation>Last syncs of this laptop</translation>
    </message>
    <message>
        <source>sync.figures</source>
        <translation>Share that is only here, handed over, confirmed</translation>
    </message>
    <message>
        <source>sync.free</source>
        <translation>{free} free</translation>
    </message>
    <message>
        <source>sync.freeNeeds</source>
        <translation>{free} free, {need} needed</translation>
    </message>
    <message>
        <source>sync.giving</source>
        <translation>Giving records</translation>
    </message>
    <message>
        <source>sync.handed</source>
        <translation>Handed over</translation>
    </message>
    <message>
        <source>sync.handedWords</source>
        <translation>Until the hub or another laptop has it</translation>
    </message>
    <message>
        <source>sync.here</source>
        <translation>Only here</translation>
    </message>
    <message>
        <source>sync.hereWords</source>
        <translation>No photo waits to go</translation>
    </message>
    <message>
        <source>sync.kind</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>sync.kindHome</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>sync.kindInspection</source>
        <translation>Inspection</translation>
    </message>
    <message>
        <source>sync.kindItem</source>
        <translation>Hazard</translation>
    </message>
    <message>
        <source>sync.kindOffice</source>
        <translation>Office</translation>
    </message>
    <message>
        <source>sync.kindPaper</source>
        <translation>Document</translation>
    </message>
    <message>
        <source>sync.laptop</source>
        <translation>Laptop {device}</translation>
    </message>
    <message>
        <source>sync.laptopOf</source>
        <translation>laptop {device}</translation>
    </message>
    <message>
        <source>sync.lastAct</source>
        <translation>Last record</translation>
    </message>
    <message>
        <source>sync.lastExchange</source>
        <translation>Last synced {when}</translation>
    </message>
    <message>
        <source>sync.lastSeen</source>
        <translation>Last synced</translation>
    </message>
    <message>
        <source>sync.log</source>
        <translation>Sync log</translation>
    </message>
    <message numerus="yes">
        <source>sync.logBad</source>
        <translation><numerusform>%n bad file</numerusform><numerusform>%n bad files</numerusform></translation>
    </message>
    <message>
        <source>sync.logCounts</source>
        <translation>gave {put} segments, {photos} photos; took {got}, {files}</translation>
    </message>
    <message>
        <source>sync.logDone</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>sync.logFailed</source>
        <translation>Not finished</translation>
    </message>
    <message>
        <source>sync.logStopped</source>
        <translation>Stopped</translation>
    </message>
    <message>
        <source>sync.meanwhile</source>
        <translation>Until then the newer value shows.</translation>
    </message>
    <message>
        <source>sync.neither</source>
        <translation>Neither</translation>
    </message>
    <message>
        <source>sync.neverUsed</source>
        <translation>Never used yet</translation>
    </message>
    <message>
        <source>sync.noExchange</source>
        <translation>No sync has been logged on this laptop yet.</translation>
    </message>
    <message>
        <source>sync.notThere</source>
        <translation>Not there now</translation>
    </message>
    <message>
        <source>sync.nothingToDecide</source>
        <translation>Nothing for you to decide</translation>
    </message>
    <message>
        <source>sync.nothingWords</source>
        <translation>Where two people changed the same thing, you choose here.</translation>
    </message>
    <message>
        <source>sync.office</source>
        <translation>People, checklists, wordings</translation>
    </message>
    <message>
        <source>sync.other</source>
        <translation>Another stick or folder</translation>
    </message>
    <message>
        <source>sync.otherKnown</source>
        <translation>Other carriers used before</translation>
    </message>
    <message>
        <source>sync.otherWords</source>
        <translation>Gives what is here, takes what others left. Goes on after a break.</translation>
    </message>
    <message>
        <source>sync.outcome</source>
        <translation>Outcome</translation>
    </message>
    <message>
        <source>sync.pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>sync.pausedWords</source>
        <translation>Paused, you can work on</translation>
    </message>
    <message>
        <source>sync.people</source>
        <translation>People</translation>
    </message>
    <message>
        <source>sync.photoColumn</source>
        <translation>Photos and files</translation>
    </message>
    <message>
        <source>sync.photos</source>
        <translation>Copying photos</translation>
    </message>
    <message numerus="yes">
        <source>sync.photosConfirmed</source>
        <translation><numerusform>%n confirmed</numerusform><numerusform>%n confirmed</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>sync.photosHanded</source>
        <translation><numerusform>%n handed over</numerusform><numerusform>%n handed over</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>sync.photosHere</source>
        <translation><numerusform>%n photo, {size}</numerusform><numerusform>%n photos, {size}</numerusform></translation>
    </message>
    <message>
        <source>sync.photosLacking</source>
        <translation>The record was handed over, photos or files (removed ones too) were not</translation>
    </message>
    <message numerus="yes">
        <source>sync.photosOnlyHere</source>
        <translation><numerusform>%n only here</numerusform><numerusform>%n only here</numerusform></translation>
    </message>
    <message>
        <source>sync.plugIn</source>
        <translation>Not plugged in</translation>
    </message>
    <message>
        <source>sync.quarantined</source>
        <translation>In quarantine, kept but does not count</translation>
    </message>
    <message>
        <source>sync.receiving</source>
        <translation>Taking records</translation>
    </message>
    <message>
        <source>sync.records</source>
        <translation>Sync and records</translation>
    </message>
    <message>
        <source>sync.register</source>
        <translation>The imported register</translation>
    </message>
    <message>
        <source>sync.resume</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>sync.revoked</source>
        <translation>Revoked</translation>
    </message>
    <message>
        <source>sync.rightValue</source>
        <translation>The right value</translation>
    </message>
    <message>
        <source>sync.segment</source>
        <translation>Segment {number}</translation>
    </message>
    <message>
        <source>sync.settled</source>
        <translation>Settled, the conflict is gone</translation>
    </message>
    <message>
        <source>sync.state</source>
        <translation>Where</translation>
    </message>
    <message>
        <source>sync.stop</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>sync.stopped</source>
        <translation>Stopped. What went is kept, the next sync goes on</translation>
    </message>
    <message>
        <source>sync.take</source>
        <translation>Take {value}</translation>
    </message>
    <message>
        <source>sync.takeChosen</source>
        <translation>Take the chosen one</translation>
    </message>
    <message>
        <source>sync.takeTyped</source>
        <translation>Take what is typed</translation>
    </message>
    <message>
        <source>sync.thisLaptop</source>
        <translation>this laptop</translation>
    </message>
    <message>
        <source>sync.thisLaptopIs</source>
        <translation>This laptop: no. {device}</translation>
    </message>
    <message numerus="yes">
        <source>sync.toDecide</source>
        <translation><numerusform>%n for you to decide</numerusform><numerusform>%n for you to decide</numerusform></translation>
    </message>
    <message>
        <source>sync.twoChanged</source>
        <translation>Two people changed the same thing</translation>
    </message>
    <message numerus="yes">
        <source>sync.unconfirmed</source>
        <translation><numerusform>%n unconfirmed</numerusform><numerusform>%n unconfirmed</numerusform></translation>
    </message>
    <message>
        <source>sync.unitPhotos</source>
        <translation>photos</translation>
    </message>
    <message>
        <source>sync.unitSegments</source>
        <translation>segments</translation>
    </message>
    <message>
        <source>sync.waits</source>
        <translation>Waits, goes in by itself</translation>
    </message>
    <message>
        <source>sync.what</source>
        <translation>What</translation>
    </message>
    <message>
        <source>sync.when</source>
        <translation>When</translation>
    </message>
    <message>
        <source>sync.with</source>
        <translation>Syncing with {name}</translation>
    </message>
</context>
</TS>
