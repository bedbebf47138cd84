# The gateway as an image: docker build -t ondemand2api .
# Both bases are arguments, for a mirror or for other distributions (glibc; the health check wants bash):
#   docker build --build-arg RUNTIME_IMAGE=ubuntu:24.04 .
ARG BUILD_IMAGE=maven:3.9-eclipse-temurin-25
ARG RUNTIME_IMAGE=debian:trixie-slim

# --- The jar, its libraries, and a Java runtime of the modules that they use ---
FROM ${BUILD_IMAGE} AS build
WORKDIR /build
# further options for Maven, such as --settings of a mirror
ARG MAVEN_OPTIONS=""
COPY pom.xml application.properties ./
COPY routes routes
COPY kamelets kamelets
COPY src/main src/main
RUN --mount=type=cache,target=/root/.m2/repository \
    mvn -q -B ${MAVEN_OPTIONS} -Dmaven.test.skip=true package
# jdeps finds what the code refers to; these it cannot see: TLS with elliptic curves, the processor and memory figures of
# the metrics, DNS by JNDI, agents such as OpenTelemetry's
ARG MORE_MODULES=jdk.crypto.ec,jdk.management,jdk.naming.dns,java.instrument,java.net.http
RUN modules=$(jdeps --ignore-missing-deps --multi-release 25 --recursive -q --print-module-deps \
        --class-path 'target/lib/*' target/ondemand2api.jar) \
    && jlink --add-modules "$modules,$MORE_MODULES" --strip-java-debug-attributes --no-man-pages --no-header-files --output /image/java
COPY deploy/jvm.options deploy/healthcheck target/
# readable for any user it runs as, writable for none
RUN mkdir -p /image/lib /image/app \
    && cp -p target/lib/*.jar /image/lib/ \
    && cp -p target/ondemand2api.jar target/jvm.options target/healthcheck /image/app/ \
    && chmod -R a+rX,go-w /image && chmod a+x /image/app/healthcheck

# --- What both of the next stages stand on: the class cache below is only good for these very files ---
FROM ${RUNTIME_IMAGE} AS runtime
COPY --from=build /image/java /opt/java
COPY --from=build /image/lib /app/lib
COPY --from=build /image/app /app
ENV PATH=/opt/java/bin:$PATH
WORKDIR /app

# --- The ahead-of-time class cache, by a start with the simulator and some chats ---
FROM runtime AS train
COPY deploy/http.bash deploy/train-class-cache /train/
RUN bash /train/train-class-cache /train/ondemand2api.aot java @/app/jvm.options -jar /app/ondemand2api.jar \
    && chmod a+r /train/ondemand2api.aot

# --- The image ---
FROM runtime
LABEL org.opencontainers.image.title="ondemand2api" \
      org.opencontainers.image.description="An OpenAI-compatible gateway in front of OnDemand, as Apache Camel routes" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=train /train/ondemand2api.aot /app/
# last, since these are edited; mount your own over them
COPY application.properties /app/
COPY routes /app/routes
USER 10001:10001
EXPOSE 7860 9876
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 CMD ["/app/healthcheck"]
# options of your own go into the variable JDK_JAVA_OPTIONS
ENTRYPOINT ["java", "@/app/jvm.options", "-XX:AOTCache=/app/ondemand2api.aot", "-jar", "/app/ondemand2api.jar"]
