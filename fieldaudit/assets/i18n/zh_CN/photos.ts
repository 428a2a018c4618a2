<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="key">
<context>
    <name>photos</name>
    <message>
        <source>photos.add</source>
        <translation>照片 P</translation>
    </message>
    <message>
        <source>photos.addFiles</source>
        <translation>添加照片</translation>
    </message>
    <message>
        <source>photos.addHow</source>
        <translation>拖入、粘贴或选取照片；支持 HEIC</translation>
    </message>
    <message>
        <source>photos.confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>photos.current</source>
        <translation>正在显示</translation>
    </message>
    <message>
        <source>photos.handed</source>
        <translation>已送出</translation>
    </message>
    <message numerus="yes">
        <source>photos.marks</source>
        <translation><numerusform>%n 处标注</numerusform></translation>
    </message>
    <message>
        <source>photos.noneYet</source>
        <translation>拖入、粘贴或选取</translation>
    </message>
    <message>
        <source>photos.onlyHere</source>
        <translation>仅在本机</translation>
    </message>
    <message>
        <source>photos.open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>photos.pending</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>photos.remove</source>
        <translation>移出本题</translation>
    </message>
    <message>
        <source>photos.strip</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>photos.takenAt</source>
        <translation>拍摄于 {time}</translation>
    </message>
</context>
</TS>
