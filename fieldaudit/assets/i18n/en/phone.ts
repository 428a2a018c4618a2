<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>phone</name>
    <message>
        <source>phone.address</source>
        <translation>Another network address</translation>
    </message>
    <message>
        <source>phone.again</source>
        <translation>New code</translation>
    </message>
    <message>
        <source>phone.another</source>
        <translation>Another phone</translation>
    </message>
    <message>
        <source>phone.arrived</source>
        <translation>Steps, and photos that arrived</translation>
    </message>
    <message>
        <source>phone.code</source>
        <translation>Code to scan with the phone</translation>
    </message>
    <message>
        <source>phone.done</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>phone.drop</source>
        <translation>Throw away</translation>
    </message>
    <message>
        <source>phone.dropTitle</source>
        <translation>Throw {name} away?</translation>
    </message>
    <message>
        <source>phone.dropWords</source>
        <translation>It came from a phone and is at no question yet. Afterwards it is not on this laptop any more.</translation>
    </message>
    <message>
        <source>phone.failedOne</source>
        <translation>not stored</translation>
    </message>
    <message>
        <source>phone.firewall</source>
        <translation>The phone cannot open the page? Allow access when the laptop's firewall asks; turn off mobile data on the phone; if there are several addresses, choose another and scan again.</translation>
    </message>
    <message>
        <source>phone.hereOne</source>
        <translation>was here already</translation>
    </message>
    <message>
        <source>phone.how</source>
        <translation>Scan a code with a phone; its photos come straight here, no internet needed</translation>
    </message>
    <message>
        <source>phone.into</source>
        <translation>They go to</translation>
    </message>
    <message>
        <source>phone.met</source>
        <translation>A phone is connected; waiting for photos</translation>
    </message>
    <message>
        <source>phone.noNetwork</source>
        <translation>This laptop is on no network. Turn on a hotspot or join a Wi-Fi, then press "New code".</translation>
    </message>
    <message>
        <source>phone.nobody</source>
        <translation>Waiting for a phone</translation>
    </message>
    <message>
        <source>phone.preparing</source>
        <translation>Preparing the code…</translation>
    </message>
    <message numerus="yes">
        <source>phone.received</source>
        <translation><numerusform>%n from a phone</numerusform><numerusform>%n from a phone</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>phone.refused</source>
        <translation><numerusform>%n was not taken</numerusform><numerusform>%n were not taken</numerusform></translation>
    </message>
    <message>
        <source>phone.refusedOne</source>
        <translation>not usable</translation>
    </message>
    <message>
        <source>phone.short</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>phone.step1</source>
        <translation>Put phone and laptop on one network: the phone on the laptop's hotspot, the laptop on the phone's, or both on one Wi-Fi. No internet is needed.</translation>
    </message>
    <message>
        <source>phone.step2</source>
        <translation>Scan the code with the phone's camera or browser and open the page.</translation>
    </message>
    <message>
        <source>phone.step3</source>
        <translation>Take photos there or choose them. They come in full size; keep this panel and the phone's page open until all are here.</translation>
    </message>
    <message numerus="yes">
        <source>phone.taken</source>
        <translation><numerusform>%n photo arrived</numerusform><numerusform>%n photos arrived</numerusform></translation>
    </message>
    <message>
        <source>phone.takenOne</source>
        <translation>arrived</translation>
    </message>
    <message>
        <source>phone.title</source>
        <translation>Photos from a phone</translation>
    </message>
    <message>
        <source>phone.tray</source>
        <translation>the photo tray, to be sorted later</translation>
    </message>
    <message>
        <source>phone.waitingOne</source>
        <translation>being saved</translation>
    </message>
</context>
</TS>
