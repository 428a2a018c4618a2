<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="key">
<context>
    <name>home</name>
    <message>
        <source>home.address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>home.area</source>
        <translation>{area} ㎡</translation>
    </message>
    <message>
        <source>home.beds</source>
        <translation>床位 / 在住</translation>
    </message>
    <message>
        <source>home.bedsOf</source>
        <translation>{beds} / {residents} 人</translation>
    </message>
    <message>
        <source>home.building</source>
        <translation>建筑</translation>
    </message>
    <message numerus="yes">
        <source>home.cleared</source>
        <translation><numerusform>已销号 %n</numerusform></translation>
    </message>
    <message>
        <source>home.coded</source>
        <translation>已登记信用代码</translation>
    </message>
    <message>
        <source>home.drill</source>
        <translation>最近演练</translation>
    </message>
    <message numerus="yes">
        <source>home.ended</source>
        <translation><numerusform>其他终结 %n</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>home.failed</source>
        <translation><numerusform>未合格 %n</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>home.fails</source>
        <translation><numerusform>不符合 %n</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>home.fresh</source>
        <translation><numerusform>待下达 %n</numerusform></translation>
    </message>
    <message>
        <source>home.grade</source>
        <translation>{grade}</translation>
    </message>
    <message>
        <source>home.head</source>
        <translation>负责人</translation>
    </message>
    <message numerus="yes">
        <source>home.items</source>
        <translation><numerusform>%n 项隐患</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>home.late</source>
        <translation><numerusform>逾期 %n</numerusform></translation>
    </message>
    <message>
        <source>home.night</source>
        <translation>夜间值班</translation>
    </message>
    <message>
        <source>home.noItems</source>
        <translation>还没有隐患</translation>
    </message>
    <message>
        <source>home.notServed</source>
        <translation>尚未送达</translation>
    </message>
    <message>
        <source>home.notice</source>
        <translation>整改通知书 {number}</translation>
    </message>
    <message numerus="yes">
        <source>home.passed</source>
        <translation><numerusform>合格 %n</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>home.passes</source>
        <translation><numerusform>符合 %n</numerusform></translation>
    </message>
    <message>
        <source>home.people</source>
        <translation>{count} 人</translation>
    </message>
    <message>
        <source>home.reinspection</source>
        <translation>复查</translation>
    </message>
    <message>
        <source>home.storeys</source>
        <translation>{storeys} 层</translation>
    </message>
    <message>
        <source>home.systems</source>
        <translation>喷淋 / 报警</translation>
    </message>
    <message>
        <source>home.unable</source>
        <translation>失能</translation>
    </message>
    <message>
        <source>home.uncoded</source>
        <translation>没有信用代码</translation>
    </message>
    <message>
        <source>home.water</source>
        <translation>消防水源</translation>
    </message>
    <message numerus="yes">
        <source>home.working</source>
        <translation><numerusform>整改中 %n</numerusform></translation>
    </message>
</context>
</TS>
