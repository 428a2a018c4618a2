<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="key">
<context>
    <name>compare</name>
    <message>
        <source>compare.name</source>
        <translation>整改前后对照，左右键移动分界</translation>
    </message>
</context>
</TS>
