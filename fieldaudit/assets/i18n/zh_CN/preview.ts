<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="key">
<context>
    <name>preview</name>
    <message>
        <source>preview.count</source>
        <translation>第 {page} / {of} 页</translation>
    </message>
    <message>
        <source>preview.larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>preview.next</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>preview.page</source>
        <translation>文书预览</translation>
    </message>
    <message>
        <source>preview.previous</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>preview.seal</source>
        <translation>盖章处</translation>
    </message>
    <message>
        <source>preview.smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>preview.whole</source>
        <translation>整页</translation>
    </message>
</context>
</TS>
