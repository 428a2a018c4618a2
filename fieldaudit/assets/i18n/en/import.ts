<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>import</name>
    <message>
        <source>import.all</source>
        <translation>All</translation>
    </message>
    <message>
        <source>import.allSheets</source>
        <translation>All sheets that are registers</translation>
    </message>
    <message>
        <source>import.bar</source>
        <translation>Bar</translation>
    </message>
    <message>
        <source>import.blank</source>
        <translation>blank</translation>
    </message>
    <message>
        <source>import.canUndo</source>
        <translation>The import can be undone as a whole</translation>
    </message>
    <message>
        <source>import.changedMeanwhile</source>
        <translation>The register changed meanwhile: this is a new preview, please look again.</translation>
    </message>
    <message>
        <source>import.choose</source>
        <translation>Choose a file</translation>
    </message>
    <message>
        <source>import.columnIs</source>
        <translation>What {column} is</translation>
    </message>
    <message>
        <source>import.columns</source>
        <translation>What each column is</translation>
    </message>
    <message>
        <source>import.comma</source>
        <translation>Comma</translation>
    </message>
    <message>
        <source>import.delimiter</source>
        <translation>Delimiter</translation>
    </message>
    <message numerus="yes">
        <source>import.done</source>
        <translation><numerusform>%n home imported</numerusform><numerusform>%n homes imported</numerusform></translation>
    </message>
    <message>
        <source>import.dropHere</source>
        <translation>Drop the register here</translation>
    </message>
    <message>
        <source>import.dropHint</source>
        <translation>An Excel workbook (.xlsx) or CSV text whose header names the home and its district. You see a preview first; nothing is written before you agree.</translation>
    </message>
    <message>
        <source>import.encoding</source>
        <translation>Encoding</translation>
    </message>
    <message>
        <source>import.fate</source>
        <translation>Outcome</translation>
    </message>
    <message>
        <source>import.findOut</source>
        <translation>Find out</translation>
    </message>
    <message>
        <source>import.header</source>
        <translation>the header again</translation>
    </message>
    <message>
        <source>import.headerFault</source>
        <translation>A header is one row, or two that follow each other</translation>
    </message>
    <message>
        <source>import.headerHint</source>
        <translation>Write 3 or 3-4</translation>
    </message>
    <message>
        <source>import.headerRows</source>
        <translation>Header rows</translation>
    </message>
    <message>
        <source>import.howRead</source>
        <translation>How it was read</translation>
    </message>
    <message>
        <source>import.isAnother</source>
        <translation>It is another home: add</translation>
    </message>
    <message>
        <source>import.isThat</source>
        <translation>It is "{name}"</translation>
    </message>
    <message>
        <source>import.isThatRow</source>
        <translation>Same as "{name}": leave out</translation>
    </message>
    <message>
        <source>import.leaveOut</source>
        <translation>Leave this row out</translation>
    </message>
    <message>
        <source>import.name</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>import.nameColumn</source>
        <translation>Column of the home's name</translation>
    </message>
    <message>
        <source>import.nameColumnHint</source>
        <translation>Its letter, such as B</translation>
    </message>
    <message>
        <source>import.new</source>
        <translation>New</translation>
    </message>
    <message>
        <source>import.noName</source>
        <translation>(no name)</translation>
    </message>
    <message>
        <source>import.note</source>
        <translation>a note</translation>
    </message>
    <message>
        <source>import.nothing</source>
        <translation>There is nothing to import</translation>
    </message>
    <message numerus="yes">
        <source>import.openTwins</source>
        <translation><numerusform>%n row may double a known home or another row; undecided, it is added as new</numerusform><numerusform>%n rows may double known homes or other rows; undecided, they are added as new</numerusform></translation>
    </message>
    <message>
        <source>import.otherFile</source>
        <translation>Another file</translation>
    </message>
    <message>
        <source>import.otherSheets</source>
        <translation>Other sheets look like registers too</translation>
    </message>
    <message>
        <source>import.readOtherwise</source>
        <translation>Read it another way</translation>
    </message>
    <message>
        <source>import.reading</source>
        <translation>Reading {file}</translation>
    </message>
    <message>
        <source>import.refused</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>import.row</source>
        <translation>Row</translation>
    </message>
    <message>
        <source>import.rowOf</source>
        <translation>Row {row}</translation>
    </message>
    <message>
        <source>import.rows</source>
        <translation>Rows of the file</translation>
    </message>
    <message>
        <source>import.rowsOf</source>
        <translation>{done} of {all} rows</translation>
    </message>
    <message numerus="yes">
        <source>import.saveRefused</source>
        <translation><numerusform>Save %n refused row</numerusform><numerusform>Save %n refused rows</numerusform></translation>
    </message>
    <message>
        <source>import.saveTitle</source>
        <translation>Save refused rows</translation>
    </message>
    <message>
        <source>import.savedTo</source>
        <translation>Saved to {file}: mend it and import it again</translation>
    </message>
    <message>
        <source>import.semicolon</source>
        <translation>Semicolon</translation>
    </message>
    <message>
        <source>import.sheet</source>
        <translation>Sheet</translation>
    </message>
    <message>
        <source>import.skipped</source>
        <translation>Skipped</translation>
    </message>
    <message>
        <source>import.tab</source>
        <translation>Tab</translation>
    </message>
    <message numerus="yes">
        <source>import.take</source>
        <translation><numerusform>Import %n home</numerusform><numerusform>Import %n homes</numerusform></translation>
    </message>
    <message>
        <source>import.takeBack</source>
        <translation>Take the decision back</translation>
    </message>
    <message>
        <source>import.taking</source>
        <translation>Importing the register</translation>
    </message>
    <message>
        <source>import.title</source>
        <translation>Import register</translation>
    </message>
    <message>
        <source>import.total</source>
        <translation>a total</translation>
    </message>
    <message>
        <source>import.twins</source>
        <translation>Possible twin</translation>
    </message>
    <message>
        <source>import.unchanged</source>
        <translation>Unchanged</translation>
    </message>
    <message>
        <source>import.undoing</source>
        <translation>Undoing the import</translation>
    </message>
    <message>
        <source>import.unit</source>
        <translation>rows</translation>
    </message>
    <message>
        <source>import.updated</source>
        <translation>Updated</translation>
    </message>
    <message>
        <source>import.warned</source>
        <translation>With a note</translation>
    </message>
    <message>
        <source>import.why</source>
        <translation>Why</translation>
    </message>
</context>
</TS>
