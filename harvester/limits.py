"""All numbers that a run goes by: pauses and their longest, retries, rechecks, limits per server, sizes, what is kept.

What a number of a single algorithm means (how a page is recognised, when a share is unusual) stands beside it.
"""

from __future__ import annotations

HOUR = 3600.0
_DAY = 24 * HOUR

ROBOTS_NAME = "harvester"
"""What rules of a robots.txt call this crawler: the product token, as RFC 9309 wants it."""

# Pauses, in seconds

SECONDS_A_REQUEST = 2.0
"""Between two requests to a portal. NukeViet's flood limiter lets 150 requests in 300 s pass: 0.5 a second can be
kept up."""

LONGEST_PAUSE = 120.0
"""Waited within a run where Retry-After or robots.txt asks for it; for more the portal is left for later."""

FLOOD_PAUSE = 60.0
"""After a flood or block page that names no time: NukeViet's limiter counts over one minute."""

LONGEST_CRAWL_DELAY = HOUR
"""Of a robots.txt that is kept to: within a run some pages come. A portal that asks for more is named, not asked."""

LONGEST_DELAY = 60.0
"""To which a delay grows at most where a server answers slowly."""

LONGEST_WAIT = 7 * _DAY
"""Of Retry-After that is obeyed; who asks for more (a year, 10^400) is asked after a week."""

PORTAL_SECONDS = 8 * HOUR
"""How long one run may be busy with one portal; the next goes on from there."""

DOWNLOAD_SECONDS = 60
"""For one page. Portals take up to 30 s; more is a stall."""

STOP_GRACE = 60
"""Beyond the download timeout that an interrupted run may take to write what it has."""

# Retries

RETRY_PAUSES = (0.0, 0.0, 1 * HOUR, 12 * HOUR, 24 * HOUR, 72 * HOUR)
"""Seconds before the next try after the first, second, … failure in a row: twice more in the same run for a
hiccup, then when the nightly run comes by. After the last the address has failed."""

CUT_TRIES = 5
"""So many failures in a row, more than fall into one night, come before an article is stored whose page breaks off."""

PART_LIMIT = 50
"""Parts of one article that are asked for."""
PART_TRIES = 3
"""How often an article on several pages is asked for before it is stored without a part that cannot be read."""

FAILED_DAYS = 3
"""So long after it was found an address that was given up within one night gets further nights."""

NO_PAGE_NIGHTS = 3
"""On so many more nights an article's address is asked for that answered with a picture, a file, or without a text."""

RETURN_DAYS = 7
"""An address that was gone is tried so many days later, if the portal still links to it."""

CLOCK_SERVERS = 10
"""Hosts that are asked for the time before a run."""
CLOCK_ANSWERS = 5
"""Answers that decide, and of them:"""
CLOCK_QUORUM = 3
"""Servers that have to say another day than the machine does."""
CLOCK_DAYS = 1
CLOCK_SECONDS = 4
"""An interrupted run has five to end in."""

LOGIN_DAYS = 7
"""An article behind a log-in is asked for again after so many days."""

BAD_NIGHTS = 3
"""After so many runs in a row in which a portal could not be read, what they found gone or refused is believed."""

YEARS = range(1990, 3000)
"""Of a clock, and of what archives say of a capture: before, there was no web, and times of the years 1 and 9999 do not
exist in every zone."""

MAX_ROUND_TRIP = 2
"""Redirects after which an address is still asked for once more that a redirect leads back to."""

SPLASH_HOPS = 2
"""Pages in a row that a home page is passed on by without a redirect, by a script or its only link."""

MAX_HOPS = 10
"""Redirects in a row."""

MAX_CLAIMS = 3
"""An address that was opened so often without the process living to write its result is left alone. It is counted
from the first run on that comes after a death."""

TROUBLE_LIMIT = 5
"""So many connection failures or refusals in a row end a portal's harvest for this run."""

WAIT_LIMIT = 12
"""So many pauses that a server asks for are kept in a row without a page between them."""

BUSY_PAUSES = (0.25, 0.5, 1.0, 2.0, 4.0)
"""Seconds after a 429 or 503 that names no time, where the delay is 0, one after another in a row: it was asked too
quickly. After the last the answers are refusals."""

BUSY_DELAYS = (0.1, 2.0)
"""Between two requests to a server that answered so, at first and at most; each further time doubles it, each page
shortens it a little."""

SHORTEST_DELAY = 0.001
"""Between two requests to a server that has answered so in this run, however well it went since: one at a time."""

SUSPECT_LIMIT = 3
"""So many pages in a row without anything end it where the home page leads nowhere."""

# Rechecks

RECHECK_DAYS = 14
"""How long an article is looked at again for changes. Corrections come within days; every check costs the
portal a page, and NukeViet answers no conditional requests."""

SWEEP_DAYS = 180
"""Every article is looked at again within so many days of its last look, a few each night, so that a quiet edit of an
old page is found too. It costs a portal its articles divided by these days, in pages a night."""

RECHECK_HOURS = 6.0
"""The least time between two looks at an article; later ones wait half of its age."""

RECHECKS_A_NIGHT = 10
"""So many articles of a portal are looked at again for changes in a night, those first that have waited longest for
their age: what a portal with nothing new costs. One that published more than five since the harvest before has two
looks for each of them, or many of its articles would never be looked at while corrections come."""

ALL_SOURCES_DAYS = 7
"""How long home page, sitemap and feed are trusted to show whatever is new, before all listings are asked."""

ROBOTS_TRIES = 3
"""How often robots.txt is asked for in a run where its server fails, or asks to come back soon."""

ROBOTS_HOURS = 12.0
"""How long a robots.txt is kept: each nightly run asks for it, also one that begins earlier than the last did."""

CONFIRMED_HOURS = 20.0
"""A text that replaced another is accepted when it was seen so long ago, and still stands there."""

SHORTENED_HOURS = 164.0
"""The same of a text under another title that is less than half as long: nearly a week, since an error page is such."""

WELL_READ_A_SUSPECT = 3
"""So many well-read pages for each suspected one show that it is not the portal that is at fault."""

# Walks

NO_NEWS_PAGES = 40
"""A walk ends after so many pages in a row that show no article it had not come by: endless calendars and paging."""

QUIET_DAYS = 14
"""After so many days without an article a walk for what is new ends that goes from day to day."""

KNOWN_PAGES = 3
"""So many more pages of a listing are read in a night whose first shows only what is known and is older than what was
found behind it: pinned articles, another order than by date. The rest is read on in the coming nights."""

PERIOD_DAYS = 10
"""So long after its end the archive of a year or month is complete: it is read each night until then."""

PAST_YEAR_DAYS = 30
"""So long after it was read the archive of a year that is over is looked at again, whatever it may be besides."""

ROUND_NIGHTS = 14
"""In so many nights a listing in no order of dates is read through from one end to the other, a part each night, and at
least `KNOWN_PAGES`: what is new in its middle is found by then."""

PAGE_SWEEP_DAYS = 60
"""Every page of a listing is read again within so many days, a few each night: what is new may come in its middle,
under the day of its event. Where `--sweep-days` says fewer, within these; none with 0."""

PAGE_TRIES = 2
"""How often a later page of a listing is asked for once more in a run when it does not come, and after that"""
PAGE_NIGHTS = 3
"""on so many more nights, before the walk ends there: a page that another links to is not taken away."""

EARLY_PAGES = 5
"""So many pages of a walk come before the articles that are due with them: most dates that stand beside links are
known by the time that the article is read, and need not be weighed twice. With `--limit` only the first page does."""

# Near-duplicates

MAX_ALIKE = 20
"""Articles of one template, those whose texts have the smallest hashes, that each of its articles is linked with. Pairs
of all of them would grow as a square."""

# Limits per run and server

CONNECTIONS_AT_NO_DELAY = 8
"""Connections to one server where the delay is 0: tests, mirrors, one's own portal. So many pages at most are
fetched twice after a `kill -9`."""

CONNECTIONS = 64
"""Requests under way at once: one slow portal in 60 s of silence must not hold up the others."""

BATCH = 50
"""Addresses that are read of a portal's frontier at once."""

SIGNED_A_RUN = 20_000
"""Articles that are signed anew at the start of a run, after an upgrade: about a minute."""

# The database

BUSY_SECONDS = 30.0
"""How long a writer waits for another program's lock (a `VACUUM`, a backup) before it gives up."""

QUICK_SECONDS = 20.0
"""How long the quick look of `check` may take; a gigabyte that is in memory takes five."""

# Links of a page

LINK_LIMIT = 10_000
"""Links of one page that are looked at; the longest listing seen has 1,200."""

ADDRESS_LIMIT = 2_000
"""Characters of an address; browsers and servers take some 2,000 to 8,000."""

HOST_LIMIT = 253
"""Characters of a host name (RFC 1035). The codec of international names takes time by the square of them."""

SECTION_LIMIT = 300
"""Sections that one page leads to; the largest menu seen has 120 entries."""

FEEDS_A_PORTAL = 200
"""Feeds that are known of a portal; one with a feed for each of its sections has 60."""

SITEMAPS_A_RUN = 500
"""Sitemaps of a portal that a run has not come by before; the next one goes on with the rest. Newspapers with a sitemap
for each month of twenty years have 240."""

SITEMAP_DEPTH = 5
"""Indexes of sitemaps that name one another; sitemaps.org allows one."""

FRONTIER_SIZE = 50_000_000
"""Octets of addresses that a portal's pages lead to in a run: half a million of them, each as often as it is linked."""

ENTRY_LIMIT = 50_000
"""Entries that are read of one feed or sitemap: as many as the sitemap protocol allows in a file."""

# Fields of an article, its text aside

TITLE_LIMIT = 1_000
"""Characters of a title, a byline or a file's name; the longest title seen has 300."""

LEAD_LIMIT = 10_000
"""Characters of a lead, or of a caption; the longest lead seen has 1,500."""

NAME_LIMIT = 300
"""Characters of an author, a source, a category, a tag, a date as it stands."""

TAGS_LIMIT = 100
IMAGES_LIMIT = 500
FILES_LIMIT = 500
DATES_LIMIT = 200
"""Of one article. Albums of a festival have some 100 pictures."""

REASON_LIMIT = 1_000
"""Characters of a reason, which may tell what a server or a page says."""

# Sizes, in octets

SENT_LIMIT = 10_000_000
"""Of one page. The largest article seen, an official document with all its tables, has 0.6 MB."""

INFLATED_LIMIT = 20_000_000
"""Of one page after decompression."""

INLINE_SIZE = 150_000
"""A page that is larger is read in a process of its own: the dearest markup takes the parsers a second a megabyte, and
meanwhile the crawl would hear nobody."""

INLINE_TAGS = 2_500
"""A page with more opening and closing tags is read there too: ordinary ones have some 1,000, a report with tables
2,000. The dearest markup takes 200 microseconds a tag: half a second here, which starting the process takes as well."""

INLINE_TEXTS = 500
"""A page with more texts between its tags is read there too: justext compares each paragraph with those around it,
three times for a page that is hard to read. 1,000 took 0.8 s."""

INLINE_NESTING = 40_000
"""A page of some length whose tags stand in so many others, all counted for each, is read there too: 2,000 tags in 20
each. Readers look up and down; trafilatura recurses."""

PAGE_SECONDS = 10
"""Of processor time for one page; past it the page has failed, as one that broke off."""

PAGE_MEMORY = 1_500_000_000
"""Octets of memory that the process which reads large pages may take. A million elements take 0.5 GB."""

ELEMENT_LIMIT = 120_000
"""Tags of one page, opening and closing: with what is noted of each, so many paragraphs take 250 MB. The largest page
seen has 20,000."""

ATTRIBUTE_LIMIT = 10_000
"""Attributes of one tag: libxml2 compares each with all others. 10,000 take 0.1 s, 250,000 minutes; none has 100."""

PAGE_ATTRIBUTE_LIMIT = 100_000
"""Attributes of one page: libxml2 and the copies that readers make of the tree take 1.5 kB for each. The largest page
seen has 20,000 tags, with two or three each."""

XML_LIMIT = 52_428_800
"""Of an unpacked sitemap or feed that are read: the 50 MB that sitemaps.org allows."""

XML_ELEMENT_LIMIT = 1_000_000
"""Elements of one sitemap or feed: twenty for each entry that the protocol allows, and half of `PAGE_SECONDS`."""

ENTRY_ELEMENT_LIMIT = 20_000
"""Elements of one entry, or between two: the thousand images of an entry have six each at most."""

LINE_LIMIT = 100_000
"""Characters of a line of a sitemap in text, or of a web archive's index."""

LAYERS = 3
"""Of Content-Encoding. Misconfigured servers pack twice; each layer multiplies what a small body can grow to."""

HEAD_LIMIT = 256_000
"""Of a response's head, with any `100 Continue` before it. Twisted bounds a line, and not their number: a head
without an end took 1.1 GB in ten seconds."""

ROBOTS_LIMIT = 512_000
"""That are read of a robots.txt (RFC 9309, 2.5 asks for at least 500 KiB)."""

ROBOTS_RULES = 10_000
"""Lines of a robots.txt, but for sitemaps and remarks: 34,000 took 0.15 s to be read, and with `Allow: /` 0.2 s for a
batch of addresses."""

ROBOTS_WILDCARDS = 1_000
"""Of all rules of a robots.txt, each held against every address: 26,000 rules with one took 0.06 s an address, 999 with
200 each 0.03 s."""

COOKIES_KEPT = 20
COOKIE_SIZE = 2000
"""Cookies of a portal, and characters of one: a session and some settings need no more."""

# What is kept

KEPT_LOGS = 60
"""Two months of nightly runs."""

# Files that articles offer

FILES_AN_ARTICLE = 10
"""Files that are fetched of one article at most."""

FILE_SECONDS = 30.0
"""For the text layer of one PDF, by the clock and of processor time; a hostile one takes for ever."""

FILE_MEMORY = 1_000_000_000
"""Octets of memory that the process which reads a PDF may take."""

FILE_TEXT = 1_000_000
"""Characters that are kept of the text of one file."""

# Web archives, and jobs over what was kept

CDX_INTERVAL = 1.0
"""Seconds between requests to a public index: Common Crawl asks for at most one a second."""

INTERNET_ARCHIVE_INTERVAL = 5.0
"""Seconds between requests: 60 a minute were allowed in 2023, 24 by later report; twelve leave room."""

OWN_INDEX_INTERVAL = 0.05
"""Seconds between requests to an index of one's own, as pywb serves it."""

INDEX_SECONDS = 120.0
"""Of silence before and in an answer; an index that sorts a large site is slow."""

ANSWER_SECONDS = 600.0
"""For all of one answer of an archive, from its head on."""

INDEX_TRIES = 4
"""How often an index is asked that says that it is busy."""

INDEX_PAUSE = 60.0
"""Seconds after a 429 without Retry-After; each further one doubles it. Who goes on asking is blocked for an hour."""

INDEX_PATIENCE = 300.0
"""Seconds that a run waits when an index asks for it; one that asks for more is left to a later run."""

INDEX_PAGES = 2_000
INDEX_CAPTURES = 2_000_000
"""Of one portal that one import asks an index for; the next goes on there. Common Crawl has 15,000 captures on a page,
and a newspaper of twenty years some hundred pages."""

INDEX_VALUES = 500_000
"""Values in one answer of an index that comes as JSON: twelve times what 5,000 rows of six columns need, since
addresses have commas too. A hundred megabytes in memory; 64 MB of empty rows would take 1.4 GB."""

ANSWER_LIMIT = 64_000_000
"""Octets of one answer of an archive: a page of an index, or a record."""

RECORD_HEAD_LIMIT = 65_536
"""Octets that the head of a record takes at most in a WARC file that is not packed."""

RECORD_LIMIT = 64_000_000
"""Octets of one record, inflated. Videos in other crawlers' archives are larger, and no pages."""

WARC_SIZE = 1_000_000_000
"""Octets from which on a new WARC file is begun, as archivists expect."""

RECORDS_A_PART = 500
"""Records of one part of a job: so few that one file keeps many workers busy, and that little is done twice after a
death."""

RECORD_DEATHS = 2
"""Processes that died while they had a record open, before it is left out."""

CONNECT_SECONDS = 10
"""How long a cluster's scheduler may take to answer, and how long its first worker may take to come."""
