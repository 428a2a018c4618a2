<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="key">
<context>
    <name>signature</name>
    <message>
        <source>signature.clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>signature.done</source>
        <translation>签好了</translation>
    </message>
    <message>
        <source>signature.hint</source>
        <translation>在此签名：笔、手指或鼠标</translation>
    </message>
    <message>
        <source>signature.keys</source>
        <translation>方向键移笔，空格落笔、抬笔</translation>
    </message>
    <message>
        <source>signature.of</source>
        <translation>{who}的签名处</translation>
    </message>
    <message>
        <source>signature.written</source>
        <translation>已写，按回车键签好，按退格键清除</translation>
    </message>
</context>
</TS>
