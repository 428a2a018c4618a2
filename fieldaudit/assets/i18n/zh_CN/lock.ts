<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="key">
<context>
    <name>lock</name>
    <message>
        <source>lock.enter</source>
        <translation>进入</translation>
    </message>
    <message>
        <source>lock.open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>lock.passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>lock.passphraseTitle</source>
        <translation>打开工作区</translation>
    </message>
    <message>
        <source>lock.person</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>lock.pin</source>
        <translation>PIN 码</translation>
    </message>
    <message>
        <source>lock.title</source>
        <translation>谁在使用这台电脑</translation>
    </message>
    <message>
        <source>lock.words</source>
        <translation>选择姓名并输入 PIN。</translation>
    </message>
</context>
</TS>
