<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="key">
<context>
    <name>help</name>
    <message>
        <source>help.title</source>
        <translation>使用说明</translation>
    </message>
    <message>
        <source>help.topics</source>
        <translation>各项内容</translation>
    </message>
</context>
</TS>
