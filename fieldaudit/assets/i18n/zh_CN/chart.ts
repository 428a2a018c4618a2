<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="key">
<context>
    <name>chart</name>
    <message>
        <source>chart.copied</source>
        <translation>图片已复制</translation>
    </message>
    <message>
        <source>chart.copy</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>chart.made</source>
        <translation>fieldaudit 制图</translation>
    </message>
    <message>
        <source>chart.more</source>
        <translation>图的操作</translation>
    </message>
    <message>
        <source>chart.savePng</source>
        <translation>存为 PNG 图片</translation>
    </message>
    <message>
        <source>chart.saveSvg</source>
        <translation>存为 SVG 矢量图</translation>
    </message>
    <message>
        <source>chart.saved</source>
        <translation>已存到 {name}</translation>
    </message>
</context>
</TS>
