<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="key">
<context>
    <name>today</name>
    <message>
        <source>today.all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>today.answered</source>
        <translation>已答 {done} / {all}</translation>
    </message>
    <message>
        <source>today.answeredOf</source>
        <translation>已答</translation>
    </message>
    <message numerus="yes">
        <source>today.asksFor</source>
        <translation><numerusform>%n 项申请延期</numerusform></translation>
    </message>
    <message>
        <source>today.both</source>
        <translation>{one}；{other}</translation>
    </message>
    <message>
        <source>today.clear</source>
        <translation>销号　{name}</translation>
    </message>
    <message>
        <source>today.drafts</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>today.extension</source>
        <translation>延期　{name}</translation>
    </message>
    <message>
        <source>today.goMend</source>
        <translation>去修改</translation>
    </message>
    <message>
        <source>today.goOn</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>today.goOnWith</source>
        <translation>接着上次</translation>
    </message>
    <message numerus="yes">
        <source>today.hazardCount</source>
        <translation><numerusform>隐患 %n</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>today.hazards</source>
        <translation><numerusform>%n 项隐患</numerusform></translation>
    </message>
    <message>
        <source>today.import</source>
        <translation>导入名册</translation>
    </message>
    <message>
        <source>today.issuedOn</source>
        <translation>{day} 下达</translation>
    </message>
    <message>
        <source>today.lastVisit</source>
        <translation>上次 {day}</translation>
    </message>
    <message>
        <source>today.leftAt</source>
        <translation>{when} 离开</translation>
    </message>
    <message>
        <source>today.mend</source>
        <translation>退回修改　{name}</translation>
    </message>
    <message numerus="yes">
        <source>today.moreReinspect</source>
        <translation><numerusform>另有 %n 家待复查</numerusform></translation>
    </message>
    <message>
        <source>today.noHomes</source>
        <translation>名册还是空的</translation>
    </message>
    <message>
        <source>today.noHomesHint</source>
        <translation>先导入机构名册，或者新建一家机构。</translation>
    </message>
    <message>
        <source>today.noneOverdue</source>
        <translation>没有逾期的隐患</translation>
    </message>
    <message>
        <source>today.noneSoon</source>
        <translation>7 日内没有到期的隐患</translation>
    </message>
    <message>
        <source>today.notServed</source>
        <translation>待送达签收</translation>
    </message>
    <message>
        <source>today.nothing</source>
        <translation>今天没有安排</translation>
    </message>
    <message>
        <source>today.nothingHint</source>
        <translation>选一家机构开始检查；复查、送达和退回的检查会出现在这里。</translation>
    </message>
    <message>
        <source>today.oldest</source>
        <translation>最早的一份完成于{day}</translation>
    </message>
    <message>
        <source>today.openPlan</source>
        <translation>打开方案</translation>
    </message>
    <message>
        <source>today.overdue</source>
        <translation>逾期</translation>
    </message>
    <message>
        <source>today.reason</source>
        <translation>退回意见</translation>
    </message>
    <message>
        <source>today.recordService</source>
        <translation>登记送达</translation>
    </message>
    <message>
        <source>today.reinspect</source>
        <translation>复查　{name}</translation>
    </message>
    <message>
        <source>today.remark</source>
        <translation>第 {number} 题：{text}</translation>
    </message>
    <message numerus="yes">
        <source>today.remarks</source>
        <translation><numerusform>批注 %n 条</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>today.reports</source>
        <translation><numerusform>%n 份检查待审核</numerusform></translation>
    </message>
    <message>
        <source>today.resume</source>
        <translation>继续检查</translation>
    </message>
    <message>
        <source>today.returnedOn</source>
        <translation>{day} 退回</translation>
    </message>
    <message>
        <source>today.review</source>
        <translation>开始审核</translation>
    </message>
    <message>
        <source>today.said</source>
        <translation>{count}：{text}</translation>
    </message>
    <message>
        <source>today.serve</source>
        <translation>送达　{name}</translation>
    </message>
    <message>
        <source>today.serveThatDay</source>
        <translation>写明日期，须当日送达</translation>
    </message>
    <message>
        <source>today.snapshot</source>
        <translation>每天自动留快照 · 最近一次{day}</translation>
    </message>
    <message>
        <source>today.soon</source>
        <translation>7 日内到期</translation>
    </message>
    <message>
        <source>today.start</source>
        <translation>开始检查</translation>
    </message>
    <message>
        <source>today.startReinspect</source>
        <translation>开始复查</translation>
    </message>
    <message>
        <source>today.stoppedAt</source>
        <translation>停在第 {number} 题：{wording}</translation>
    </message>
    <message>
        <source>today.title</source>
        <translation>工作台</translation>
    </message>
    <message numerus="yes">
        <source>today.toClear</source>
        <translation><numerusform>%n 项复查合格，待销号</numerusform></translation>
    </message>
    <message>
        <source>today.toDo</source>
        <translation>今天要做</translation>
    </message>
    <message numerus="yes">
        <source>today.toReinspect</source>
        <translation><numerusform>%n 项隐患待复查</numerusform></translation>
    </message>
    <message>
        <source>today.yourReview</source>
        <translation>等您审核</translation>
    </message>
</context>
</TS>
