package dev.agentservice.run.web;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import dev.agentservice.support.RawHttp;
import dev.agentservice.support.RawHttp.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Posts to {@code /agent} with a good key, and knows what a problem looks like.
 */
record AgentClient(RawHttp http) {

	Answer post(String body) {
		return post(body, "application/json", "*/*");
	}

	Answer post(String body, String contentType, String accept) {
		return post(body.getBytes(StandardCharsets.UTF_8), headers(contentType, accept));
	}

	Answer post(byte[] body, Map<String, String> headers) {
		return this.http.request("POST", "/agent", headers, body);
	}

	Answer postChunked(String body) {
		StringBuilder request = new StringBuilder(chunkedHead());
		for (int at = 0; at < body.length(); at += 5000) {
			String chunk = body.substring(at, Math.min(body.length(), at + 5000));
			request.append(Integer.toHexString(chunk.length())).append("\r\n").append(chunk).append("\r\n");
		}
		return this.http.send(request.append("0\r\n\r\n").toString());
	}

	static String chunkedHead() {
		return head("Transfer-Encoding: chunked\r\n");
	}

	static String head(String more) {
		return "POST /agent HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + EdgeTest.ALICE
				+ "\r\nContent-Type: application/json\r\nConnection: close\r\n" + more + "\r\n";
	}

	static Map<String, String> headers(String contentType, String accept) {
		return Map.of("Authorization", "Bearer " + EdgeTest.ALICE, "Content-Type", contentType, "Accept", accept);
	}

	static void assertProblem(Answer answer, int status, String code) {
		assertThat(answer.status()).as(answer.text()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
		assertThat(answer.member("code")).isEqualTo(code);
		assertThat(answer.json().path("status").asInt()).isEqualTo(status);
		assertThat(answer.member("detail")).isNotBlank();
		assertThat(answer.text()).doesNotContain("Exception").doesNotContain("dev.agentservice");
	}

}
