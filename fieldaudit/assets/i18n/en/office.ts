<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>office</name>
    <message>
        <source>office.addPerson</source>
        <translation>Add</translation>
    </message>
    <message>
        <source>office.added</source>
        <translation>{name} was added</translation>
    </message>
    <message>
        <source>office.admit</source>
        <translation>Check and write the grant</translation>
    </message>
    <message>
        <source>office.admitted</source>
        <translation>Laptop {device} is admitted; hand it the grant</translation>
    </message>
    <message>
        <source>office.badge</source>
        <translation>Badge number (inspectors need one)</translation>
    </message>
    <message>
        <source>office.chooseRequest</source>
        <translation>Choose the request</translation>
    </message>
    <message>
        <source>office.claim</source>
        <translation>Claim it</translation>
    </message>
    <message>
        <source>office.claimTitle</source>
        <translation>Claim a hub</translation>
    </message>
    <message>
        <source>office.claimWords</source>
        <translation>A new hub shows its address and a code when it starts. Enter both, and it is the bureau's. One that takes the place of a lost hub is claimed so as well.</translation>
    </message>
    <message>
        <source>office.claimed</source>
        <translation>Claimed, it is hub {device}</translation>
    </message>
    <message>
        <source>office.claiming</source>
        <translation>Claiming the hub</translation>
    </message>
    <message>
        <source>office.code</source>
        <translation>Code on the new laptop's screen</translation>
    </message>
    <message>
        <source>office.codeHint</source>
        <translation>8 characters</translation>
    </message>
    <message>
        <source>office.copied</source>
        <translation>The invitation was copied</translation>
    </message>
    <message>
        <source>office.copy</source>
        <translation>Copy it all</translation>
    </message>
    <message>
        <source>office.day</source>
        <translation>1 day</translation>
    </message>
    <message>
        <source>office.grantedAs</source>
        <translation>Granted as laptop {device}</translation>
    </message>
    <message>
        <source>office.here</source>
        <translation>this laptop</translation>
    </message>
    <message>
        <source>office.hour</source>
        <translation>1 hour</translation>
    </message>
    <message>
        <source>office.hubCode</source>
        <translation>Code that the hub shows</translation>
    </message>
    <message>
        <source>office.hubKeeps</source>
        <translation>Passes on sealed records and reads none</translation>
    </message>
    <message>
        <source>office.invite</source>
        <translation>Invite a laptop</translation>
    </message>
    <message>
        <source>office.inviteWords</source>
        <translation>The new laptop joins over the hub with a one-time code; no stick is carried.</translation>
    </message>
    <message>
        <source>office.invited</source>
        <translation>Invitation</translation>
    </message>
    <message>
        <source>office.invitedWords</source>
        <translation>Shown only now. Good until {when}, for one laptop. There choose "Join with an invitation".</translation>
    </message>
    <message>
        <source>office.laptop</source>
        <translation>Laptop {number}</translation>
    </message>
    <message>
        <source>office.laptops</source>
        <translation>Laptops</translation>
    </message>
    <message>
        <source>office.makeInvitation</source>
        <translation>Make the code</translation>
    </message>
    <message>
        <source>office.name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>office.newLaptop</source>
        <translation>Admit a new laptop</translation>
    </message>
    <message>
        <source>office.newPerson</source>
        <translation>Add a person</translation>
    </message>
    <message>
        <source>office.noRequest</source>
        <translation>No request chosen yet</translation>
    </message>
    <message>
        <source>office.onlyRoot</source>
        <translation>Only the administrator, on the bureau's first laptop, can add people and admit laptops</translation>
    </message>
    <message>
        <source>office.openUntil</source>
        <translation>Waiting to be used, good until {when}</translation>
    </message>
    <message>
        <source>office.people</source>
        <translation>People</translation>
    </message>
    <message>
        <source>office.pin</source>
        <translation>First PIN on this laptop (optional)</translation>
    </message>
    <message>
        <source>office.post</source>
        <translation>Post</translation>
    </message>
    <message>
        <source>office.qr</source>
        <translation>QR of the invitation</translation>
    </message>
    <message>
        <source>office.revoked</source>
        <translation>revoked</translation>
    </message>
    <message>
        <source>office.role</source>
        <translation>Role</translation>
    </message>
    <message>
        <source>office.saveGrant</source>
        <translation>Save the grant to a stick</translation>
    </message>
    <message>
        <source>office.title</source>
        <translation>People and laptops</translation>
    </message>
    <message>
        <source>office.validFor</source>
        <translation>Good for</translation>
    </message>
    <message>
        <source>office.week</source>
        <translation>7 days</translation>
    </message>
    <message>
        <source>office.where</source>
        <translation>Which districts it carries</translation>
    </message>
    <message>
        <source>office.who</source>
        <translation>Who may use this laptop</translation>
    </message>
    <message>
        <source>office.withdraw</source>
        <translation>Withdraw</translation>
    </message>
    <message>
        <source>office.withdrawTitle</source>
        <translation>Withdraw this invitation?</translation>
    </message>
    <message>
        <source>office.withdrawWords</source>
        <translation>The code for {people} will admit nobody any more.</translation>
    </message>
</context>
</TS>
