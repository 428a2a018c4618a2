<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>printing</name>
    <message>
        <source>printing.close</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>printing.copies</source>
        <translation>Copies</translation>
    </message>
    <message>
        <source>printing.job</source>
        <translation>Printing {name}</translation>
    </message>
    <message>
        <source>printing.none</source>
        <translation>No printer on this laptop</translation>
    </message>
    <message>
        <source>printing.pages</source>
        <translation>pages</translation>
    </message>
    <message numerus="yes">
        <source>printing.part</source>
        <translation><numerusform>{title} · %n page</numerusform><numerusform>{title} · %n pages</numerusform></translation>
    </message>
    <message>
        <source>printing.pdf</source>
        <translation>Save as PDF</translation>
    </message>
    <message numerus="yes">
        <source>printing.print</source>
        <translation><numerusform>Print %n page</numerusform><numerusform>Print %n pages</numerusform></translation>
    </message>
    <message>
        <source>printing.printNothing</source>
        <translation>Print</translation>
    </message>
    <message>
        <source>printing.printer</source>
        <translation>Printer</translation>
    </message>
    <message>
        <source>printing.saveTitle</source>
        <translation>Save as a PDF file</translation>
    </message>
    <message>
        <source>printing.saved</source>
        <translation>Saved as {name}</translation>
    </message>
    <message>
        <source>printing.sent</source>
        <translation>Sent to {printer}</translation>
    </message>
    <message>
        <source>printing.times</source>
        <translation>sets</translation>
    </message>
</context>
</TS>
