<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="key">
<context>
    <name>rail</name>
    <message>
        <source>rail.documents</source>
        <translation>文书</translation>
    </message>
    <message>
        <source>rail.inspections</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>rail.institutions</source>
        <translation>机构</translation>
    </message>
    <message>
        <source>rail.nobody</source>
        <translation>未登录</translation>
    </message>
    <message numerus="yes">
        <source>rail.overdue</source>
        <translation><numerusform>逾期 %n 项</numerusform></translation>
    </message>
    <message>
        <source>rail.overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <source>rail.rectification</source>
        <translation>整改</translation>
    </message>
    <message>
        <source>rail.settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>rail.sync</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>rail.today</source>
        <translation>工作台</translation>
    </message>
</context>
</TS>
