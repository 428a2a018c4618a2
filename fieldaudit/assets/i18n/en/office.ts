<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>office</name>
    <message>
        <source>office.addPerson</source>
        <translation>Add</translation>
    </message>
    <message>
        <source>office.added</source>
        <translation>{name} was added</translation>
    </message>
    <message>
        <source>office.admit</source>
        <translation>Check and write the grant</translation>
    </message>
    <message>
        <source>office.admitted</source>
        <translation>Laptop {device} is admitted; hand it the grant</translation>
    </message>
    <message>
        <source>office.badge</source>
        <translation>Badge number (inspectors need one)</translation>
    </message>
    <message>
        <source>office.chooseRequest</source>
        <translation>Choose the request</translation>
    </message>
    <message>
        <source>office.code</source>
        <translation>Code on the new laptop's screen</translation>
    </message>
    <message>
        <source>office.codeHint</source>
        <translation>8 characters</translation>
    </message>
    <message>
        <source>office.here</source>
        <translation>this laptop</translation>
    </message>
    <message>
        <source>office.laptop</source>
        <translation>Laptop {number}</translation>
    </message>
    <message>
        <source>office.laptops</source>
        <translation>Laptops</translation>
    </message>
    <message>
        <source>office.name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>office.newLaptop</source>
        <translation>Admit a new laptop</translation>
    </message>
    <message>
        <source>office.newPerson</source>
        <translation>Add a person</translation>
    </message>
    <message>
        <source>office.noRequest</source>
        <translation>No request chosen yet</translation>
    </message>
    <message>
        <source>office.onlyRoot</source>
        <translation>Only the administrator, on the bureau's first laptop, can add people and admit laptops</translation>
    </message>
    <message>
        <source>office.people</source>
        <translation>People</translation>
    </message>
    <message>
        <source>office.pin</source>
        <translation>First PIN on this laptop (optional)</translation>
    </message>
    <message>
        <source>office.post</source>
        <translation>Post</translation>
    </message>
    <message>
        <source>office.revoked</source>
        <translation>revoked</translation>
    </message>
    <message>
        <source>office.role</source>
        <translation>Role</translation>
    </message>
    <message>
        <source>office.saveGrant</source>
        <translation>Save the grant to a stick</translation>
    </message>
    <message>
        <source>office.title</source>
        <translation>People and laptops</translation>
    </message>
    <message>
        <source>office.where</source>
        <translation>Which districts it carries</translation>
    </message>
    <message>
        <source>office.who</source>
        <translation>Who may use this laptop</translation>
    </message>
</context>
</TS>
