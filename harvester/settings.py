"""Each Scrapy setting that is not its default, with the reason. Read by `scrapy` and by `harvester crawl`."""

from __future__ import annotations

import os

from harvester import __version__
from harvester.crawling.answers import SENT_LIMIT
from pipelines import ORDER

BOT_NAME = "harvester"
SPIDER_MODULES = ["harvester.spiders"]
NEWSPIDER_MODULE = "harvester.spiders"

CONTACT = os.environ.get("HARVESTER_CONTACT", "")
USER_AGENT = f"harvester/{__version__} (archive of local news{f'; {CONTACT}' if CONTACT else ''})"
ROBOTSTXT_USER_AGENT = "harvester"  # default: USER_AGENT. The product token, as RFC 9309 wants it

HARVEST_PLAN = None  # a crawling.plan.Plan; None for `scrapy crawl`, which makes it from the environment

SCHEDULER = "harvester.crawling.scheduler.FrontierScheduler"  # default: in memory, or JOBDIR, which loses requests
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the frontier is the judge
EXTENSIONS = {
    "harvester.crawling.run.Run": 0,
    "harvester.crawling.watch.Watch": 1,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.logstats.LogStats": None,  # the run has its own display
    "scrapy.extensions.memusage.MemoryUsage": None,
}
ITEM_PIPELINES = {path: 100 * place for place, path in enumerate(ORDER, 1)}

DOWNLOAD_HANDLERS = {  # certificates per portal; no page is fetched from files, FTP or S3
    "http": "harvester.crawling.transport.PortalDownloadHandler",
    "https": "harvester.crawling.transport.PortalDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "harvester.crawling.transport.BoundedInflation": 590,  # in its place
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "harvester.crawling.transport.PortalCookies": 700,  # in its place
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # hosts are checked before registration
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # crawling/robots.py: no crawl when it is down
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,  # the frontier tries again, across runs
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,  # a redirect is an ending of its own
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,  # a page could send us anywhere
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,  # every status is an ending
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,  # no callback makes requests
}

HTTPPROXY_ENABLED = False  # default True: a proxy goes around the resolver that refuses private addresses
TWISTED_DNS_RESOLVER = "harvester.crawling.safety.SafeResolver"
WARN_ON_GENERATOR_RETURN_VALUE = False  # default True: parses the source of a callback for every response
TELNETCONSOLE_ENABLED = False  # default True: a port that executes what it is told
REMOTE_CONTROL_ENABLED = False  # default True: likewise
DNSCACHE_ENABLED = True

CONCURRENT_REQUESTS = 64  # default 16: one slow portal in 60 s of silence must not hold up the others
CONCURRENT_REQUESTS_PER_DOMAIN = 64  # default 8: limits per server are the scheduler's
CONCURRENT_ITEMS = 1  # default 100: so many tasks are made for every page, and a page has one item here
DOWNLOAD_DELAY = 0  # likewise
DOWNLOAD_TIMEOUT = 60  # default 180: portals take up to 30 s; more is a stall
DOWNLOAD_MAXSIZE = SENT_LIMIT  # default 1 GB
DOWNLOAD_WARNSIZE = 0  # default 32 MB: the limit says it
DOWNLOAD_FAIL_ON_DATALOSS = True  # a page that was cut is no page
REACTOR_THREADPOOL_MAXSIZE = 20  # default 10: names are resolved in threads

DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi",  # portals with an English twin choose by it
}
COOKIES_ENABLED = True  # NukeViet counts a view for every visitor without a session
FEED_EXPORT_ENCODING = "utf-8"
LOG_LEVEL = os.environ.get("HARVESTER_LOG_LEVEL", "INFO")  # default DEBUG: a line a page would fill the disk in years
LOG_FORMATTER = "harvester.crawling.log.QuietFormatter"  # dropped items are counted, not printed whole
STATS_DUMP = False
