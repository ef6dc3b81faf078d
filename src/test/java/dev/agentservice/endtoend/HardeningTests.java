package dev.agentservice.endtoend;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.RawHttp;
import dev.agentservice.support.SecurityHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the service tells browsers, shows on its management port and takes from slow
 * clients.
 */
@BesideOthers
class HardeningTests {

	private static final Map<String, String> ADA = Map.of("Authorization", "Bearer " + ReplicaSettings.ADAS_KEY,
			"Content-Type", "application/json");

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest().with("server.forward-headers-strategy", "native")
		.with("server.tomcat.connection-timeout", "1s");

	static Stream<RawHttp.Answer> answersOfEveryKind() {
		String task = "{\"task\": \"Hello.\"}";
		Map<String, String> events = Map.of("Authorization", "Bearer " + ReplicaSettings.ADAS_KEY, "Content-Type",
				"application/json", "Accept", "text/event-stream");
		return Stream.of(ask("GET", "/agents", ADA, ""), ask("POST", "/agent", ADA, task),
				ask("POST", "/agent", events, task), ask("POST", "/agent", ADA, "{"), ask("GET", "/nothing", ADA, ""),
				ask("GET", "/agents", Map.of(), ""), ask("GET", "/v3/api-docs", Map.of(), ""),
				service.http().send("GET /runs/%ZZ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
				service.http().send("GARBAGE\r\n\r\n"), management("/actuator/prometheus"),
				management("/actuator/health"), management("/actuator/env"));
	}

	@ParameterizedTest
	@MethodSource("answersOfEveryKind")
	void everyAnswerForbidsBrowsersToGuessFrameRunOrKeepIt(RawHttp.Answer answer) {
		assertThat(answer.headers()).containsEntry("x-content-type-options", "nosniff")
			.containsEntry("x-frame-options", "DENY")
			.containsEntry("content-security-policy", SecurityHeaders.NOTHING)
			.containsEntry("referrer-policy", "no-referrer")
			.doesNotContainKeys("server", "x-powered-by", "set-cookie");
		assertThat(answer.header("Cache-Control")).contains("no-store");
	}

	@Test
	void thePageOfTheDocumentationRunsItsOwnScriptsAndNoOthers() {
		RawHttp.Answer page = ask("GET", "/swagger-ui/index.html", Map.of(), "");
		assertThat(page.status()).isEqualTo(200);
		assertThat(page.header(SecurityHeaders.POLICY)).isEqualTo(SecurityHeaders.OWN_PAGE);
		assertThat(page.text()).contains("<script src=")
			.doesNotContainPattern("<script[^>]*>\\s*[^\\s<]")
			.doesNotContain("<style")
			.doesNotContain("http://", "https://");
	}

	@Test
	void whoCameOverTlsIsToldToStayThere() {
		RawHttp.Answer secure = service.http()
			.request("GET", "/agents",
					Map.of("X-Forwarded-Proto", "https", "Authorization", "Bearer " + ReplicaSettings.ADAS_KEY),
					new byte[0]);
		assertThat(secure.header("Strict-Transport-Security")).contains("max-age=31536000");
		assertThat(ask("GET", "/agents", ADA, "").headers()).doesNotContainKey("strict-transport-security");
	}

	@ParameterizedTest
	@ValueSource(strings = { "env", "beans", "configprops", "heapdump", "threaddump", "loggers", "mappings", "metrics",
			"conditions", "scheduledtasks", "shutdown", "sbom", "logfile", "caches", "startup", "" })
	void theManagementPortShowsHealthInfoAndMetricsAndNothingElse(String endpoint) {
		assertThat(management("/actuator/" + endpoint).status()).isNotEqualTo(200);
		assertThat(ask("GET", "/actuator/" + endpoint, ADA, "").status()).isEqualTo(404);
	}

	@Test
	void healthInfoAndMetricsAreOnTheManagementPortOnly() {
		for (String endpoint : List.of("health", "info", "prometheus")) {
			assertThat(management("/actuator/" + endpoint).status()).as(endpoint).isEqualTo(200);
			assertThat(ask("GET", "/actuator/" + endpoint, ADA, "").status()).as(endpoint).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "GET /agents HTT", "GET /agents HTTP/1.1\r\nHost: loc" })
	void whoStopsInTheMiddleOfARequestIsCutAndNobodyElseWaits(String begun) throws IOException {
		Instant start = Instant.now();
		try (Socket socket = service.http().open()) {
			socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
			assertThat(ask("GET", "/agents", ADA, "").status()).isEqualTo(200);
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.doesNotStartWith("HTTP/1.1 200");
		}
		assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(15));
	}

	private static RawHttp.Answer ask(String method, String path, Map<String, String> headers, String body) {
		return service.http().request(method, path, headers, body.getBytes(StandardCharsets.UTF_8));
	}

	private static RawHttp.Answer management(String path) {
		return new RawHttp(URI.create(service.managementUrl()).getPort()).request("GET", path, Map.of(), new byte[0]);
	}

}
