<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="key">
<context>
    <name>home</name>
    <message>
        <source>home.add</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>home.added</source>
        <translation>已新建机构</translation>
    </message>
    <message>
        <source>home.address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>home.another</source>
        <translation>是另一家，照样新建</translation>
    </message>
    <message>
        <source>home.area</source>
        <translation>{area} ㎡</translation>
    </message>
    <message>
        <source>home.bedCount</source>
        <translation>床位数（张）</translation>
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
        <source>home.begin</source>
        <translation>开始检查</translation>
    </message>
    <message>
        <source>home.beginTitle</source>
        <translation>检查 {name}</translation>
    </message>
    <message>
        <source>home.building</source>
        <translation>建筑</translation>
    </message>
    <message>
        <source>home.chooseDistrict</source>
        <translation>选择旗县市区</translation>
    </message>
    <message>
        <source>home.chooseSecond</source>
        <translation>选择同行的人</translation>
    </message>
    <message numerus="yes">
        <source>home.cleared</source>
        <translation><numerusform>已销号 %n</numerusform></translation>
    </message>
    <message>
        <source>home.code</source>
        <translation>统一社会信用代码</translation>
    </message>
    <message>
        <source>home.coded</source>
        <translation>已登记信用代码</translation>
    </message>
    <message numerus="yes">
        <source>home.disputes</source>
        <translation><numerusform>有 %n 处两人改得不同，去定</numerusform></translation>
    </message>
    <message>
        <source>home.district</source>
        <translation>旗县市区</translation>
    </message>
    <message>
        <source>home.drill</source>
        <translation>最近演练</translation>
    </message>
    <message>
        <source>home.edit</source>
        <translation>修改资料</translation>
    </message>
    <message>
        <source>home.editTitle</source>
        <translation>修改机构资料</translation>
    </message>
    <message numerus="yes">
        <source>home.ended</source>
        <translation><numerusform>其他终结 %n</numerusform></translation>
    </message>
    <message>
        <source>home.facts</source>
        <translation>基本情况</translation>
    </message>
    <message numerus="yes">
        <source>home.failed</source>
        <translation><numerusform>未合格 %n</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>home.fails</source>
        <translation><numerusform>不符合 %n</numerusform></translation>
    </message>
    <message>
        <source>home.form</source>
        <translation>检查表</translation>
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
    <message>
        <source>home.headOf</source>
        <translation>负责人</translation>
    </message>
    <message>
        <source>home.history</source>
        <translation>经过</translation>
    </message>
    <message>
        <source>home.interim</source>
        <translation>两人改得不同；没定之前先用较新的值</translation>
    </message>
    <message numerus="yes">
        <source>home.items</source>
        <translation><numerusform>%n 项隐患</numerusform></translation>
    </message>
    <message>
        <source>home.kind</source>
        <translation>检查种类</translation>
    </message>
    <message>
        <source>home.lat</source>
        <translation>纬度（北纬）</translation>
    </message>
    <message numerus="yes">
        <source>home.late</source>
        <translation><numerusform>逾期 %n</numerusform></translation>
    </message>
    <message>
        <source>home.legalRep</source>
        <translation>法定代表人</translation>
    </message>
    <message>
        <source>home.level</source>
        <translation>等级</translation>
    </message>
    <message>
        <source>home.lon</source>
        <translation>经度（东经）</translation>
    </message>
    <message>
        <source>home.name</source>
        <translation>机构名称</translation>
    </message>
    <message>
        <source>home.needsSecond</source>
        <translation>请选择第二检查人员</translation>
    </message>
    <message>
        <source>home.newTitle</source>
        <translation>新建机构</translation>
    </message>
    <message>
        <source>home.night</source>
        <translation>夜间值班</translation>
    </message>
    <message>
        <source>home.noHistory</source>
        <translation>还没有来过</translation>
    </message>
    <message>
        <source>home.noHistoryHint</source>
        <translation>检查、通知书和复查会按日期排在这里。</translation>
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
    <message>
        <source>home.openPlan</source>
        <translation>打开方案</translation>
    </message>
    <message>
        <source>home.openThat</source>
        <translation>打开那一家</translation>
    </message>
    <message>
        <source>home.othersDraft</source>
        <translation>{name}在这家机构有一份未完成的检查。</translation>
    </message>
    <message>
        <source>home.papers</source>
        <translation>文书</translation>
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
        <source>home.phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>home.plan</source>
        <translation>一院一策</translation>
    </message>
    <message>
        <source>home.reinspection</source>
        <translation>复查</translation>
    </message>
    <message>
        <source>home.residents</source>
        <translation>在住人数（人）</translation>
    </message>
    <message>
        <source>home.resume</source>
        <translation>继续检查</translation>
    </message>
    <message>
        <source>home.save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>home.saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>home.second</source>
        <translation>第二检查人员</translation>
    </message>
    <message>
        <source>home.secondHint</source>
        <translation>检查须由两人进行</translation>
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
