<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="key">
<context>
    <name>printing</name>
    <message>
        <source>printing.close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>printing.copies</source>
        <translation>份数</translation>
    </message>
    <message>
        <source>printing.job</source>
        <translation>打印 {name}</translation>
    </message>
    <message>
        <source>printing.none</source>
        <translation>本机没有打印机</translation>
    </message>
    <message>
        <source>printing.pages</source>
        <translation>页</translation>
    </message>
    <message numerus="yes">
        <source>printing.part</source>
        <translation><numerusform>{title} · %n 页</numerusform></translation>
    </message>
    <message>
        <source>printing.pdf</source>
        <translation>存为 PDF</translation>
    </message>
    <message numerus="yes">
        <source>printing.print</source>
        <translation><numerusform>打印 %n 页</numerusform></translation>
    </message>
    <message>
        <source>printing.printNothing</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>printing.printer</source>
        <translation>打印机</translation>
    </message>
    <message>
        <source>printing.saveTitle</source>
        <translation>存为 PDF 文件</translation>
    </message>
    <message>
        <source>printing.saved</source>
        <translation>已存为 {name}</translation>
    </message>
    <message>
        <source>printing.sent</source>
        <translation>已送往 {printer}</translation>
    </message>
    <message>
        <source>printing.times</source>
        <translation>份</translation>
    </message>
</context>
</TS>
