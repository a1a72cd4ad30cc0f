FROM python:3.13-slim AS build
WORKDIR /build
COPY pyproject.toml README.md LICENSE ./
COPY mockclio mockclio
COPY fixtures fixtures
COPY openapi openapi
RUN python -m venv /opt/mockclio && /opt/mockclio/bin/pip install --no-cache-dir .

FROM python:3.13-slim
COPY --from=build /opt/mockclio /opt/mockclio
RUN useradd --create-home --uid 10001 mockclio
USER mockclio
ENV PATH=/opt/mockclio/bin:$PATH MOCKCLIO_HOST=0.0.0.0
EXPOSE 8428
HEALTHCHECK --interval=10s --timeout=5s --start-period=5s CMD ["mockclio", "health"]
ENTRYPOINT ["mockclio"]
CMD ["serve"]
