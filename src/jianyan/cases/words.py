"""What states, steps and answers are called, as message ids for both fronts."""

from jianyan.cases.states import Adoption, CaseKind, CaseState, Manner, Result, Satisfaction, StepKind
from jianyan.i18n import N_

KIND_WORDS = {
    CaseKind.ENQUIRY: N_("Enquiry"),
    CaseKind.REQUEST: N_("Request"),
    CaseKind.SUGGESTION: N_("Suggestion for a department"),
    CaseKind.MICRO: N_("Micro-suggestion"),
    CaseKind.MOTION: N_("Motion"),
}
STATE_WORDS = {
    CaseState.OFFERED: N_("To be claimed"),
    CaseState.ASSIGNED: N_("Handed over"),
    CaseState.RETURNED: N_("Returned"),
    CaseState.IN_HAND: N_("In hand"),
    CaseState.REPLIED: N_("Reply under review"),
    CaseState.ANSWERED: N_("Answered"),
    CaseState.CLOSED: N_("Concluded"),
    CaseState.CANCELLED: N_("Cancelled"),
}
STEP_WORDS = {
    StepKind.OFFERED: N_("Offered to be claimed"),
    StepKind.ASSIGNED: N_("Handed over to a department"),
    StepKind.CLAIMED: N_("Claimed by a department"),
    StepKind.RETURNED: N_("Returned by a department"),
    StepKind.JOINED: N_("Co-department asked"),
    StepKind.LEFT: N_("Co-department released"),
    StepKind.EXTENSION_ASKED: N_("More time asked for"),
    StepKind.EXTENSION_GRANTED: N_("More time granted"),
    StepKind.EXTENSION_REFUSED: N_("More time refused"),
    StepKind.MET: N_("Met the author"),
    StepKind.RECOUNTED: N_("Day of the answer counted anew"),
    StepKind.SUPERVISED: N_("Supervision changed"),
    StepKind.REMINDED: N_("Department reminded"),
    StepKind.ESCALATED: N_("Brought before the supervisor"),
    StepKind.SIGNED: N_("Countersigned"),
    StepKind.OBJECTED: N_("Countersignature refused"),
    StepKind.UNSIGNED: N_("Countersignature void, the reply has changed"),
    StepKind.REPLIED: N_("Reply put before the office"),
    StepKind.SENT_BACK: N_("A better reply asked for"),
    StepKind.ANSWERED: N_("Reply published"),
    StepKind.CARRIED_OUT: N_("Measure carried out"),
    StepKind.RATED: N_("Answer rated"),
    StepKind.REOPENED: N_("Opened once more"),
    StepKind.CLOSED: N_("Case concluded"),
    StepKind.CANCELLED: N_("Case cancelled"),
    StepKind.TAKEN_OVER: N_("Taken over with its answer"),
}
MANNER_WORDS = {
    Manner.IN_PERSON: N_("In person"),
    Manner.VISIT: N_("A visit to the author"),
    Manner.PHONE: N_("By phone"),
    Manner.WRITING: N_("In writing or online"),
}
RESULT_WORDS = {
    Result.SOLVED: N_("A: solved, or as good as"),
    Result.PLANNED: N_("B: under way, or planned"),
    Result.REFERENCE: N_("C: kept for reference"),
}
ADOPTION_WORDS = {
    Adoption.ADOPTED: N_("Adopted"),
    Adoption.PARTLY: N_("Partly adopted"),
    Adoption.REFERENCE: N_("For reference"),
    Adoption.DECLINED: N_("Not adopted"),
}
SATISFACTION_WORDS = {
    Satisfaction.SATISFIED: N_("Satisfied"),
    Satisfaction.FAIRLY: N_("Fairly satisfied"),
    Satisfaction.DISSATISFIED: N_("Not satisfied"),
}
