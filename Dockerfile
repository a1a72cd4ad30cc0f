# docs/containers.md says how to use it. The container may have any uid, a read-only root, and no capabilities.
FROM python:3.13-slim AS build
WORKDIR /build
COPY pyproject.toml README.md LICENSE ./
COPY mockclio mockclio
COPY fixtures fixtures
COPY openapi openapi
RUN python -m venv /opt/mockclio && /opt/mockclio/bin/python -m pip install --no-cache-dir ".[tls]"

FROM python:3.13-slim
LABEL org.opencontainers.image.title="mockclio" \
      org.opencontainers.image.description="A stateful mock of the Clio Manage API v4" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /opt/mockclio /opt/mockclio
# Everything that the server writes goes into this folder: saved states, kept files, and temporary files when /tmp is read-only.
RUN mkdir /data && chmod 1777 /data
ENV PATH=/opt/mockclio/bin:$PATH \
    HOME=/data \
    PYTHONDONTWRITEBYTECODE=1 \
    MOCKCLIO_HOST=0.0.0.0
WORKDIR /data
VOLUME /data
# A number, so that an engine can see that it is not root. No account is needed: any other uid works too.
USER 10001
EXPOSE 8428
HEALTHCHECK --interval=3s --timeout=5s --start-period=10s --retries=5 CMD ["mockclio", "health"]
ENTRYPOINT ["mockclio"]
CMD ["serve"]
