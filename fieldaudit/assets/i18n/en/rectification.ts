<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>rectification</name>
    <message>
        <source>rectification.ask_clear</source>
        <translation>Clear {items}</translation>
    </message>
    <message>
        <source>rectification.ask_edit</source>
        <translation>Change {items}</translation>
    </message>
    <message>
        <source>rectification.ask_extend</source>
        <translation>Ask for an extension of {items}</translation>
    </message>
    <message>
        <source>rectification.ask_grant</source>
        <translation>Grant the extension of {items}</translation>
    </message>
    <message>
        <source>rectification.ask_refuse</source>
        <translation>Refuse the extension of {items}</translation>
    </message>
    <message>
        <source>rectification.ask_submit</source>
        <translation>{items} rectified: submit for reinspection</translation>
    </message>
    <message>
        <source>rectification.atOnce</source>
        <translation>at once</translation>
    </message>
    <message>
        <source>rectification.c_choose</source>
        <translation>Select</translation>
    </message>
    <message>
        <source>rectification.c_district</source>
        <translation>District</translation>
    </message>
    <message>
        <source>rectification.c_due</source>
        <translation>Deadline</translation>
    </message>
    <message>
        <source>rectification.c_finding</source>
        <translation>Hazard</translation>
    </message>
    <message>
        <source>rectification.c_institution</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>rectification.c_measure</source>
        <translation>Measure</translation>
    </message>
    <message>
        <source>rectification.c_responsible</source>
        <translation>Responsible</translation>
    </message>
    <message>
        <source>rectification.c_severity</source>
        <translation>Severity</translation>
    </message>
    <message>
        <source>rectification.c_state</source>
        <translation>State</translation>
    </message>
    <message>
        <source>rectification.change</source>
        <translation>Change</translation>
    </message>
    <message numerus="yes">
        <source>rectification.chosen</source>
        <translation><numerusform>%n selected</numerusform><numerusform>%n selected</numerusform></translation>
    </message>
    <message>
        <source>rectification.clear</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>rectification.clear_filter</source>
        <translation>Clear the conditions</translation>
    </message>
    <message>
        <source>rectification.columns</source>
        <translation>Columns</translation>
    </message>
    <message>
        <source>rectification.contingency</source>
        <translation>Change the contingency plan</translation>
    </message>
    <message>
        <source>rectification.done_clear</source>
        <translation>{items} cleared</translation>
    </message>
    <message>
        <source>rectification.done_edit</source>
        <translation>{items} changed</translation>
    </message>
    <message>
        <source>rectification.done_extend</source>
        <translation>Extension asked for {items}</translation>
    </message>
    <message>
        <source>rectification.done_grant</source>
        <translation>Extension of {items} granted</translation>
    </message>
    <message>
        <source>rectification.done_refuse</source>
        <translation>Extension of {items} refused</translation>
    </message>
    <message>
        <source>rectification.done_submit</source>
        <translation>{items} submitted for reinspection</translation>
    </message>
    <message>
        <source>rectification.drop_view</source>
        <translation>Delete "{name}"</translation>
    </message>
    <message>
        <source>rectification.each_judged</source>
        <translation>Each is judged by its rule: what cannot be done is listed with the reason, the rest is done and can be undone in one step.</translation>
    </message>
    <message>
        <source>rectification.export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>rectification.export_chosen</source>
        <translation>Export the selection</translation>
    </message>
    <message>
        <source>rectification.export_csv</source>
        <translation>Text table (CSV)</translation>
    </message>
    <message>
        <source>rectification.export_xlsx</source>
        <translation>Excel workbook (XLSX)</translation>
    </message>
    <message numerus="yes">
        <source>rectification.exported</source>
        <translation><numerusform>%n row exported</numerusform><numerusform>%n rows exported</numerusform></translation>
    </message>
    <message>
        <source>rectification.exporting</source>
        <translation>Exporting hazards</translation>
    </message>
    <message>
        <source>rectification.extend</source>
        <translation>Ask for extension</translation>
    </message>
    <message>
        <source>rectification.extended</source>
        <translation>extended</translation>
    </message>
    <message>
        <source>rectification.extensionAsked</source>
        <translation>extension asked for</translation>
    </message>
    <message>
        <source>rectification.f_cleared</source>
        <translation>Cleared</translation>
    </message>
    <message>
        <source>rectification.f_ended</source>
        <translation>Ended otherwise</translation>
    </message>
    <message>
        <source>rectification.f_every</source>
        <translation>All hazards</translation>
    </message>
    <message>
        <source>rectification.f_exits</source>
        <translation>Life exits</translation>
    </message>
    <message>
        <source>rectification.f_exits_opened</source>
        <translation>Life exits opened</translation>
    </message>
    <message>
        <source>rectification.f_extension</source>
        <translation>Extension asked for</translation>
    </message>
    <message>
        <source>rectification.f_joint</source>
        <translation>Joint retrofits</translation>
    </message>
    <message>
        <source>rectification.f_major</source>
        <translation>Major hazards</translation>
    </message>
    <message>
        <source>rectification.f_missing</source>
        <translation>Plan incomplete</translation>
    </message>
    <message>
        <source>rectification.f_open</source>
        <translation>All open</translation>
    </message>
    <message>
        <source>rectification.f_overdue</source>
        <translation>Overdue</translation>
    </message>
    <message>
        <source>rectification.f_reinspect</source>
        <translation>To be reinspected</translation>
    </message>
    <message>
        <source>rectification.f_to_clear</source>
        <translation>To be cleared</translation>
    </message>
    <message>
        <source>rectification.f_week</source>
        <translation>Due within a week</translation>
    </message>
    <message>
        <source>rectification.f_wells</source>
        <translation>Fire wells</translation>
    </message>
    <message>
        <source>rectification.f_wells_drilled</source>
        <translation>Fire wells drilled</translation>
    </message>
    <message numerus="yes">
        <source>rectification.failed</source>
        <translation><numerusform>Failed %n reinspection</numerusform><numerusform>Failed %n reinspections</numerusform></translation>
    </message>
    <message>
        <source>rectification.filters</source>
        <translation>Filters</translation>
    </message>
    <message>
        <source>rectification.find</source>
        <translation>Find a hazard or home</translation>
    </message>
    <message>
        <source>rectification.general</source>
        <translation>General</translation>
    </message>
    <message>
        <source>rectification.grant</source>
        <translation>Grant the extensions</translation>
    </message>
    <message>
        <source>rectification.hidden_by</source>
        <translation>Conditions in use: {filter}</translation>
    </message>
    <message numerus="yes">
        <source>rectification.homes</source>
        <translation><numerusform>%n home</numerusform><numerusform>%n homes</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>rectification.items</source>
        <translation><numerusform>%n item</numerusform><numerusform>%n items</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>rectification.left</source>
        <translation><numerusform>%n day left</numerusform><numerusform>%n days left</numerusform></translation>
    </message>
    <message>
        <source>rectification.m_close</source>
        <translation>Close the home</translation>
    </message>
    <message>
        <source>rectification.m_deadline</source>
        <translation>By a deadline</translation>
    </message>
    <message>
        <source>rectification.m_drill_well</source>
        <translation>Fire well</translation>
    </message>
    <message>
        <source>rectification.m_immediate</source>
        <translation>At once</translation>
    </message>
    <message>
        <source>rectification.m_joint_retrofit</source>
        <translation>Joint retrofit</translation>
    </message>
    <message>
        <source>rectification.m_open_exit</source>
        <translation>Life exit</translation>
    </message>
    <message>
        <source>rectification.m_suspend_use</source>
        <translation>Suspend use</translation>
    </message>
    <message>
        <source>rectification.major</source>
        <translation>Major</translation>
    </message>
    <message>
        <source>rectification.majorToConfirm</source>
        <translation>Major?</translation>
    </message>
    <message>
        <source>rectification.mine</source>
        <translation>My filters</translation>
    </message>
    <message>
        <source>rectification.money</source>
        <translation>Change the money</translation>
    </message>
    <message>
        <source>rectification.money_label</source>
        <translation>Money for the rectification</translation>
    </message>
    <message>
        <source>rectification.more</source>
        <translation>More</translation>
    </message>
    <message>
        <source>rectification.noAccess</source>
        <translation>no access</translation>
    </message>
    <message>
        <source>rectification.noMoney</source>
        <translation>No money needed</translation>
    </message>
    <message>
        <source>rectification.none_yet</source>
        <translation>No hazard has been found yet</translation>
    </message>
    <message>
        <source>rectification.none_yet_words</source>
        <translation>Questions that fail in an inspection become plan items.</translation>
    </message>
    <message>
        <source>rectification.note</source>
        <translation>Note (optional)</translation>
    </message>
    <message>
        <source>rectification.nothing_here</source>
        <translation>No hazard meets the conditions</translation>
    </message>
    <message>
        <source>rectification.o_district</source>
        <translation>by district</translation>
    </message>
    <message>
        <source>rectification.o_due</source>
        <translation>earliest deadline first</translation>
    </message>
    <message>
        <source>rectification.o_due_down</source>
        <translation>latest deadline first</translation>
    </message>
    <message>
        <source>rectification.o_finding</source>
        <translation>by hazard</translation>
    </message>
    <message>
        <source>rectification.o_institution</source>
        <translation>by home</translation>
    </message>
    <message>
        <source>rectification.o_measure</source>
        <translation>by measure</translation>
    </message>
    <message>
        <source>rectification.o_responsible</source>
        <translation>by person responsible</translation>
    </message>
    <message>
        <source>rectification.o_severity</source>
        <translation>by severity</translation>
    </message>
    <message>
        <source>rectification.o_state</source>
        <translation>by state</translation>
    </message>
    <message>
        <source>rectification.opinion</source>
        <translation>Opinion on the clearing (optional)</translation>
    </message>
    <message>
        <source>rectification.others_done</source>
        <translation>The rest is done: {done}</translation>
    </message>
    <message numerus="yes">
        <source>rectification.overdue</source>
        <translation><numerusform>%n day overdue</numerusform><numerusform>%n days overdue</numerusform></translation>
    </message>
    <message>
        <source>rectification.photos_after</source>
        <translation>Photos of the result (optional)</translation>
    </message>
    <message>
        <source>rectification.plan_label</source>
        <translation>Plan until it is rectified</translation>
    </message>
    <message>
        <source>rectification.reason</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>rectification.refuse</source>
        <translation>Refuse the extensions</translation>
    </message>
    <message>
        <source>rectification.refused_list</source>
        <translation>What was left, and why</translation>
    </message>
    <message>
        <source>rectification.reinspect</source>
        <translation>Reinspect</translation>
    </message>
    <message>
        <source>rectification.responsible</source>
        <translation>Reassign</translation>
    </message>
    <message>
        <source>rectification.rows</source>
        <translation>rows</translation>
    </message>
    <message>
        <source>rectification.s_cleared</source>
        <translation>Cleared</translation>
    </message>
    <message>
        <source>rectification.s_disproved</source>
        <translation>Disproved</translation>
    </message>
    <message>
        <source>rectification.s_ended_with_institution</source>
        <translation>Home closed</translation>
    </message>
    <message>
        <source>rectification.s_equivalent</source>
        <translation>Equivalent</translation>
    </message>
    <message>
        <source>rectification.s_found</source>
        <translation>Found</translation>
    </message>
    <message>
        <source>rectification.s_in_progress</source>
        <translation>In progress</translation>
    </message>
    <message>
        <source>rectification.s_ordered</source>
        <translation>Ordered</translation>
    </message>
    <message>
        <source>rectification.s_passed</source>
        <translation>To clear</translation>
    </message>
    <message>
        <source>rectification.s_submitted</source>
        <translation>To reinspect</translation>
    </message>
    <message>
        <source>rectification.save</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>rectification.save_view</source>
        <translation>Save this filter</translation>
    </message>
    <message>
        <source>rectification.shown</source>
        <translation>{first}–{last} of {all}, {order}</translation>
    </message>
    <message>
        <source>rectification.shown_none</source>
        <translation>No hazards</translation>
    </message>
    <message numerus="yes">
        <source>rectification.some_refused</source>
        <translation><numerusform>%n item was left as it is</numerusform><numerusform>%n items were left as they are</numerusform></translation>
    </message>
    <message>
        <source>rectification.state_chip</source>
        <translation>State</translation>
    </message>
    <message>
        <source>rectification.submit</source>
        <translation>Submit for reinspection</translation>
    </message>
    <message numerus="yes">
        <source>rectification.termDays</source>
        <translation><numerusform>%n-day term</numerusform><numerusform>%n-day term</numerusform></translation>
    </message>
    <message>
        <source>rectification.title</source>
        <translation>Rectification</translation>
    </message>
    <message>
        <source>rectification.to_inspections</source>
        <translation>Go to inspections</translation>
    </message>
    <message>
        <source>rectification.unselect</source>
        <translation>Clear selection</translation>
    </message>
    <message>
        <source>rectification.until</source>
        <translation>Until</translation>
    </message>
    <message>
        <source>rectification.v_cleared</source>
        <translation>Cleared in {value}</translation>
    </message>
    <message>
        <source>rectification.v_found</source>
        <translation>Found in {value}</translation>
    </message>
    <message>
        <source>rectification.v_found_from</source>
        <translation>Found since {value}</translation>
    </message>
    <message>
        <source>rectification.v_found_to</source>
        <translation>Found until {value}</translation>
    </message>
    <message>
        <source>rectification.v_open_at</source>
        <translation>Open at the end of {value}</translation>
    </message>
    <message>
        <source>rectification.v_overdue_at</source>
        <translation>Overdue at the end of {value}</translation>
    </message>
    <message>
        <source>rectification.v_responsible</source>
        <translation>Responsible: {value}</translation>
    </message>
    <message>
        <source>rectification.v_section</source>
        <translation>Sections chosen</translation>
    </message>
    <message>
        <source>rectification.view_name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>rectification.who</source>
        <translation>Person responsible</translation>
    </message>
    <message numerus="yes">
        <source>rectification.working</source>
        <translation><numerusform>Working on %n item</numerusform><numerusform>Working on %n items</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>rectification.workingDays</source>
        <translation><numerusform>%n working day</numerusform><numerusform>%n working days</numerusform></translation>
    </message>
    <message>
        <source>rectification.yuan</source>
        <translation>{amount} yuan</translation>
    </message>
    <message>
        <source>rectification.yuan_unit</source>
        <translation>yuan</translation>
    </message>
</context>
</TS>
