<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="key">
<context>
    <name>plan</name>
    <message>
        <source>plan.a_clear</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>plan.a_extend</source>
        <translation>Ask for extension</translation>
    </message>
    <message>
        <source>plan.a_grant</source>
        <translation>Grant</translation>
    </message>
    <message>
        <source>plan.a_order</source>
        <translation>Issue a notice</translation>
    </message>
    <message>
        <source>plan.a_refuse</source>
        <translation>Refuse</translation>
    </message>
    <message>
        <source>plan.a_reinspect</source>
        <translation>Reinspect</translation>
    </message>
    <message>
        <source>plan.a_serve</source>
        <translation>Record the service</translation>
    </message>
    <message>
        <source>plan.a_sheet</source>
        <translation>Clearing sheet</translation>
    </message>
    <message>
        <source>plan.a_submit</source>
        <translation>Submit for reinspection</translation>
    </message>
    <message>
        <source>plan.a_visit</source>
        <translation>Open the inspection</translation>
    </message>
    <message>
        <source>plan.after</source>
        <translation>After {day}</translation>
    </message>
    <message>
        <source>plan.all</source>
        <translation>All</translation>
    </message>
    <message>
        <source>plan.ask_clear</source>
        <translation>Clear: {finding}</translation>
    </message>
    <message>
        <source>plan.ask_extend</source>
        <translation>Ask for extension: {finding}</translation>
    </message>
    <message>
        <source>plan.ask_grant</source>
        <translation>Grant the extension until {day}</translation>
    </message>
    <message>
        <source>plan.ask_refuse</source>
        <translation>Refuse: the deadline stays {day}</translation>
    </message>
    <message>
        <source>plan.ask_submit</source>
        <translation>Submit for reinspection: {finding}</translation>
    </message>
    <message>
        <source>plan.asked</source>
        <translation>The home asks for time until {day}: {reason}</translation>
    </message>
    <message>
        <source>plan.bad_number</source>
        <translation>Write a number</translation>
    </message>
    <message>
        <source>plan.beds</source>
        <translation>Beds</translation>
    </message>
    <message>
        <source>plan.before</source>
        <translation>Before {day}</translation>
    </message>
    <message>
        <source>plan.both</source>
        <translation>{one}, {other}</translation>
    </message>
    <message>
        <source>plan.c_budget</source>
        <translation>Money</translation>
    </message>
    <message>
        <source>plan.c_contingency</source>
        <translation>Contingency</translation>
    </message>
    <message>
        <source>plan.c_due</source>
        <translation>Deadline</translation>
    </message>
    <message>
        <source>plan.c_finding</source>
        <translation>Hazard</translation>
    </message>
    <message>
        <source>plan.c_measure</source>
        <translation>Measure</translation>
    </message>
    <message>
        <source>plan.c_number</source>
        <translation>No.</translation>
    </message>
    <message>
        <source>plan.c_responsible</source>
        <translation>Responsible</translation>
    </message>
    <message>
        <source>plan.c_state</source>
        <translation>State</translation>
    </message>
    <message>
        <source>plan.choose</source>
        <translation>Choose an item to see its details</translation>
    </message>
    <message>
        <source>plan.cleared</source>
        <translation>Cleared</translation>
    </message>
    <message>
        <source>plan.days</source>
        <translation>days</translation>
    </message>
    <message>
        <source>plan.details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>plan.done_clear</source>
        <translation>Cleared</translation>
    </message>
    <message>
        <source>plan.done_extend</source>
        <translation>Extension asked for</translation>
    </message>
    <message>
        <source>plan.done_grant</source>
        <translation>Extension granted</translation>
    </message>
    <message>
        <source>plan.done_refuse</source>
        <translation>Extension refused</translation>
    </message>
    <message>
        <source>plan.done_submit</source>
        <translation>Submitted for reinspection</translation>
    </message>
    <message>
        <source>plan.due_on</source>
        <translation>due {day}</translation>
    </message>
    <message>
        <source>plan.e_budget_yuan</source>
        <translation>Money</translation>
    </message>
    <message>
        <source>plan.e_contingency</source>
        <translation>Contingency plan</translation>
    </message>
    <message>
        <source>plan.e_measure</source>
        <translation>Measure</translation>
    </message>
    <message>
        <source>plan.e_responsible</source>
        <translation>Responsible person</translation>
    </message>
    <message>
        <source>plan.e_term_days</source>
        <translation>Term</translation>
    </message>
    <message>
        <source>plan.empty</source>
        <translation>This home has no hazards</translation>
    </message>
    <message>
        <source>plan.empty_filter</source>
        <translation>No item meets the filter</translation>
    </message>
    <message>
        <source>plan.ended</source>
        <translation>Ended otherwise</translation>
    </message>
    <message>
        <source>plan.fill_in</source>
        <translation>Fill in: {what}</translation>
    </message>
    <message>
        <source>plan.found</source>
        <translation>Not ordered</translation>
    </message>
    <message>
        <source>plan.items</source>
        <translation>Plan items</translation>
    </message>
    <message>
        <source>plan.lastDrill</source>
        <translation>Last drill</translation>
    </message>
    <message>
        <source>plan.legend</source>
        <translation>Progress</translation>
    </message>
    <message>
        <source>plan.may_clear</source>
        <translation>May be cleared by you</translation>
    </message>
    <message>
        <source>plan.missing</source>
        <translation>Incomplete {count}</translation>
    </message>
    <message>
        <source>plan.n_found</source>
        <translation>Waiting for the notice</translation>
    </message>
    <message>
        <source>plan.n_in_progress</source>
        <translation>Waiting for rectification</translation>
    </message>
    <message>
        <source>plan.n_ordered</source>
        <translation>Waiting for service</translation>
    </message>
    <message>
        <source>plan.n_passed</source>
        <translation>Waiting to be cleared</translation>
    </message>
    <message>
        <source>plan.n_submitted</source>
        <translation>Waiting for reinspection</translation>
    </message>
    <message>
        <source>plan.next_pair</source>
        <translation>Next pair (])</translation>
    </message>
    <message>
        <source>plan.nightStaff</source>
        <translation>Night staff</translation>
    </message>
    <message>
        <source>plan.no_after</source>
        <translation>No photo from after yet</translation>
    </message>
    <message>
        <source>plan.no_before</source>
        <translation>No photo from before</translation>
    </message>
    <message>
        <source>plan.not_here</source>
        <translation>The photo has not reached this laptop yet</translation>
    </message>
    <message>
        <source>plan.open</source>
        <translation>Open {count}</translation>
    </message>
    <message>
        <source>plan.pair</source>
        <translation>Pair {at} of {all}</translation>
    </message>
    <message numerus="yes">
        <source>plan.photos</source>
        <translation><numerusform>%n photo</numerusform><numerusform>%n photos</numerusform></translation>
    </message>
    <message>
        <source>plan.previous_pair</source>
        <translation>Previous pair ([)</translation>
    </message>
    <message>
        <source>plan.print</source>
        <translation>Print the plan</translation>
    </message>
    <message>
        <source>plan.residents</source>
        <translation>Residents</translation>
    </message>
    <message>
        <source>plan.running</source>
        <translation>In progress</translation>
    </message>
    <message>
        <source>plan.s_cleared</source>
        <translation>Cleared</translation>
    </message>
    <message>
        <source>plan.s_extended</source>
        <translation>Extension granted</translation>
    </message>
    <message>
        <source>plan.s_extension_asked</source>
        <translation>Extension asked for</translation>
    </message>
    <message>
        <source>plan.s_extension_refused</source>
        <translation>Extension refused</translation>
    </message>
    <message>
        <source>plan.s_failed</source>
        <translation>Failed reinspection</translation>
    </message>
    <message>
        <source>plan.s_fixed</source>
        <translation>Fixed on the spot</translation>
    </message>
    <message>
        <source>plan.s_found</source>
        <translation>Found</translation>
    </message>
    <message>
        <source>plan.s_no_access</source>
        <translation>No access to reinspect</translation>
    </message>
    <message>
        <source>plan.s_order_voided</source>
        <translation>Notice voided</translation>
    </message>
    <message>
        <source>plan.s_ordered</source>
        <translation>Ordered</translation>
    </message>
    <message>
        <source>plan.s_partial</source>
        <translation>Reinspected: partly rectified</translation>
    </message>
    <message>
        <source>plan.s_passed</source>
        <translation>Passed reinspection</translation>
    </message>
    <message>
        <source>plan.s_served</source>
        <translation>Served</translation>
    </message>
    <message>
        <source>plan.s_submitted</source>
        <translation>Reported done</translation>
    </message>
    <message>
        <source>plan.saved</source>
        <translation>Saved</translation>
    </message>
    <message>
        <source>plan.show_all</source>
        <translation>Show all</translation>
    </message>
    <message>
        <source>plan.storeys</source>
        <translation>Storeys</translation>
    </message>
    <message>
        <source>plan.subtitle</source>
        <translation>One home, one plan</translation>
    </message>
    <message>
        <source>plan.toClear</source>
        <translation>To clear</translation>
    </message>
    <message>
        <source>plan.to_fill</source>
        <translation>Fill in</translation>
    </message>
    <message>
        <source>plan.to_home</source>
        <translation>Open the home</translation>
    </message>
    <message>
        <source>plan.unable</source>
        <translation>Cannot walk unaided</translation>
    </message>
    <message>
        <source>plan.until</source>
        <translation>until {day}</translation>
    </message>
    <message>
        <source>plan.yuan</source>
        <translation>yuan</translation>
    </message>
</context>
</TS>
