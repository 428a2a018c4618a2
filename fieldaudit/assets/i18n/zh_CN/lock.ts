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
        <source>lock.keep</source>
        <translation>由系统的钥匙串记住</translation>
    </message>
    <message>
        <source>lock.newPin</source>
        <translation>设一个 PIN 码（4 至 12 位数字）</translation>
    </message>
    <message>
        <source>lock.noPeople</source>
        <translation>这台电脑还没有授权给任何人，请管理员授权。</translation>
    </message>
    <message>
        <source>lock.noPin</source>
        <translation>还没有 PIN 码</translation>
    </message>
    <message>
        <source>lock.open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>lock.opening</source>
        <translation>正在打开…</translation>
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
        <source>lock.passphraseWords</source>
        <translation>这台电脑上的记录加了密，输入口令后打开。</translation>
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
        <source>lock.pinAgain</source>
        <translation>再输入一次</translation>
    </message>
    <message>
        <source>lock.setPin</source>
        <translation>设定并进入</translation>
    </message>
    <message>
        <source>lock.show</source>
        <translation>显示口令</translation>
    </message>
    <message>
        <source>lock.title</source>
        <translation>谁在使用这台电脑</translation>
    </message>
    <message>
        <source>lock.words</source>
        <translation>选择姓名，输入 PIN 码。</translation>
    </message>
</context>
</TS>
