<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>siteLink</name>
    <message>
        <source>siteLink.address</source>
        <translation>Address of the site (as its first page shows it)</translation>
    </message>
    <message>
        <source>siteLink.addressHint</source>
        <translation>https://pages.example.cn/#7</translation>
    </message>
    <message>
        <source>siteLink.again</source>
        <translation>Another link</translation>
    </message>
    <message>
        <source>siteLink.code</source>
        <translation>QR of the link</translation>
    </message>
    <message>
        <source>siteLink.copied</source>
        <translation>The link was copied</translation>
    </message>
    <message>
        <source>siteLink.copy</source>
        <translation>Copy the link</translation>
    </message>
    <message>
        <source>siteLink.done</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>siteLink.make</source>
        <translation>Make the link</translation>
    </message>
    <message>
        <source>siteLink.once</source>
        <translation>Scan it with the phone. The link works once, within 10 minutes. It opens everything: pass it to nobody.</translation>
    </message>
    <message>
        <source>siteLink.title</source>
        <translation>Open on a phone</translation>
    </message>
    <message>
        <source>siteLink.words</source>
        <translation>A read-only overview and reports, in the phone's browser. The link is made without a network; the phone must reach the site.</translation>
    </message>
</context>
</TS>
