# syntax=docker/dockerfile:1
# One image for all processes: the gateway (default), the worker and the one-shot migration differ in their command.
# Start it with an init process (`docker run --init`, `init: true` in compose); Node does not reap orphans as PID 1.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# The scripts of two packages only fetch or link databases for development.
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node tools/bootstrap.mjs build

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json schema.graphql ./
COPY prisma/migrations ./prisma/migrations
# Nothing below /app belongs to this user, and nothing is written: a read-only root file system with /tmp will do.
USER node
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 4000}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/main.gateway.js"]
