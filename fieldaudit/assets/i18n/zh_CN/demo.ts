<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="key">
<context>
    <name>demo</name>
    <message>
        <source>demo.chip</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>demo.inspector</source>
        <translation>检查员的电脑</translation>
    </message>
    <message>
        <source>demo.leave</source>
        <translation>退出演示</translation>
    </message>
    <message>
        <source>demo.supervisor</source>
        <translation>科室负责人的电脑</translation>
    </message>
    <message>
        <source>demo.switch</source>
        <translation>换到另一台电脑</translation>
    </message>
    <message>
        <source>demo.tour</source>
        <translation>开始导览</translation>
    </message>
    <message>
        <source>demo.words</source>
        <translation>虚构的数据，每个人的 PIN 都是 {pin}。</translation>
    </message>
</context>
</TS>
