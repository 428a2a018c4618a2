<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="key">
<context>
    <name>widgets</name>
    <message>
        <source>widgets.day_form</source>
        <translation>年-月-日</translation>
    </message>
    <message>
        <source>widgets.done_of</source>
        <translation>已完成 {done}，共 {total}</translation>
    </message>
    <message numerus="yes">
        <source>widgets.due_count</source>
        <translation><numerusform>%n 项</numerusform></translation>
    </message>
    <message>
        <source>widgets.friday</source>
        <translation>五</translation>
    </message>
    <message>
        <source>widgets.header</source>
        <translation>表头：左右键移动，空格排序</translation>
    </message>
    <message>
        <source>widgets.list</source>
        <translation>列表：上下键移动，回车打开</translation>
    </message>
    <message>
        <source>widgets.monday</source>
        <translation>一</translation>
    </message>
    <message>
        <source>widgets.more</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>widgets.no_day</source>
        <translation>请按 2026-11-24 的样子填写日期</translation>
    </message>
    <message>
        <source>widgets.pick_day</source>
        <translation>选择日期</translation>
    </message>
    <message>
        <source>widgets.reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>widgets.remove_filter</source>
        <translation>移除条件</translation>
    </message>
    <message>
        <source>widgets.saturday</source>
        <translation>六</translation>
    </message>
    <message>
        <source>widgets.sunday</source>
        <translation>日</translation>
    </message>
    <message>
        <source>widgets.thursday</source>
        <translation>四</translation>
    </message>
    <message>
        <source>widgets.tuesday</source>
        <translation>二</translation>
    </message>
    <message>
        <source>widgets.wednesday</source>
        <translation>三</translation>
    </message>
</context>
</TS>
