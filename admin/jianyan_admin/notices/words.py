"""Words for notices: channels, kinds, and why something did not arrive."""

from jianyan.i18n import N_
from jianyan.notices import TITLES, Channel
from jianyan.web.exchange import Request
from jianyan_admin.page import told

CHANNEL_WORDS = {
    Channel.EMAIL: N_("E-mail"),
    Channel.WEBHOOK: N_("Webhook"),
    Channel.WECOM: N_("WeCom robot"),
    Channel.DINGTALK: N_("DingTalk robot"),
    Channel.SMS: N_("Text message"),
}

PROBLEM_SENTENCES = {
    "account-closed": N_("This account is closed."),
    "address-gone": N_("The phone number is deleted already."),
    "bad-secret": N_("Its secret cannot be used."),
    "http": N_("The receiver answered with status %(number)s."),
    "no-mail-server": N_("No mail server is set up."),
    "no-sms-gateway": N_("No gateway for text messages is set up."),
    "no-such-host": N_("There is no host of this name."),
    "not-https": N_("The address does not begin with https://."),
    "private-address": N_("The address leads into a private network, which is not allowed here."),
    "robot": N_("The robot answered with error %(number)s."),
    "secret-lost": N_("It was encrypted with a secret that is not here any more."),
    "smtp": N_("The mail server answered with %(number)s."),
    "switched-off": N_("The receiver is switched off."),
    "timed-out": N_("The receiver did not answer in time."),
    "tls": N_("The certificate of the receiver cannot be trusted."),
    "unclear-answer": N_("The robot's answer is not one that it gives."),
    "unreachable": N_("The receiver cannot be reached."),
}
"""Problem, without its number → a sentence."""


def channels_of(request: Request) -> dict[str, str]:
    """Give channel → its name, in the language of the request."""
    return {channel.value: told(request, word) for channel, word in CHANNEL_WORDS.items()}


def kinds_of(request: Request) -> dict[str, str]:
    """Give kind → what happened, in the language of the request."""
    return {kind.value: told(request, title) for kind, title in TITLES.items()}


def problem_of(request: Request, problem: str) -> str:
    """Give the sentence of a problem, in the language of the request; an unknown one as it is."""
    name, _, number = problem.rpartition("-")
    if number.lstrip("-").isdecimal() and name in PROBLEM_SENTENCES:
        return told(request, PROBLEM_SENTENCES[name], number=number)
    return told(request, PROBLEM_SENTENCES[problem]) if problem in PROBLEM_SENTENCES else problem
