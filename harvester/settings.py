"""Each Scrapy setting that is not its default, with the reason. Read by `scrapy` and by `harvester crawl`."""

from __future__ import annotations

from harvester import __version__
from harvester.environment import read_contact, read_log_level
from harvester.limits import CONNECTIONS, DOWNLOAD_SECONDS, ROBOTS_NAME, SENT_LIMIT
from pipelines import ORDER

BOT_NAME = "harvester"
SPIDER_MODULES = ["harvester.spiders"]
NEWSPIDER_MODULE = "harvester.spiders"

_CONTACT = read_contact()
USER_AGENT = f"harvester/{__version__} (archive of local news{f'; {_CONTACT}' if _CONTACT else ''})"
ROBOTSTXT_USER_AGENT = ROBOTS_NAME  # default: USER_AGENT

HARVEST_PLAN = None  # a harvester.plan.Plan; None for `scrapy crawl`, which makes it from the environment
HARVEST_TLS = None  # the harvester.crawling.tls.TlsRules of a probe; a crawl's stand in its portals' files

SCHEDULER = "harvester.crawling.scheduler.FrontierScheduler"  # default: in memory, or JOBDIR, which loses requests
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the frontier is the judge
# Of Scrapy's extensions and middlewares only those run that are named here. To set the others to None would import
# them all the same, and with them a web server and a public-suffix list: a fifth of a second at every start.
EXTENSIONS_BASE: dict[str, int] = {}
EXTENSIONS = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "harvester.crawling.run.Run": 1,
    "harvester.crawling.harvest_stats.HarvestStats": 2,  # after the run, whose report it copies
    "scrapy.extensions.closespider.CloseSpider": 3,
    "harvester.crawling.article_feeds.ArticleFeeds": 4,  # `scrapy crawl portal -O items.jsonl`: articles only
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
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "harvester.crawling.transport.BoundedInflation": 590,
    "harvester.crawling.typed_addresses.TypedRedirects": 600,  # only where an operator types an address
    "harvester.crawling.transport.PortalCookies": 700,  # NukeViet counts a view for every visitor without a session
    "harvester.crawling.typed_addresses.TypedAddresses": 750,  # likewise
    "scrapy.downloadermiddlewares.stats.DownloaderStats": 850,
}
# Left out: offsite (hosts are checked before registration), robotstxt (crawling/robots.py: no crawl when it is down),
# retry (the frontier tries again, across runs), redirects (a fetch result of their own; a page could send us anywhere),
# httpproxy (a proxy goes around the resolver that refuses private addresses), httpauth, httpcache.
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES = {"harvester.crawling.middlewares.ClaimMiddleware": 100}
# Left out: httperror (every status has a fetch result), and what looks at requests, since no callback makes any.

TWISTED_DNS_RESOLVER = "harvester.crawling.safety.SafeResolver"
WARN_ON_GENERATOR_RETURN_VALUE = False  # default True: parses the source of a callback for every response
DNSCACHE_ENABLED = True

CONCURRENT_REQUESTS = CONNECTIONS  # default 16: a slow portal must not hold up the others
CONCURRENT_REQUESTS_PER_DOMAIN = CONNECTIONS  # default 8: limits per server are the scheduler's
CONCURRENT_ITEMS = 1  # default 100: so many tasks are made for every page, and a page has one item here
DOWNLOAD_DELAY = 0  # likewise
DOWNLOAD_TIMEOUT = DOWNLOAD_SECONDS  # default 180
DOWNLOAD_MAXSIZE = SENT_LIMIT  # default 1 GB
DOWNLOAD_WARNSIZE = 0  # default 32 MB: the limit says it
DOWNLOAD_FAIL_ON_DATALOSS = False  # default True: crawling/unpacking.py tells a cut page from a wrong length
REACTOR_THREADPOOL_MAXSIZE = 20  # default 10: names are resolved in threads

DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi",  # portals with an English twin choose by it
}
FEED_EXPORT_ENCODING = "utf-8"
LOG_LEVEL = read_log_level()  # default DEBUG: a line a page would fill the disk in years
LOG_DATEFORMAT = "%Y-%m-%d %H:%M:%S +07:00"  # default without a zone: a run's log is written in Vietnam's
LOG_FORMATTER = "harvester.crawling.log.QuietFormatter"  # dropped items are counted, not printed whole
