<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>reinspect</name>
    <message>
        <source>reinspect.add_photo</source>
        <translation>Add photos</translation>
    </message>
    <message>
        <source>reinspect.choose_second</source>
        <translation>Choose</translation>
    </message>
    <message>
        <source>reinspect.depth</source>
        <translation>Depth of the well</translation>
    </message>
    <message numerus="yes">
        <source>reinspect.done</source>
        <translation><numerusform>%n result recorded</numerusform><numerusform>%n results recorded</numerusform></translation>
    </message>
    <message>
        <source>reinspect.empty</source>
        <translation>Nothing is to be reinspected</translation>
    </message>
    <message>
        <source>reinspect.empty_words</source>
        <translation>Items that were served or submitted for reinspection appear here.</translation>
    </message>
    <message>
        <source>reinspect.exits</source>
        <translation>Life exits opened</translation>
    </message>
    <message>
        <source>reinspect.exits_where</source>
        <translation>Place of the exits</translation>
    </message>
    <message>
        <source>reinspect.judged</source>
        <translation>{done} of {all} judged; the draft stays on this laptop</translation>
    </message>
    <message>
        <source>reinspect.list</source>
        <translation>To be reinspected</translation>
    </message>
    <message>
        <source>reinspect.m3h</source>
        <translation>m³/h</translation>
    </message>
    <message>
        <source>reinspect.measureIs</source>
        <translation>Required: {measure}</translation>
    </message>
    <message>
        <source>reinspect.metres</source>
        <translation>m</translation>
    </message>
    <message>
        <source>reinspect.next</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>reinspect.next_home</source>
        <translation>Next home</translation>
    </message>
    <message>
        <source>reinspect.no_new</source>
        <translation>Show how it is now: drop, paste or add a photo</translation>
    </message>
    <message>
        <source>reinspect.no_original</source>
        <translation>No photo of how it was found</translation>
    </message>
    <message>
        <source>reinspect.no_second</source>
        <translation>Choose the second person</translation>
    </message>
    <message>
        <source>reinspect.not_a_photo</source>
        <translation>A reinspection takes photos</translation>
    </message>
    <message>
        <source>reinspect.not_here</source>
        <translation>The photo has not reached this laptop yet</translation>
    </message>
    <message>
        <source>reinspect.note</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>reinspect.nothing_judged</source>
        <translation>Nothing is judged yet</translation>
    </message>
    <message>
        <source>reinspect.now</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>reinspect.now_time</source>
        <translation>Now {time}</translation>
    </message>
    <message>
        <source>reinspect.original</source>
        <translation>As found</translation>
    </message>
    <message>
        <source>reinspect.original_day</source>
        <translation>As found {day}</translation>
    </message>
    <message>
        <source>reinspect.pass_without_photo</source>
        <translation>Without a photo it cannot be cleared: add one.</translation>
    </message>
    <message>
        <source>reinspect.photos</source>
        <translation>Photos of the reinspection</translation>
    </message>
    <message>
        <source>reinspect.places</source>
        <translation>exits</translation>
    </message>
    <message>
        <source>reinspect.previous</source>
        <translation>Previous</translation>
    </message>
    <message>
        <source>reinspect.r_fail</source>
        <translation>Not rectified</translation>
    </message>
    <message>
        <source>reinspect.r_no_access</source>
        <translation>No access</translation>
    </message>
    <message>
        <source>reinspect.r_partial</source>
        <translation>Partly</translation>
    </message>
    <message>
        <source>reinspect.r_pass</source>
        <translation>Rectified</translation>
    </message>
    <message>
        <source>reinspect.record</source>
        <translation>Record the reinspection</translation>
    </message>
    <message numerus="yes">
        <source>reinspect.record_count</source>
        <translation><numerusform>Record %n result</numerusform><numerusform>Record %n results</numerusform></translation>
    </message>
    <message>
        <source>reinspect.recording</source>
        <translation>Recording the reinspection</translation>
    </message>
    <message>
        <source>reinspect.result</source>
        <translation>Result</translation>
    </message>
    <message>
        <source>reinspect.same_photo</source>
        <translation>This photo is here already</translation>
    </message>
    <message>
        <source>reinspect.second</source>
        <translation>Second person</translation>
    </message>
    <message>
        <source>reinspect.taking</source>
        <translation>Reading photos</translation>
    </message>
    <message>
        <source>reinspect.title</source>
        <translation>Reinspection</translation>
    </message>
    <message>
        <source>reinspect.to_plan</source>
        <translation>Open the plan</translation>
    </message>
    <message>
        <source>reinspect.well_where</source>
        <translation>Place of the well</translation>
    </message>
    <message>
        <source>reinspect.yield</source>
        <translation>Yield of the well</translation>
    </message>
</context>
</TS>
