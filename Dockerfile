# The production image: packages and assets are made in their own stages, the last holds only what serving needs.

FROM node:22-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund --omit=optional --ignore-scripts

FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
RUN python -m venv /opt/venv
COPY requirements.txt ./
RUN /opt/venv/bin/pip install -r requirements.txt
COPY --from=packages /usr/local/bin/node /usr/local/bin/node
COPY . .
COPY --from=packages /app/node_modules node_modules
RUN /opt/venv/bin/python -m config.catalogues compile \
    && /opt/venv/bin/python -m config.assets node \
    && DJANGO_SETTINGS_MODULE=config.settings.demo /opt/venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && mkdir /built && mv var/static /built/static \
    && rm -rf var node_modules

FROM python:3.11-slim
ENV PATH="/opt/venv/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    KEY_DIR=/data/keys \
    MEDIA_ROOT=/data/uploads \
    EDITION_ASSET_ROOT=/data/edition-assets \
    WEB_CONCURRENCY=2
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends fonts-noto-cjk && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --no-create-home --shell /usr/sbin/nologin app \
    && install -d -o app -g app -m 0700 /data /data/keys /data/uploads /data/edition-assets
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
COPY --from=build /built/static var/static
USER app
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "setup/container_health.py"]
# Worker processes and no threads: see docs/adr/0006-worker-processes.md
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "sync", "--max-requests", "5000", "--max-requests-jitter", "500", "--access-logfile", "-"]
