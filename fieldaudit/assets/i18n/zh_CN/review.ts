<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="key">
<context>
    <name>review</name>
    <message>
        <source>review.again</source>
        <translation>再次出现</translation>
    </message>
    <message numerus="yes">
        <source>review.all</source>
        <translation><numerusform>全部 %n</numerusform></translation>
    </message>
    <message>
        <source>review.allInspections</source>
        <translation>全部检查</translation>
    </message>
    <message>
        <source>review.amended</source>
        <translation>改后重报</translation>
    </message>
    <message>
        <source>review.approve</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>review.approved</source>
        <translation>已通过：{home}</translation>
    </message>
    <message>
        <source>review.approvedAlready</source>
        <translation>已通过审核；在题上写批注后仍可退回</translation>
    </message>
    <message numerus="yes">
        <source>review.approvedGone</source>
        <translation><numerusform>已通过：{home}；更正后不再成立的隐患 %n 项已终结</numerusform></translation>
    </message>
    <message>
        <source>review.askApprove</source>
        <translation>仍要通过</translation>
    </message>
    <message numerus="yes">
        <source>review.askMissing</source>
        <translation><numerusform>这份检查有 %n 张照片还没有同步到本机，没有看到。通过后仍可退回。</numerusform></translation>
    </message>
    <message>
        <source>review.askReason</source>
        <translation>总的意见（可不填）</translation>
    </message>
    <message numerus="yes">
        <source>review.askRemarks</source>
        <translation><numerusform>写好的 %n 条批注只随退回送出；通过后会删去。</numerusform></translation>
    </message>
    <message>
        <source>review.askRemarksTitle</source>
        <translation>批注还没有送出，仍要通过？</translation>
    </message>
    <message>
        <source>review.askReturn</source>
        <translation>退回这份检查？</translation>
    </message>
    <message>
        <source>review.askReturnWords</source>
        <translation>批注会出现在检查员的题目上。检查员更正、重新签字后再报审；退回不能撤销。</translation>
    </message>
    <message>
        <source>review.askTitle</source>
        <translation>还有照片没有到本机，仍要通过？</translation>
    </message>
    <message>
        <source>review.counted</source>
        <translation>符合 {passed}  不符合 {failed}  不适用 {na}</translation>
    </message>
    <message numerus="yes">
        <source>review.differs</source>
        <translation><numerusform>与上次不同 %n</numerusform></translation>
    </message>
    <message>
        <source>review.differsNone</source>
        <translation>与上次没有不同。</translation>
    </message>
    <message>
        <source>review.draftBy</source>
        <translation>{name} · 未送出，已存在本机</translation>
    </message>
    <message>
        <source>review.earlier</source>
        <translation>已送出的批注：{text}</translation>
    </message>
    <message>
        <source>review.emptyTitle</source>
        <translation>没有待审核的检查</translation>
    </message>
    <message>
        <source>review.emptyWords</source>
        <translation>检查员完成检查并同步后，会出现在这里。</translation>
    </message>
    <message numerus="yes">
        <source>review.fails</source>
        <translation><numerusform>不符合 %n</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>review.hazards</source>
        <translation><numerusform>隐患 %n</numerusform></translation>
    </message>
    <message>
        <source>review.keyApprove</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>review.keyNext</source>
        <translation>下一份</translation>
    </message>
    <message>
        <source>review.keyQuestion</source>
        <translation>上下题</translation>
    </message>
    <message>
        <source>review.keyRemark</source>
        <translation>批注</translation>
    </message>
    <message>
        <source>review.keyReturn</source>
        <translation>退回</translation>
    </message>
    <message>
        <source>review.lastTime</source>
        <translation>上次 {day}</translation>
    </message>
    <message>
        <source>review.mostHazards</source>
        <translation>隐患多的在前</translation>
    </message>
    <message>
        <source>review.newest</source>
        <translation>最近送审</translation>
    </message>
    <message>
        <source>review.noHazards</source>
        <translation>无隐患</translation>
    </message>
    <message>
        <source>review.noLast</source>
        <translation>首次检查，没有上次</translation>
    </message>
    <message>
        <source>review.noneShown</source>
        <translation>这一类没有题目。</translation>
    </message>
    <message>
        <source>review.notAnswered</source>
        <translation>未填</translation>
    </message>
    <message>
        <source>review.notAsked</source>
        <translation>上次没有这一题</translation>
    </message>
    <message>
        <source>review.noteOf</source>
        <translation>备注：{note}</translation>
    </message>
    <message numerus="yes">
        <source>review.number</source>
        <translation><numerusform>第 %n 题</numerusform></translation>
    </message>
    <message>
        <source>review.oldest</source>
        <translation>送审时间</translation>
    </message>
    <message>
        <source>review.onTheSpot</source>
        <translation>已当场整改</translation>
    </message>
    <message numerus="yes">
        <source>review.photosAll</source>
        <translation><numerusform>照片 %n 张均在本机</numerusform></translation>
    </message>
    <message>
        <source>review.photosHere</source>
        <translation>照片 {here} / {all} 已在本机</translation>
    </message>
    <message>
        <source>review.question</source>
        <translation>检查项</translation>
    </message>
    <message>
        <source>review.queue</source>
        <translation>待审核</translation>
    </message>
    <message numerus="yes">
        <source>review.queueOf</source>
        <translation><numerusform>待审核 %n</numerusform></translation>
    </message>
    <message>
        <source>review.remark</source>
        <translation>批注</translation>
    </message>
    <message>
        <source>review.remarkHere</source>
        <translation>批注给这一题</translation>
    </message>
    <message numerus="yes">
        <source>review.remarkOn</source>
        <translation><numerusform>批注给第 %n 题</numerusform></translation>
    </message>
    <message>
        <source>review.return</source>
        <translation>退回修改</translation>
    </message>
    <message>
        <source>review.returnNeeds</source>
        <translation>先在题上写批注，再退回</translation>
    </message>
    <message>
        <source>review.returnVerb</source>
        <translation>退回</translation>
    </message>
    <message numerus="yes">
        <source>review.returnWith</source>
        <translation><numerusform>退回修改 · %n 条批注</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>review.returned</source>
        <translation><numerusform>已退回：{home}，%n 条批注已送出</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>review.reviewedToday</source>
        <translation><numerusform>今天已审 %n 份</numerusform></translation>
    </message>
    <message>
        <source>review.seenThere</source>
        <translation>检查员会在该题上看到</translation>
    </message>
    <message>
        <source>review.showAll</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>review.showWhat</source>
        <translation>显示哪些题</translation>
    </message>
    <message>
        <source>review.sortBy</source>
        <translation>排序</translation>
    </message>
    <message numerus="yes">
        <source>review.term</source>
        <translation><numerusform>%n 天</numerusform></translation>
    </message>
    <message>
        <source>review.thisTime</source>
        <translation>本次 {day}</translation>
    </message>
    <message>
        <source>review.title</source>
        <translation>审核</translation>
    </message>
    <message>
        <source>review.two</source>
        <translation>{first}、{second}</translation>
    </message>
    <message>
        <source>review.writeRemark</source>
        <translation>写明要改什么</translation>
    </message>
</context>
</TS>
