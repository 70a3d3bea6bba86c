"""What the console's routes are asked with: whoever adds a route says here which object its fields name."""

from zoneinfo import ZoneInfo

import cast
from jianyan.accounts import CONSOLE_ROLES, OFFICE_ROLES, Role
from jianyan.clock import day_of, now

PLACES = {
    "slug",
    "tracking",
    "code",
    "account_id",
    "proposal_id",
    "organisation_id",
    "batch_id",
    "photo",
    "report",
    "template_id",
    "subscription_id",
    "notice",
    "motion_id",
    "client_id",
    "case_id",
    "reply_template_id",
    "reply_photo",
    "reply_document",
}
"""Places in paths that name an object; each is an attribute of World."""
FIXED = {"form": "svg", "file_path": "console.css"}
"""Places in paths that name none."""
TOPIC = {"topic": "slug"}
FIELDS = {
    **dict.fromkeys(("admin_pace", "admin_filing", "admin_campaigns", "admin_campaign_add"), TOPIC),
    **dict.fromkeys(("admin_placements", "admin_placement_new", "admin_upload", "admin_upload_add"), TOPIC),
    **dict.fromkeys(("admin_posters", "admin_posters_print", "admin_slips", "admin_slips_begin"), TOPIC),
    **dict.fromkeys(("admin_imports", "admin_import_look", "admin_import_add"), TOPIC),
    "admin_queue": {"topic": "slug", "done": "tracking", "at": "tracking"},
    "admin_batch": {"topic": "slug", "tracking": "tracking"},
    **{name: {"tracking": "tracking"} for name in ("admin_hand", "admin_batch_decide")},
    "admin_placement_add": {"campaign": "campaign"},
    "admin_placement_retarget": {"campaign": "campaign"},
    "admin_upload_read": {"topic": "slug", "campaign": "campaign"},
    **dict.fromkeys(("admin_tallies", "admin_exports", "admin_export"), TOPIC),
    **dict.fromkeys(("admin_export_contacts", "admin_report_freeze"), TOPIC),
    "admin_report_save": {"template": "template_id"},
    **{name: {"organisation": "organisation_id"} for name in ("admin_account_add", "admin_client_add")},
    **{f"admin_calendar{act}": {"organisation": "organisation_id"} for act in ("", "_set", "_remove")},
    "admin_case_terms": {"organisation": "organisation_id"},
    **{f"admin_case_term_{act}": {"organisation": "organisation_id"} for act in ("set", "remove")},
    "admin_organisation_move": {"below": "organisation_id"},
    "admin_decision": {"into": "tracking"},
    "admin_motion_merge": {"into": "motion_id"},
    "admin_cases": {"topic": "slug", "lead": "organisation_id"},
    "admin_cases_claim": {"case": "case_id"},
    "admin_case_reply": {"template": "reply_template_id"},
    "admin_case_meet": {"party": "organisation_id"},
    "admin_case_supervise": {"supervising": "organisation_id"},
    **{
        name: {"lead": "organisation_id"}
        for name in ("admin_case_transfer", "admin_hand_over_send", "admin_motion_hand_over")
    },
    **{name: {"co": "organisation_id"} for name in ("admin_case_join", "admin_case_leave")},
    "admin_groups": {"topic": "slug", "issue": "tracking"},
    "admin_groups_merge": {"topic": "slug", "into": "tracking"},
}
"""Route → field of its query or form → the attribute of World that it names an object by."""
WITHOUT = {
    *("admin_home", "admin_topics", "admin_topic_new", "admin_topic_add", "admin_proposals"),
    "admin_motions",
    *("admin_accounts", "admin_organisations", "admin_trail", "admin_trail_export", "admin_appeals"),
    *("admin_jobs_list", "admin_reports", "admin_notices", "admin_notice_subscribe", "admin_wishes"),
    "admin_clients",
    *("admin_report_templates", "admin_report_template_add", "admin_report_template_example"),
    *("admin_sign_in", "admin_sign_in_send", "admin_sign_out", "admin_set_up", "admin_set_up_send"),
    *("admin_me", "admin_sessions_end", "admin_password", "admin_totp", "admin_totp_enrol"),
    *("admin_recovery_codes", "admin_prove", "admin_jobs", "admin_job_cancel", "admin_job_file"),
    "admin_job_outcome",
    *(f"admin_passkey_{each}" for each in ("ask", "sign_in", "prove", "new", "offer", "add", "remove")),
    *("admin_words", "admin_words_bench", "admin_words_try", "admin_words_upload", "admin_words_take"),
    *("admin_reply_templates", "admin_reply_template_add"),
    *("admin_word_new", "admin_word_add", "admin_word_edit", "admin_word_save", "admin_word_switch"),
}
"""Routes that name no object of an organisation: own accounts, the installation's words, filters of lists."""
COVERED_ELSEWHERE = {
    "admin_hearing": CONSOLE_ROLES,
    "admin_reply_template_delete": CONSOLE_ROLES,
    "admin_case_remind": {Role.DEPARTMENT},
    "admin_case_sign": OFFICE_ROLES,
}
"""Routes × roles whose object is not there, or gone afterwards, or with which others only may do it:
test_appeals and test_case_page cover whose they are."""
PLAIN = {
    *("name", "kind", "role", "active", "password", "password_again", "email", "next", "csrf_token"),
    *("opens_at", "closes_at", "decision", "reason", "back", "file", "packed", "paper", "which", "state"),
    *("page", "text", "lang", "slug", "category", "before", "after", "state_filter", "questions"),
    *("code", "proof", "old_password", "session", "said", "assertion", "credential", "passkey", "without"),
    *("word", "level", "allowed", "note", "why", "outcome", "guidance", "reasons"),
    *("form", "signed_on"),
    *("proposed", "percent", "filter", "subject", "actor", "from", "to", "days", "job"),
    *("on", "body", "photo", "second", "form_token", "size", "slip", "sheet", "filename", "into_state"),
    *("keep_good", "seen", "year", "works", "shared", "added", "takes_files"),
    *("add_departments", "answered_by", "texts_authors"),
    *("tab", "timing", "supervised", "until", "answer", "result", "adoption", "measure"),
    *("first", "last", "start", "length", "answer_days", "return_days", "meets_first"),
    *("manner", "unmet", "then", "wording"),
    *("channel", "address", "secret", "kinds", "with_text"),
    *("quiet_from", "quiet_until", "source", "title", "as_note", "handover"),
}
"""Fields that name no object: words, fixed choices, places in a list, categories among the topic's own."""
ALSO = {
    "admin_calendar_set": {"on": "2026-10-08", "works": "rest", "reason": "台风停工"},
    "admin_calendar_remove": {"on": "2026-10-08"},
    "admin_case_meet": {
        "on": day_of(now(), ZoneInfo("Asia/Shanghai")).isoformat(),
        "manner": "phone",
        "note": "先修两盏灯。",
    },
    "admin_case_term_set": {"kind": "micro", "answer_days": "7", "return_days": "2"},
    "admin_case_term_remove": {"kind": "micro"},
    "admin_account_role": {"role": "member"},
    "admin_decision": {"decision": "hold"},
    "admin_batch_decide": {"decision": "hold"},
    "admin_rules_save": {"guidance": "只看公交。", "reasons": "与议题无关。"},
    "admin_export": {"file": "suggestions-jsonl"},
    "admin_export_contacts": {"file": "contacts-csv", "why": "回电核实"},
    "admin_report_save": {"title": "一份报告", "language": "zh-CN"},
    "admin_report_draft": {"title": "一份报告", "language": "zh-CN"},
    "admin_report_download": {"form": "json"},
    "admin_organisation_add": {"name": "新的机构", "kind": "office"},
    "admin_organisation_rename": {"name": "别的机构", "kind": "office"},
    "admin_placement_save": {"name": "改过的站"},
    "admin_placement_state": {"state": "installed"},
    "admin_posters_print": {"paper": "sticker-sheet"},
    "admin_file_withhold": {"reason": "看得见人脸。"},
    "admin_motion_decline": {"reason": "不属于提案范围。"},
    "admin_proposal_examine": {"title": "夜里太暗", "text": "加几盏灯。"},
    "admin_proposal_decide": {"decision": "decline", "reason": "已经在办。"},
    "admin_topic_copy_send": {"slug": "copied"},
    "admin_campaign_add": {"name": "又一次"},
    "admin_placement_add": {"name": "新站"},
    "admin_client_add": {"name": "新的系统", "per_minute": "60"},
    "admin_account_add": {
        "email": "lin@jianyan.example",
        "role": "staff",
        "password": cast.PASSWORD,
        "password_again": cast.PASSWORD,
    },
}
"""What a form needs besides, to come as far as the object it names."""
FILES = {
    "admin_upload_read": {"file": ("stops.csv", "名称\n五里牌\n".encode())},
    "admin_import_look": {"file": ("letters.csv", "内容\n站台没有灯。\n".encode())},
}
"""What a form sends as a file."""
