<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>chart</name>
    <message>
        <source>chart.copied</source>
        <translation>Picture copied</translation>
    </message>
    <message>
        <source>chart.copy</source>
        <translation>Copy picture</translation>
    </message>
    <message>
        <source>chart.made</source>
        <translation>Drawn by fieldaudit</translation>
    </message>
    <message>
        <source>chart.more</source>
        <translation>What to do with the chart</translation>
    </message>
    <message>
        <source>chart.savePng</source>
        <translation>Save as PNG picture</translation>
    </message>
    <message>
        <source>chart.saveSvg</source>
        <translation>Save as SVG drawing</translation>
    </message>
    <message>
        <source>chart.saved</source>
        <translation>Saved as {name}</translation>
    </message>
</context>
</TS>
