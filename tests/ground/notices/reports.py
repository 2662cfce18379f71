"""Mails that come back, written the way mail servers of several makes write them."""

POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.jp (Mail Delivery System)
To: {back}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="A1"

--A1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.jp.

--A1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.jp
X-Postfix-Queue-ID: 4Gx1
Arrival-Date: Tue, 24 Nov 2026 12:00:00 +0900 (JST)

Final-Recipient: rfc822; p@example.jp
Original-Recipient: rfc822;p@example.jp
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.jp
Diagnostic-Code: smtp; {said}

--A1
Content-Type: text/rfc822-headers

From: tomoni@otaru.example.jp
Message-ID: <{id}@otaru.example.jp>
To: p@example.jp

--A1--
"""

# Some gateways answer to the From address, enclose the whole mail and give the class 5.0.0 only.
WHOLE_MAIL = """\
From: Postmaster <postmaster@big.example>
To: tomoni@otaru.example.jp
Subject: Undeliverable
MIME-Version: 1.0
Content-Type: multipart/report; report-type="delivery-status"; boundary=B

--B
Content-Type: text/html; charset=utf-8

<p>Your message to p@example.jp could not be delivered.</p>
--B
Content-Type: message/delivery-status

Reporting-MTA: dns;big.example

Final-Recipient: rfc822;p@example.jp
Action: failed
Status: 5.0.0
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient p@example.jp not found

--B
Content-Type: message/rfc822

From: tomoni@otaru.example.jp
To: p@example.jp
Message-ID: <{id}@otaru.example.jp>
Subject: x

text
--B--
"""

PROSE = """\
From: MAILER-DAEMON@phone.example.jp
To: {back}
Subject: Mail System Error - Returned Mail
Content-Type: text/plain; charset=iso-2022-jp

次のあて先へのメッセージはエラーのため送信できませんでした。
p@example.jp: 550 {said}
"""

HOLIDAY = """\
From: p@example.jp
To: {back}
Subject: =?utf-8?b?5LyR5pqH?=
Auto-Submitted: auto-replied
Content-Type: text/plain; charset=utf-8

550 user unknown, just joking: I am away.
"""

FORGED = """\
From: someone@example.com
To: {back}
Subject: Undelivered
Content-Type: text/plain

user unknown
"""
