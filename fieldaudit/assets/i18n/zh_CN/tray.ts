<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="key">
<context>
    <name>tray</name>
    <message>
        <source>tray.all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>tray.attachHere</source>
        <translation>放到这一项</translation>
    </message>
    <message>
        <source>tray.attachTo</source>
        <translation>放到第 {number} 题</translation>
    </message>
    <message numerus="yes">
        <source>tray.attached</source>
        <translation><numerusform>已放 %n 张</numerusform></translation>
    </message>
    <message>
        <source>tray.choose</source>
        <translation>选择文件夹</translation>
    </message>
    <message numerus="yes">
        <source>tray.chosen</source>
        <translation><numerusform>已选 %n 张</numerusform></translation>
    </message>
    <message>
        <source>tray.elsewhere</source>
        <translation>用于别处</translation>
    </message>
    <message>
        <source>tray.emptyTitle</source>
        <translation>打开相机卡或手机的照片文件夹</translation>
    </message>
    <message>
        <source>tray.emptyWords</source>
        <translation>照片按拍摄时间排好，拖到检查项上，或用按键放过去。</translation>
    </message>
    <message>
        <source>tray.fileTime</source>
        <translation>相机没有记下拍摄时间，按文件时间排列</translation>
    </message>
    <message>
        <source>tray.grid</source>
        <translation>文件夹里的照片</translation>
    </message>
    <message>
        <source>tray.here</source>
        <translation>已在本次检查</translation>
    </message>
    <message>
        <source>tray.hint</source>
        <translation>空格选中，J K 或数字选题，回车放入，也可拖动</translation>
    </message>
    <message>
        <source>tray.large</source>
        <translation>正在看的照片</translation>
    </message>
    <message numerus="yes">
        <source>tray.leftOut</source>
        <translation><numerusform>更早的 %n 张没有列出</numerusform></translation>
    </message>
    <message>
        <source>tray.locked</source>
        <translation>记录已锁定，不能添加照片</translation>
    </message>
    <message>
        <source>tray.new</source>
        <translation>未用</translation>
    </message>
    <message numerus="yes">
        <source>tray.others</source>
        <translation><numerusform>%n 个视频或 RAW 不能作为照片</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>tray.photos</source>
        <translation><numerusform>%n 张照片</numerusform></translation>
    </message>
    <message>
        <source>tray.questions</source>
        <translation>检查项</translation>
    </message>
    <message>
        <source>tray.reading</source>
        <translation>读取照片文件夹</translation>
    </message>
    <message>
        <source>tray.title</source>
        <translation>照片分拣</translation>
    </message>
    <message numerus="yes">
        <source>tray.total</source>
        <translation><numerusform>%n 张照片</numerusform></translation>
    </message>
    <message>
        <source>tray.unit</source>
        <translation>张</translation>
    </message>
    <message>
        <source>tray.untouched</source>
        <translation>只读取，不改动也不移动文件夹里的任何文件。</translation>
    </message>
    <message>
        <source>tray.usedAt</source>
        <translation>已放到 {numbers}</translation>
    </message>
    <message>
        <source>tray.which</source>
        <translation>显示哪些照片</translation>
    </message>
</context>
</TS>
