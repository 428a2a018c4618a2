<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="key">
<context>
    <name>phone</name>
    <message>
        <source>phone.address</source>
        <translation>换一个网络地址</translation>
    </message>
    <message>
        <source>phone.again</source>
        <translation>刷新二维码</translation>
    </message>
    <message>
        <source>phone.another</source>
        <translation>换一部手机</translation>
    </message>
    <message>
        <source>phone.arrived</source>
        <translation>步骤和收到的照片</translation>
    </message>
    <message>
        <source>phone.code</source>
        <translation>给手机扫的二维码</translation>
    </message>
    <message>
        <source>phone.done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>phone.drop</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>phone.dropTitle</source>
        <translation>删除 {name}？</translation>
    </message>
    <message>
        <source>phone.dropWords</source>
        <translation>这张照片是手机传来的，还没有归到任何题目。删除后电脑上不再有它。</translation>
    </message>
    <message>
        <source>phone.failedOne</source>
        <translation>没有存上</translation>
    </message>
    <message>
        <source>phone.firewall</source>
        <translation>手机打不开网页？电脑弹出防火墙询问时选“允许访问”；确认手机没有走移动数据；有多个网络地址时换一个再扫。</translation>
    </message>
    <message>
        <source>phone.hereOne</source>
        <translation>之前已有</translation>
    </message>
    <message>
        <source>phone.how</source>
        <translation>用手机扫二维码，照片直接传到这里；不需要上网</translation>
    </message>
    <message>
        <source>phone.into</source>
        <translation>传到</translation>
    </message>
    <message>
        <source>phone.met</source>
        <translation>手机已连上，等待照片</translation>
    </message>
    <message>
        <source>phone.noNetwork</source>
        <translation>这台电脑还没有连上任何网络。请打开热点或连上 Wi-Fi，再点“刷新二维码”。</translation>
    </message>
    <message>
        <source>phone.nobody</source>
        <translation>等待手机扫码</translation>
    </message>
    <message>
        <source>phone.preparing</source>
        <translation>正在准备二维码…</translation>
    </message>
    <message numerus="yes">
        <source>phone.received</source>
        <translation><numerusform>手机传来 %n 张</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>phone.refused</source>
        <translation><numerusform>%n 张没有收下</numerusform></translation>
    </message>
    <message>
        <source>phone.refusedOne</source>
        <translation>不能用</translation>
    </message>
    <message>
        <source>phone.short</source>
        <translation>手机传</translation>
    </message>
    <message>
        <source>phone.step1</source>
        <translation>让手机和这台电脑在同一个网络：手机连电脑的热点，或电脑连手机的热点，或连同一个 Wi-Fi。不需要上网。</translation>
    </message>
    <message>
        <source>phone.step2</source>
        <translation>用手机的相机或浏览器扫左边的二维码，打开网页。</translation>
    </message>
    <message>
        <source>phone.step3</source>
        <translation>在网页上拍照或从相册选。原图原样传来，传完前不要关闭本窗口和手机网页。</translation>
    </message>
    <message numerus="yes">
        <source>phone.taken</source>
        <translation><numerusform>收到 %n 张</numerusform></translation>
    </message>
    <message>
        <source>phone.takenOne</source>
        <translation>已收到</translation>
    </message>
    <message>
        <source>phone.title</source>
        <translation>手机传照片</translation>
    </message>
    <message>
        <source>phone.tray</source>
        <translation>照片分拣（传完再归到各题）</translation>
    </message>
    <message>
        <source>phone.waitingOne</source>
        <translation>正在保存</translation>
    </message>
</context>
</TS>
