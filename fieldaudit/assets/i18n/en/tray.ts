<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>tray</name>
    <message>
        <source>tray.all</source>
        <translation>All</translation>
    </message>
    <message>
        <source>tray.attachHere</source>
        <translation>Place here</translation>
    </message>
    <message>
        <source>tray.attachTo</source>
        <translation>Place at question {number}</translation>
    </message>
    <message numerus="yes">
        <source>tray.attached</source>
        <translation><numerusform>%n placed</numerusform><numerusform>%n placed</numerusform></translation>
    </message>
    <message>
        <source>tray.choose</source>
        <translation>Choose folder</translation>
    </message>
    <message numerus="yes">
        <source>tray.chosen</source>
        <translation><numerusform>%n chosen</numerusform><numerusform>%n chosen</numerusform></translation>
    </message>
    <message>
        <source>tray.elsewhere</source>
        <translation>Used elsewhere</translation>
    </message>
    <message>
        <source>tray.emptyTitle</source>
        <translation>Open the photo folder of a card or phone</translation>
    </message>
    <message>
        <source>tray.emptyWords</source>
        <translation>Pictures are sorted by time; drag them onto questions or use the keys.</translation>
    </message>
    <message>
        <source>tray.fileTime</source>
        <translation>The camera wrote no time; sorted by the file's time</translation>
    </message>
    <message>
        <source>tray.grid</source>
        <translation>Pictures of the folder</translation>
    </message>
    <message>
        <source>tray.here</source>
        <translation>In this inspection</translation>
    </message>
    <message>
        <source>tray.hint</source>
        <translation>Space picks, J K or digits choose the question, Enter places; or drag</translation>
    </message>
    <message>
        <source>tray.large</source>
        <translation>Picture looked at</translation>
    </message>
    <message numerus="yes">
        <source>tray.leftOut</source>
        <translation><numerusform>%n older picture is not listed</numerusform><numerusform>%n older pictures are not listed</numerusform></translation>
    </message>
    <message>
        <source>tray.locked</source>
        <translation>The record is locked; no photo can be added</translation>
    </message>
    <message>
        <source>tray.new</source>
        <translation>Unused</translation>
    </message>
    <message numerus="yes">
        <source>tray.others</source>
        <translation><numerusform>%n video or raw file cannot be used</numerusform><numerusform>%n video or raw files cannot be used</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>tray.photos</source>
        <translation><numerusform>%n photo</numerusform><numerusform>%n photos</numerusform></translation>
    </message>
    <message>
        <source>tray.questions</source>
        <translation>Questions</translation>
    </message>
    <message>
        <source>tray.reading</source>
        <translation>Reading the photo folder</translation>
    </message>
    <message>
        <source>tray.title</source>
        <translation>Sort photos</translation>
    </message>
    <message numerus="yes">
        <source>tray.total</source>
        <translation><numerusform>%n picture</numerusform><numerusform>%n pictures</numerusform></translation>
    </message>
    <message>
        <source>tray.unit</source>
        <translation>files</translation>
    </message>
    <message>
        <source>tray.untouched</source>
        <translation>Files are only read; nothing in the folder is changed or moved.</translation>
    </message>
    <message>
        <source>tray.usedAt</source>
        <translation>In {numbers}</translation>
    </message>
    <message>
        <source>tray.which</source>
        <translation>Which pictures are shown</translation>
    </message>
</context>
</TS>
