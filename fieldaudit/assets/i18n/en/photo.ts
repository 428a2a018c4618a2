<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>photo</name>
    <message>
        <source>photo.altered</source>
        <translation>Differs from its recorded checksum</translation>
    </message>
    <message>
        <source>photo.arrow</source>
        <translation>Arrow</translation>
    </message>
    <message>
        <source>photo.blur</source>
        <translation>Blur</translation>
    </message>
    <message>
        <source>photo.box</source>
        <translation>Box</translation>
    </message>
    <message>
        <source>photo.camera</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>photo.canvas</source>
        <translation>Photo</translation>
    </message>
    <message>
        <source>photo.caption</source>
        <translation>Caption</translation>
    </message>
    <message>
        <source>photo.checking</source>
        <translation>Being checked</translation>
    </message>
    <message>
        <source>photo.choose</source>
        <translation>Choose photos</translation>
    </message>
    <message>
        <source>photo.chosen</source>
        <translation>Chosen: {mark}</translation>
    </message>
    <message>
        <source>photo.coordinates</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>photo.done</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>photo.ellipse</source>
        <translation>Circle</translation>
    </message>
    <message>
        <source>photo.facts</source>
        <translation>About this photo</translation>
    </message>
    <message numerus="yes">
        <source>photo.far</source>
        <translation><numerusform>Taken %n day from import: please check</numerusform><numerusform>Taken %n days from import: please check</numerusform></translation>
    </message>
    <message>
        <source>photo.how</source>
        <translation>Drop, paste or choose; HEIC is accepted</translation>
    </message>
    <message>
        <source>photo.imported</source>
        <translation>Imported</translation>
    </message>
    <message>
        <source>photo.larger</source>
        <translation>Larger</translation>
    </message>
    <message>
        <source>photo.layer</source>
        <translation>Marks lie on a layer of their own; not a byte of the original changes. They are printed with it.</translation>
    </message>
    <message>
        <source>photo.locked</source>
        <translation>The record is locked; photos can only be viewed</translation>
    </message>
    <message numerus="yes">
        <source>photo.markCount</source>
        <translation><numerusform>%n mark</numerusform><numerusform>%n marks</numerusform></translation>
    </message>
    <message>
        <source>photo.move</source>
        <translation>Move</translation>
    </message>
    <message>
        <source>photo.notHere</source>
        <translation>The original is not on this laptop; sync to see it</translation>
    </message>
    <message>
        <source>photo.offDone</source>
        <translation>Removed from the question</translation>
    </message>
    <message>
        <source>photo.offTitle</source>
        <translation>Remove this photo from the question?</translation>
    </message>
    <message>
        <source>photo.offWords</source>
        <translation>The photo and its marks stay in the history; it can be undone.</translation>
    </message>
    <message>
        <source>photo.original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>photo.pen</source>
        <translation>Pen</translation>
    </message>
    <message>
        <source>photo.place</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>photo.question</source>
        <translation>Question {number}: {words}</translation>
    </message>
    <message>
        <source>photo.redo</source>
        <translation>Redo</translation>
    </message>
    <message>
        <source>photo.removedMark</source>
        <translation>mark deleted</translation>
    </message>
    <message>
        <source>photo.saved</source>
        <translation>Saved {time}</translation>
    </message>
    <message>
        <source>photo.size</source>
        <translation>Size</translation>
    </message>
    <message>
        <source>photo.smaller</source>
        <translation>Smaller</translation>
    </message>
    <message>
        <source>photo.takeOff</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>photo.taken</source>
        <translation>Taken</translation>
    </message>
    <message>
        <source>photo.text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>photo.title</source>
        <translation>Photo {at} / {total}</translation>
    </message>
    <message>
        <source>photo.tools</source>
        <translation>Marking tools</translation>
    </message>
    <message>
        <source>photo.undo</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>photo.unknown</source>
        <translation>The camera did not say</translation>
    </message>
    <message>
        <source>photo.use</source>
        <translation>Used as</translation>
    </message>
    <message>
        <source>photo.useAfter</source>
        <translation>After</translation>
    </message>
    <message>
        <source>photo.useBefore</source>
        <translation>Before</translation>
    </message>
    <message>
        <source>photo.useFile</source>
        <translation>File</translation>
    </message>
    <message>
        <source>photo.useVisit</source>
        <translation>Inspection photo</translation>
    </message>
    <message>
        <source>photo.whole</source>
        <translation>Unchanged, verified</translation>
    </message>
    <message>
        <source>photo.words</source>
        <translation>Type the words, Enter finishes</translation>
    </message>
</context>
</TS>
