<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>firstRun</name>
    <message>
        <source>firstRun.address</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>firstRun.admin</source>
        <translation>Administrator's name</translation>
    </message>
    <message>
        <source>firstRun.again</source>
        <translation>Begin again</translation>
    </message>
    <message>
        <source>firstRun.askHub</source>
        <translation>Ask to join</translation>
    </message>
    <message>
        <source>firstRun.askedWaiting</source>
        <translation>Asked. Waiting for the administrator's laptop to be online</translation>
    </message>
    <message>
        <source>firstRun.asking</source>
        <translation>Asking the hub</translation>
    </message>
    <message>
        <source>firstRun.back</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>firstRun.bureau</source>
        <translation>Full name of the bureau</translation>
    </message>
    <message>
        <source>firstRun.bureauHint</source>
        <translation>for example Tongliao Civil Affairs Bureau</translation>
    </message>
    <message>
        <source>firstRun.choose</source>
        <translation>choose</translation>
    </message>
    <message>
        <source>firstRun.chooseRecovery</source>
        <translation>Choose where the recovery file goes</translation>
    </message>
    <message>
        <source>firstRun.code</source>
        <translation>Code: read it out to the administrator</translation>
    </message>
    <message>
        <source>firstRun.continue</source>
        <translation>continue</translation>
    </message>
    <message>
        <source>firstRun.dark</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>firstRun.demo</source>
        <translation>Look at the demo</translation>
    </message>
    <message>
        <source>firstRun.demoEffort</source>
        <translation>Quite apart from real data</translation>
    </message>
    <message>
        <source>firstRun.demoMaking</source>
        <translation>Preparing the demo: two laptops, three months of work</translation>
    </message>
    <message>
        <source>firstRun.demoWords</source>
        <translation>Invented homes and hazards; change whatever you like</translation>
    </message>
    <message>
        <source>firstRun.differs</source>
        <translation>The two do not agree</translation>
    </message>
    <message>
        <source>firstRun.districts</source>
        <translation>Districts, one a line</translation>
    </message>
    <message>
        <source>firstRun.districtsHint</source>
        <translation>Horqin District</translation>
    </message>
    <message>
        <source>firstRun.failed</source>
        <translation>It was not done</translation>
    </message>
    <message>
        <source>firstRun.firstSync</source>
        <translation>Read from a stick or folder</translation>
    </message>
    <message>
        <source>firstRun.found</source>
        <translation>Set up a bureau</translation>
    </message>
    <message>
        <source>firstRun.foundAbout</source>
        <translation>This laptop becomes the bureau's first: it issues certificates, keys and numbers.</translation>
    </message>
    <message>
        <source>firstRun.foundEffort</source>
        <translation>About 5 minutes · have an empty stick ready for the keys</translation>
    </message>
    <message>
        <source>firstRun.foundFirst</source>
        <translation>A register belongs to a bureau: set one up here, the import follows at once.</translation>
    </message>
    <message>
        <source>firstRun.foundIt</source>
        <translation>Set up the bureau</translation>
    </message>
    <message>
        <source>firstRun.foundTitle</source>
        <translation>Set up a bureau</translation>
    </message>
    <message>
        <source>firstRun.foundWords</source>
        <translation>First laptop: name, districts and administrator; makes the bureau's keys</translation>
    </message>
    <message>
        <source>firstRun.founding</source>
        <translation>Founding the bureau</translation>
    </message>
    <message>
        <source>firstRun.granted</source>
        <translation>Admitted</translation>
    </message>
    <message>
        <source>firstRun.grantedAbout</source>
        <translation>One step left: take people, checklists and the register from the stick or shared folder.</translation>
    </message>
    <message>
        <source>firstRun.hubAway</source>
        <translation>The hub is not reachable. It is tried again</translation>
    </message>
    <message>
        <source>firstRun.invitation</source>
        <translation>Address of the hub, or all that the QR says</translation>
    </message>
    <message>
        <source>firstRun.invitationCode</source>
        <translation>Code (unless it stands above)</translation>
    </message>
    <message>
        <source>firstRun.invitationHint</source>
        <translation>https://…, or paste the invitation</translation>
    </message>
    <message>
        <source>firstRun.invitedAbout</source>
        <translation>The bureau's hub must be reachable. The administrator gives the code; it works once.</translation>
    </message>
    <message>
        <source>firstRun.invitedWaiting</source>
        <translation>This laptop is admitted when the administrator's laptop next syncs with the hub; then it reads everything by itself. You may close the program, it goes on when opened.</translation>
    </message>
    <message>
        <source>firstRun.join</source>
        <translation>Join your bureau</translation>
    </message>
    <message>
        <source>firstRun.joinEffort</source>
        <translation>About 1 minute · with or without a network</translation>
    </message>
    <message>
        <source>firstRun.joinInvited</source>
        <translation>Join with an invitation</translation>
    </message>
    <message>
        <source>firstRun.joinWords</source>
        <translation>Your bureau works with it already: use the administrator's invitation, stick or file</translation>
    </message>
    <message>
        <source>firstRun.label</source>
        <translation>Name of this laptop</translation>
    </message>
    <message>
        <source>firstRun.labelHint</source>
        <translation>for example Team 2 laptop</translation>
    </message>
    <message>
        <source>firstRun.language</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>firstRun.light</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>firstRun.needed</source>
        <translation>Please fill this in</translation>
    </message>
    <message>
        <source>firstRun.otherWay</source>
        <translation>Join another way</translation>
    </message>
    <message>
        <source>firstRun.passphrase</source>
        <translation>Passphrase (opens the data on this laptop)</translation>
    </message>
    <message>
        <source>firstRun.passphraseAgain</source>
        <translation>Passphrase again</translation>
    </message>
    <message>
        <source>firstRun.phone</source>
        <translation>Telephone</translation>
    </message>
    <message>
        <source>firstRun.pin</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>firstRun.pinAgain</source>
        <translation>PIN again</translation>
    </message>
    <message>
        <source>firstRun.product</source>
        <translation>Fire safety of care homes</translation>
    </message>
    <message>
        <source>firstRun.promise</source>
        <translation>Inspect, order, rectify, clear: all without a network.</translation>
    </message>
    <message>
        <source>firstRun.recovery</source>
        <translation>Recovery file (on a stick, kept in a safe)</translation>
    </message>
    <message>
        <source>firstRun.recoveryHint</source>
        <translation>The way back when this first laptop is lost</translation>
    </message>
    <message>
        <source>firstRun.register</source>
        <translation>Import the register</translation>
    </message>
    <message>
        <source>firstRun.registerEffort</source>
        <translation>Reads .xlsx .csv</translation>
    </message>
    <message>
        <source>firstRun.registerWords</source>
        <translation>From Excel or CSV: preview first, then match the columns</translation>
    </message>
    <message>
        <source>firstRun.request</source>
        <translation>Make the request</translation>
    </message>
    <message>
        <source>firstRun.requestAbout</source>
        <translation>Makes this laptop's keys and a request to join. The request holds no secret.</translation>
    </message>
    <message>
        <source>firstRun.requesting</source>
        <translation>Making the keys</translation>
    </message>
    <message>
        <source>firstRun.reviewBody</source>
        <translation>Where to apply for reconsideration</translation>
    </message>
    <message>
        <source>firstRun.reviewBodyHint</source>
        <translation>for example Tongliao City Government</translation>
    </message>
    <message>
        <source>firstRun.safe</source>
        <translation>Data is kept encrypted on this laptop; what is synced is sealed and signed first.</translation>
    </message>
    <message>
        <source>firstRun.saveRequest</source>
        <translation>Save the request to a stick</translation>
    </message>
    <message>
        <source>firstRun.short</source>
        <translation>Short name in numbers</translation>
    </message>
    <message>
        <source>firstRun.shortHint</source>
        <translation>for example TLCA</translation>
    </message>
    <message>
        <source>firstRun.step1</source>
        <translation>Choose where to begin</translation>
    </message>
    <message>
        <source>firstRun.step2</source>
        <translation>Laptop and people</translation>
    </message>
    <message>
        <source>firstRun.step3</source>
        <translation>Register of homes</translation>
    </message>
    <message>
        <source>firstRun.step4</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>firstRun.syncing</source>
        <translation>Reading</translation>
    </message>
    <message>
        <source>firstRun.takeGrant</source>
        <translation>Choose the grant</translation>
    </message>
    <message>
        <source>firstRun.there</source>
        <translation>There is data here already</translation>
    </message>
    <message>
        <source>firstRun.title</source>
        <translation>Where do you begin?</translation>
    </message>
    <message>
        <source>firstRun.wait</source>
        <translation>One moment</translation>
    </message>
    <message>
        <source>firstRun.waiting</source>
        <translation>Waiting for the administrator</translation>
    </message>
    <message>
        <source>firstRun.waitingAbout</source>
        <translation>Hand the request to the administrator and read out the code; then choose the grant here. You may close the program meanwhile.</translation>
    </message>
    <message>
        <source>firstRun.words</source>
        <translation>Not sure? Look at the demo first; it can be deleted at any time.</translation>
    </message>
</context>
</TS>
