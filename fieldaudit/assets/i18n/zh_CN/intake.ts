<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="key">
<context>
    <name>intake</name>
    <message numerus="yes">
        <source>intake.done</source>
        <translation><numerusform>已添加 %n 个文件</numerusform></translation>
    </message>
    <message>
        <source>intake.list</source>
        <translation>未添加的文件与提示</translation>
    </message>
    <message numerus="yes">
        <source>intake.others</source>
        <translation><numerusform>其余 %n 个已添加。</numerusform></translation>
    </message>
    <message>
        <source>intake.pasted</source>
        <translation>粘贴的图片</translation>
    </message>
    <message numerus="yes">
        <source>intake.some</source>
        <translation><numerusform>有 %n 个文件没有加进来</numerusform></translation>
    </message>
    <message>
        <source>intake.title</source>
        <translation>添加照片</translation>
    </message>
    <message>
        <source>intake.unit</source>
        <translation>张</translation>
    </message>
</context>
</TS>
