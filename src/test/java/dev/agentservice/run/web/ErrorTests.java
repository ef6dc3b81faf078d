package dev.agentservice.run.web;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import dev.agentservice.support.RawHttp;
import dev.agentservice.support.RawHttp.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import static dev.agentservice.run.web.AgentClient.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Isolated
@EdgeTest
@ExtendWith(OutputCaptureExtension.class)
class ErrorTests {

	private static final Map<String, String> KEY = Map.of("Authorization", "Bearer " + EdgeTest.ALICE);

	private final RawHttp http;

	private final EchoController echo;

	@Autowired
	ErrorTests(@LocalServerPort int port, EchoController echo) {
		this.http = new RawHttp(port);
		this.echo = echo;
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nothing", "/", "/error", "/actuator/health", "/unlisted", "/runs/1/nothing" })
	void whatDoesNotExistIs404ForAKnownCaller(String path) {
		assertProblem(get(path, KEY), 404, "not_found");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nothing", "/", "/error", "/agent", "/ops", "/runs/1", "/actuator/health" })
	void everythingIs401ForAStranger(String path) {
		Answer answer = get(path, Map.of("Accept", "text/html"));
		assertProblem(answer, 401, "unauthenticated");
		assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
	}

	@Test
	void anotherMethodIs405AndNamesTheRightOne() {
		Answer answer = get("/agent", KEY);
		assertProblem(answer, 405, "method_not_allowed");
		assertThat(answer.header("Allow")).isEqualTo("POST");
	}

	@Test
	void anUnexpectedExceptionShowsNothingAndIsLoggedOnce(CapturedOutput output) {
		Answer answer = get("/runs/fail", KEY);
		assertProblem(answer, 500, "internal_error");
		assertThat(answer.member("detail")).isEqualTo("I encountered an error. Please try again.");
		assertThat(answer.text()).doesNotContain("secret");
		assertThat(output.getAll().split("IllegalStateException: secret detail", -1)).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/runs/number", "/runs/number?limit=secret", "/runs/number?limit=" })
	void aBadParameterIsNamed(String path) {
		Answer answer = get(path, KEY);
		assertProblem(answer, 400, "invalid_request");
		assertThat(answer.json().path("errors").path(0).path("field").asString()).isEqualTo("limit");
		assertThat(answer.text()).doesNotContain("secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /runs/%ZZ HTTP/1.1", "GET /runs/%00 HTTP/1.1", "GET /runs/a;b=c HTTP/1.1",
			"GET /runs/../../etc/passwd HTTP/1.1", "GET /runs/%2e%2e/ops HTTP/1.1", "GET /runs//a HTTP/1.1",
			"GET /runs/%2F HTTP/1.1", "GET /runs/\\a HTTP/1.1", "BREW /agent HTTP/1.1", "TRACE /agent HTTP/1.1",
			"GET /runs/<script> HTTP/1.1", "GET /runs/%F0%28 HTTP/1.1" })
	void aStrangeRequestLineGetsAProblemThatEchoesNothing(String line) {
		Answer answer = this.http.send(line + "\r\nHost: localhost\r\nAuthorization: Bearer " + EdgeTest.ALICE
				+ "\r\nConnection: close\r\n\r\n");
		assertProblem(answer, line.startsWith("TRACE") ? 405 : 400, answer.member("code"));
		assertThat(answer.text()).doesNotContain("script").doesNotContain("passwd").doesNotContain("Tomcat");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GARBAGE", "GET", "GET /runs/1 HTTP/9.9\r\nHost: localhost",
			"GET /runs/1 HTTP/1.1\r\nHost: local host", "GET /runs/1 HTTP/1.1",
			"GET /runs/1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6",
			"POST /agent HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1",
			"POST /agent HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, nonsense",
			"GET /runs/1 HTTP/1.1\r\nHost: localhost\r\nBad Header: x" })
	void whatIsNotHttpIsRefusedWithoutATrace(String request) {
		Answer answer = this.http.send(request + "\r\n\r\n");
		assertProblem(answer, 400, "invalid_request");
		assertThat(answer.text()).doesNotContain("Tomcat");
	}

	@Test
	void aHeaderLargerThanTheLimitIsRefused() {
		Answer answer = get("/runs/1", Map.of("X-Large", "x".repeat(20_000)));
		assertProblem(answer, 400, "invalid_request");
	}

	@Test
	void aClientThatLeavesIsNoError(CapturedOutput output) throws IOException {
		try (Socket socket = this.http.open()) {
			socket.getOutputStream()
				.write(("GET /runs/endless HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + EdgeTest.ALICE
						+ "\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			assertThat(socket.getInputStream().read()).isEqualTo('H');
		}
		await().until(() -> this.echo.abandoned() == 1);
		assertProblem(get("/nothing", KEY), 404, "not_found");
		assertThat(output.getAll()).doesNotContain("Request failed").doesNotContain("ClientAbort");
	}

	@Test
	void securityHeadersAreSent() {
		Answer answer = get("/runs/1", KEY);
		assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(answer.header("Cache-Control")).contains("no-store");
		assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
		assertThat(answer.headers()).doesNotContainKeys("server", "set-cookie");
	}

	private Answer get(String path, Map<String, String> headers) {
		return this.http.request("GET", path, headers, new byte[0]);
	}

}
