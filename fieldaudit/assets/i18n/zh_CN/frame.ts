<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="key">
<context>
    <name>frame</name>
    <message>
        <source>frame.allConfirmed</source>
        <translation>已全部确认</translation>
    </message>
    <message>
        <source>frame.allConfirmedTip</source>
        <translation>本机的记录，集中站或别的电脑都有。按此查看同步。</translation>
    </message>
    <message>
        <source>frame.allHanded</source>
        <translation>已全部送出</translation>
    </message>
    <message>
        <source>frame.allHandedTip</source>
        <translation>本机的记录都已送出。按此查看同步。</translation>
    </message>
    <message>
        <source>frame.back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>frame.cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>frame.cancelJob</source>
        <translation>停止这项工作</translation>
    </message>
    <message>
        <source>frame.jobDone</source>
        <translation>{title}：已完成</translation>
    </message>
    <message numerus="yes">
        <source>frame.minutesLeft</source>
        <translation><numerusform>还要约 %n 分钟</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>frame.moreJobs</source>
        <translation><numerusform>还有 %n 项在后台</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>frame.onlyHere</source>
        <translation><numerusform>%n 项仅在本机</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>frame.onlyHereTip</source>
        <translation><numerusform>仅在本机、还没有送出的记录：%n 项。按此查看同步。</numerusform></translation>
    </message>
    <message>
        <source>frame.pauseJob</source>
        <translation>暂停这项工作</translation>
    </message>
    <message>
        <source>frame.paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>frame.product</source>
        <translation>消防安全检查</translation>
    </message>
    <message>
        <source>frame.resumeJob</source>
        <translation>继续这项工作</translation>
    </message>
    <message>
        <source>frame.search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>frame.searchHint</source>
        <translation>搜索机构、隐患、文书</translation>
    </message>
    <message numerus="yes">
        <source>frame.secondsLeft</source>
        <translation><numerusform>还要约 %n 秒</numerusform></translation>
    </message>
    <message>
        <source>frame.speed</source>
        <translation>每秒 {speed} {unit}</translation>
    </message>
    <message>
        <source>frame.stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>frame.understood</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>frame.undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>frame.undone</source>
        <translation>已撤销上一步</translation>
    </message>
</context>
</TS>
