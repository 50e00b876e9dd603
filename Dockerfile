# One image for cron, Slurm, Kubernetes, a Dask scheduler and its workers: docs/scale.md shows each.
#
#     docker build -t harvester .
#     docker run --rm -v /srv/news:/data harvester crawl --all --quiet
#
# /data is a disk of the machine itself, never a network disk, and belongs to user 10001.

FROM python:3.13-slim-bookworm AS build
WORKDIR /source
RUN python -m venv /opt/harvester
COPY constraints.txt pyproject.toml README.md LICENSE ./
COPY harvester ./harvester
COPY pipelines ./pipelines
COPY exports ./exports
RUN /opt/harvester/bin/pip install --no-cache-dir --no-compile -c constraints.txt '.[archive,cluster,documents]'

FROM python:3.13-slim-bookworm
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin harvester \
    && mkdir /data \
    && chown harvester:harvester /data
COPY --from=build /opt/harvester /opt/harvester
ENV PATH=/opt/harvester/bin:$PATH \
    HARVESTER_DB=/data/harvest.db \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
ENTRYPOINT ["harvester"]
CMD ["--help"]
