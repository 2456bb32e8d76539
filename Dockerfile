# SPDX-License-Identifier: GPL-2.0-or-later
#
# geotaskd with its client geotask. Options of the daemon go behind the image's name, or into its
# environment; docs/operations.md explains them.
#
#     docker build -t geotaskd .
#     docker run -p 9090:9090 -v "$PWD/maps:/maps:ro" geotaskd --source maps=/maps
ARG BASE=debian:trixie-slim

FROM ${BASE} AS build
WORKDIR /source
COPY deploy/packages.sh deploy/
RUN . ./deploy/packages.sh && ensure_packages $BUILD_PACKAGES
COPY . .
# Last, the packages that have the libraries the programs need.
RUN --mount=type=cache,target=/ccache \
    export CCACHE_DIR=/ccache \
 && cmake --preset release -DGEOTASK_TESTS=OFF -DCMAKE_INSTALL_PREFIX=/usr \
 && cmake --build --preset release --target geotaskd geotask-geometry geotask-worker geotask_cli \
 && DESTDIR=/installed cmake --install build/release --strip --component runtime \
 && ldd /installed/usr/bin/geotaskd /installed/usr/bin/geotask \
      /installed/usr/libexec/geotaskd/geotask-geometry \
      /installed/usr/libexec/geotaskd/geotask-worker | awk '$3 ~ /^\// {print $3}' \
  | sort -u | xargs readlink -f | xargs dpkg-query -S | cut -d: -f1 | sort -u > /installed/packages

FROM ${BASE}
LABEL org.opencontainers.image.title="geotaskd" \
      org.opencontainers.image.description="Geoprocessing jobs with QGIS, by gRPC" \
      org.opencontainers.image.licenses="GPL-2.0-or-later"
COPY --from=build /installed/packages /source/deploy/packages.sh /tmp/packages/
RUN . /tmp/packages/packages.sh \
 && ensure_packages $RUN_PACKAGES $PYTHON_PACKAGES $(cat /tmp/packages/packages) \
 && rm -rf /tmp/packages /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/geotaskd --create-home \
      --shell /usr/sbin/nologin geotaskd
COPY --from=build /installed/usr /usr

ENV GEOTASKD_LISTEN=0.0.0.0:9090 GEOTASKD_LOG_FORMAT=json
USER 10001:10001
VOLUME /var/lib/geotaskd
EXPOSE 9090
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["geotask", "health"]
ENTRYPOINT ["geotaskd"]
