<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>hub</name>
    <message>
        <source>hub.automatic</source>
        <translation>Sync by itself when the hub is reachable</translation>
    </message>
    <message>
        <source>hub.ca</source>
        <translation>CA file (optional)</translation>
    </message>
    <message>
        <source>hub.caHint</source>
        <translation>Only for a hub with a certificate of your own</translation>
    </message>
    <message>
        <source>hub.change</source>
        <translation>Settings of the hub</translation>
    </message>
    <message>
        <source>hub.chooseCa</source>
        <translation>Choose the CA file…</translation>
    </message>
    <message>
        <source>hub.clockAhead</source>
        <translation>this laptop's clock is {seconds} s ahead</translation>
    </message>
    <message>
        <source>hub.clockBehind</source>
        <translation>this laptop's clock is {seconds} s behind</translation>
    </message>
    <message>
        <source>hub.clockSame</source>
        <translation>clocks agree</translation>
    </message>
    <message>
        <source>hub.formTitle</source>
        <translation>Sync with a hub</translation>
    </message>
    <message>
        <source>hub.formWords</source>
        <translation>The hub passes on sealed records and can read none. The administrator knows its address.</translation>
    </message>
    <message>
        <source>hub.limit</source>
        <translation>Limit in KB/s (optional)</translation>
    </message>
    <message>
        <source>hub.limitHint</source>
        <translation>None</translation>
    </message>
    <message>
        <source>hub.looking</source>
        <translation>Looking whether it answers</translation>
    </message>
    <message>
        <source>hub.met</source>
        <translation>Connected: hub {device} of this bureau, {clock}</translation>
    </message>
    <message>
        <source>hub.named</source>
        <translation>Hub {device}</translation>
    </message>
    <message>
        <source>hub.needed</source>
        <translation>The address is needed</translation>
    </message>
    <message>
        <source>hub.news</source>
        <translation>The sync with the hub told something, see Sync</translation>
    </message>
    <message>
        <source>hub.noFile</source>
        <translation>There is no such file</translation>
    </message>
    <message>
        <source>hub.noNumber</source>
        <translation>A number is needed</translation>
    </message>
    <message>
        <source>hub.offline</source>
        <translation>Offline · {words}</translation>
    </message>
    <message>
        <source>hub.offlineTip</source>
        <translation>The hub is not reachable, work on as usual</translation>
    </message>
    <message>
        <source>hub.proxy</source>
        <translation>Proxy (optional)</translation>
    </message>
    <message>
        <source>hub.proxyHint</source>
        <translation>As the system says</translation>
    </message>
    <message>
        <source>hub.reachable</source>
        <translation>Reachable</translation>
    </message>
    <message>
        <source>hub.save</source>
        <translation>Save the hub</translation>
    </message>
    <message>
        <source>hub.sync</source>
        <translation>Sync with the hub</translation>
    </message>
    <message>
        <source>hub.syncing</source>
        <translation>Syncing with the hub</translation>
    </message>
    <message>
        <source>hub.test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>hub.testing</source>
        <translation>Connecting…</translation>
    </message>
    <message>
        <source>hub.title</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>hub.unreachable</source>
        <translation>Not reachable, goes on once it is</translation>
    </message>
    <message>
        <source>hub.url</source>
        <translation>Address</translation>
    </message>
</context>
</TS>
