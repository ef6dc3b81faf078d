# agent-service as an image.
#
#   ./mvnw -Pjar package && docker build -t agent-service .
#   docker build --target lambda -t agent-service-lambda .       the same as an AWS Lambda function
#
# The jar is taken apart, so that a new release only brings the few layers that changed, and started once without
# surroundings: from what it loads then, the JDK makes a cache of parsed and linked classes (JEP 483, 514), so that they need not be
# parsed and linked at each start. The cache only fits the very Java and the very files it was made with: both stages use one base.

ARG BASE_IMAGE=eclipse-temurin:25-jre

FROM ${BASE_IMAGE} AS extracted
WORKDIR /build
COPY target/agent-service-*.jar agent-service.jar
RUN ["java", "-Djarmode=tools", "-jar", "agent-service.jar", "extract", "--layers", "--destination", "layers"]

FROM ${BASE_IMAGE} AS application
WORKDIR /app
COPY --from=extracted /build/layers/dependencies/ ./
COPY --from=extracted /build/layers/spring-boot-loader/ ./
COPY --from=extracted /build/layers/snapshot-dependencies/ ./
COPY --from=extracted /build/layers/application/ ./
COPY agents/ agents/

FROM application AS trained
# Not a secret: it only has to be there, and no user ever gets a tag from it. G1, since only with it objects are kept in the cache; whatever
# collector the container's size leads to can read them.
RUN AGENTSERVICE_IDENTITY_PEPPER=only-while-the-image-is-being-built ANTHROPIC_API_KEY=none OPENAI_API_KEY=none \
	java -XX:+UseG1GC -XX:AOTCacheOutput=agent-service.aot -Dspring.context.exit=onRefresh -jar agent-service.jar

FROM application AS rehearsed
# Plays the Runtime API to itself, and ends after its third answer. The key of those requests is known to all, and to this run alone.
RUN AGENTSERVICE_IDENTITY_PEPPER=only-while-the-image-is-being-built ANTHROPIC_API_KEY=none OPENAI_API_KEY=none \
	SPRING_PROFILES_ACTIVE=lambda AWS_LAMBDA_RUNTIME_API=127.0.0.1:9001 AGENTSERVICE_LAMBDA_REHEARSAL=true \
	AGENTSERVICE_LAMBDA_INVOKEMODE=response_stream AGENTSERVICE_IDENTITY_APIKEYS_0_NAME=rehearsal \
	AGENTSERVICE_IDENTITY_APIKEYS_0_SHA256=2bcd3e14dca8fdb18ca3d4e958bb1c4df002598ae6e5d80fc9d9824a6b5dc450 \
	AGENTSERVICE_IDENTITY_APIKEYS_0_TENANT=rehearsal AGENTSERVICE_IDENTITY_APIKEYS_0_USER=rehearsal AGENTSERVICE_IDENTITY_APIKEYS_0_SCOPES=agent \
	java -XX:+UseG1GC -XX:AOTCacheOutput=agent-service.aot -jar agent-service.jar || test -s agent-service.aot

FROM application AS lambda
ARG VERSION=dev
LABEL org.opencontainers.image.title="agent-service" \
	org.opencontainers.image.description="Runs LLM agents as an AWS Lambda function" \
	org.opencontainers.image.version="${VERSION}"
ENV AGENT_VERSION=${VERSION} SPRING_PROFILES_ACTIVE=lambda
COPY --from=rehearsed /app/agent-service.aot ./
# C1 alone: few sandboxes live long enough to gain from C2 what it costs at the start. The initial heap: see below.
ENTRYPOINT ["java", "-XX:InitialRAMPercentage=15", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:AOTCache=agent-service.aot", "-jar", "agent-service.jar"]

# Last, so that it is what is built where no target is named.
FROM application
ARG VERSION=dev
LABEL org.opencontainers.image.title="agent-service" \
	org.opencontainers.image.description="Runs LLM agents in production" \
	org.opencontainers.image.version="${VERSION}"
ENV AGENT_VERSION=${VERSION}
COPY --from=trained /app/agent-service.aot ./
USER 10001:10001
EXPOSE 8080 8081
# Kubernetes has probes of its own; this one is for docker and compose. Bash, since not every base has curl.
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
	CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${MANAGEMENT_SERVER_PORT:-8081} && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && grep -q '\"UP\"' <&3"]
# The heap leaves room for threads, buffers and the JIT in the container's limit. At the start it must already hold the objects of the cache,
# about 6 MB: the serial collector, which a small container gets, does not grow for them, and Java would start without its cache.
ENTRYPOINT ["java", "-XX:InitialRAMPercentage=15", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-XX:AOTCache=agent-service.aot", "-jar", "agent-service.jar"]
