package dev.agentservice.run.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.RawHttp;
import dev.agentservice.support.RawHttp.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static dev.agentservice.run.web.AgentClient.assertProblem;
import static dev.agentservice.run.web.AgentClient.chunkedHead;
import static dev.agentservice.run.web.AgentClient.head;
import static dev.agentservice.run.web.AgentClient.headers;
import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
@EdgeTest
class RequestBodyTests {

	private static final int MEGABYTE = 1024 * 1024;

	private final AgentClient client;

	RequestBodyTests(@LocalServerPort int port) {
		this.client = new AgentClient(new RawHttp(port));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "null", "[]", "\"task\"", "5", "{", "{\"task\": \"x\"", "{\"task\": \"x\"}}",
			"{\"task\": \"x\"} {\"task\": \"y\"}", "{'task': 'x'}", "{task: \"x\"}", "{\"task\": \"x\",}",
			"{\"task\": NaN}", "{\"task\": \"a\nb\"}", "// hi\n{\"task\": \"x\"}", "{\"task\": \"\\x\"}", "\uFEFF{}" })
	void whatIsNoJsonObjectIsRefused(String body) {
		assertProblem(this.client.post(body), 400, "invalid_request");
	}

	@Test
	void theBodyIsAllowedItsLastByteAndNotOneMore() {
		String body = "{\"task\": \"x\"}";
		assertThat(this.client.post(body + " ".repeat(MEGABYTE - body.length())).status()).isEqualTo(200);
		assertProblem(this.client.post(body + " ".repeat(MEGABYTE - body.length() + 1)), 413, "input_too_large");
	}

	@Test
	void aChunkedBodyIsAllowedItsLastByteAndNotOneMore() {
		String body = "{\"task\": \"x\"}";
		assertThat(this.client.postChunked(body + " ".repeat(MEGABYTE - body.length())).status()).isEqualTo(200);
		assertProblem(this.client.postChunked(body + " ".repeat(MEGABYTE - body.length() + 1)), 413, "input_too_large");
	}

	@Test
	void anEndlessChunkedBodyIsAnsweredAndCutOff() {
		Instant start = Instant.now();
		byte[] chunk = ("2000\r\n" + " ".repeat(0x2000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
		long[] sent = new long[1];
		try {
			this.client.http().send((out) -> {
				out.write(chunkedHead().getBytes(StandardCharsets.US_ASCII));
				for (int i = 0; i < 100_000; i++) {
					out.write(chunk);
					sent[0] += chunk.length;
				}
			});
		}
		catch (AssertionError _) {
			// The reset connection is the point.
		}
		assertThat(sent[0]).isLessThan(64L * MEGABYTE);
		assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofMinutes(2));
	}

	@Test
	void aBodyThatIsAnnouncedTooLargeIsRefusedAtOnce() {
		Answer answer = this.client.http().send(head("Content-Length: 999999999\r\n") + "{");
		assertProblem(answer, 413, "input_too_large");
	}

	@Test
	void aMalformedChunkIsAProblem() {
		Answer answer = this.client.http().send(chunkedHead() + "zz\r\n{}\r\n0\r\n\r\n");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.text()).doesNotContain("Exception").doesNotContain("<html");
	}

	@Test
	void aBodyThatStopsArrivingTimesOut() {
		Answer answer = this.client.http().send(head("Content-Length: 100\r\n") + "{\"task\"");
		assertProblem(answer, 408, "request_timeout");
	}

	@Test
	void aBodyThatDripsIsGivenUpAfterItsDeadline() {
		Answer answer = this.client.http().send((out) -> {
			out.write(chunkedHead().getBytes(StandardCharsets.US_ASCII));
			for (int i = 0; i < 7; i++) {
				out.write("1\r\n \r\n".getBytes(StandardCharsets.US_ASCII));
				out.flush();
				LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
			}
		});
		assertProblem(answer, 408, "request_timeout");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"task\": ", "[", "{\"a\":" })
	void deepJsonIsRefusedFast(String level) {
		Instant start = Instant.now();
		assertProblem(this.client.post(level.repeat(100_000)), 400, "invalid_request");
		assertProblem(
				this.client.post("{\"task\": \"x\", \"metadata\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}"),
				400, "invalid_request");
		assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofMinutes(1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "FF", "C3", "C0AF", "EDA080", "F4908080", "E2 28 A1" })
	void invalidUtf8IsRefused(String hex) {
		byte[] bad = HexFormat.of().parseHex(hex.replace(" ", ""));
		byte[] start = "{\"task\": \"".getBytes(StandardCharsets.US_ASCII);
		byte[] end = "\"}".getBytes(StandardCharsets.US_ASCII);
		byte[] body = ByteBuffer.allocate(start.length + bad.length + end.length).put(start).put(bad).put(end).array();
		assertProblem(this.client.post(body, headers("application/json", "*/*")), 400, "invalid_request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/xml", "application/x-www-form-urlencoded",
			"multipart/form-data; boundary=x", "application/json; charset=iso-8859-1", "application/vnd.api+json",
			"application/*", "nonsense", "application/json; charset=nonsense" })
	void otherContentTypesAreRefused(String contentType) {
		assertProblem(this.client.post("{\"task\": \"x\"}", contentType, "*/*"), 415, "unsupported_media_type");
	}

	@Test
	void aFormLargerThanTomcatReadsIsRefusedToo() {
		assertProblem(this.client.post("a=" + "x".repeat(5000), "application/x-www-form-urlencoded", "*/*"), 415,
				"unsupported_media_type");
	}

	@Test
	void aMissingContentTypeIsRefused() {
		Answer answer = this.client.post("{\"task\": \"x\"}".getBytes(StandardCharsets.US_ASCII),
				Map.of("Authorization", "Bearer " + EdgeTest.ALICE));
		assertProblem(answer, 415, "unsupported_media_type");
	}

	@Test
	void aCompressedBodyIsRefused() {
		Map<String, String> headers = new HashMap<>(headers("application/json", "*/*"));
		headers.put("Content-Encoding", "gzip");
		assertProblem(this.client.post(new byte[] { 31, -117 }, headers), 415, "unsupported_media_type");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json; charset=utf-8", "APPLICATION/JSON" })
	void jsonInUtf8IsAccepted(String contentType) {
		assertThat(this.client.post("{\"task\": \"x\"}", contentType, "*/*").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/html", "application/xml", "application/yaml", "image/*", "nonsense" })
	void whatCannotBeProducedIsSaidInAProblem(String accept) {
		assertProblem(this.client.post("{\"task\": \"x\"}", "application/json", accept), 406, "not_acceptable");
	}

	@ParameterizedTest
	@ValueSource(strings = { "*/*", "application/json", "application/*", "text/html, */*;q=0.1" })
	void jsonCanBeProduced(String accept) {
		assertThat(this.client.post("{\"task\": \"x\"}", "application/json", accept).status()).isEqualTo(200);
	}

	@Test
	void theServiceGoesOnAfterAllThat() {
		this.client.post("{");
		assertThat(this.client.post("{\"task\": \"x\"}").status()).isEqualTo(200);
	}

}
