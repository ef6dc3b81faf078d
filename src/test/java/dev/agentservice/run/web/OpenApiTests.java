package dev.agentservice.run.web;

import java.util.Map;

import dev.agentservice.support.RawHttp;
import dev.agentservice.support.RawHttp.Answer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@EdgeTest
class OpenApiTests {

	private final RawHttp http;

	OpenApiTests(@LocalServerPort int port) {
		this.http = new RawHttp(port);
	}

	@Test
	void theRequestIsDescribedAsItIsWritten() {
		JsonNode schemas = document().path("components").path("schemas");
		JsonNode request = schemas.path("AgentRequest");
		assertThat(request.path("properties").propertyNames()).containsExactlyInAnyOrder("task", "agent", "session_id",
				"max_cost_usd", "max_output_tokens", "on_busy", "on_disconnect", "metadata", "ttl", "priority",
				"on_budget");
		assertThat(request.path("required").toString()).isEqualTo("[\"task\"]");
		assertThat(request.path("properties").path("on_busy").path("enum").toString())
			.isEqualTo("[\"reject\",\"queue\"]");
		assertThat(request.path("properties").path("metadata").path("example").path("channel").asString(""))
			.isEqualTo("web");
		assertThat(schemas.path("Echo").path("properties").has("task_length")).isTrue();
	}

	@Test
	void everyOperationNamesItsErrorsAndNeedsACredential() {
		JsonNode document = document();
		JsonNode operation = document.path("paths").path("/agent").path("post");
		for (String status : new String[] { "400", "401", "403", "500", "503" }) {
			assertThat(operation.path("responses")
				.path(status)
				.path("content")
				.path("application/problem+json")
				.path("schema")
				.path("$ref")
				.asString("")).as(status).isEqualTo("#/components/schemas/Problem");
		}
		assertThat(operation.path("responses").has("200")).isTrue();
		assertThat(operation.has("parameters")).isFalse();
		assertThat(document.path("security").toString()).isEqualTo("[{\"bearer\":[]}]");
		assertThat(document.path("components").path("securitySchemes").path("bearer").path("scheme").asString(""))
			.isEqualTo("bearer");
		assertThat(document.path("paths").has("/error")).isFalse();
	}

	@Test
	void aProblemIsDescribedWithItsListOfErrors() {
		JsonNode problem = document().path("components").path("schemas").path("Problem");
		assertThat(problem.path("properties").propertyNames()).containsExactlyInAnyOrder("type", "title", "status",
				"detail", "code", "errors");
		assertThat(document().path("components").path("schemas").has("InvalidField")).isTrue();
	}

	@Test
	void swaggerUiNeedsNoCredential() {
		assertThat(get("/swagger-ui.html").status()).isEqualTo(302);
		Answer page = get("/swagger-ui/index.html");
		assertThat(page.status()).isEqualTo(200);
		assertThat(page.text()).contains("swagger-ui");
	}

	@Test
	void theDocumentIsTheSameForEverybody() {
		Answer first = get("/v3/api-docs");
		Answer other = this.http.request(
				"GET", "/v3/api-docs?group=x&lang=fr", Map.of("Accept", "text/html", "Accept-Language",
						"fr-CH, de;q=0.9", "X-Forwarded-Host", "evil.example", "X-Forwarded-Prefix", "/evil"),
				new byte[0]);
		assertThat(other.status()).isEqualTo(200);
		assertThat(other.text()).isEqualTo(first.text());
		assertThat(other.header("Content-Language")).isEmpty();
		assertThat(first.json().at("/servers").toString()).isEqualTo("[{\"url\":\"/\"}]");
		assertThat(get("/v3/api-docs.yaml").text()).startsWith("openapi: 3.");
	}

	@Test
	void whoHasTheDocumentGetsItNotAgain() {
		for (String path : new String[] { "/v3/api-docs", "/swagger-ui/swagger-ui-bundle.js" }) {
			String etag = get(path).header("ETag");
			assertThat(etag).startsWith("\"");
			Answer again = this.http.request("GET", path, Map.of("If-None-Match", etag), new byte[0]);
			assertThat(again.status()).isEqualTo(304);
			assertThat(again.text()).isEmpty();
			assertThat(this.http.request("GET", path, Map.of("If-None-Match", "\"x\""), new byte[0]).status())
				.isEqualTo(200);
		}
	}

	@Test
	void nothingElseOfTheDocumentationIsServed() {
		for (String path : new String[] { "/v3/api-docs/swagger-config", "/v3/api-docs/x", "/unlisted/api-docs",
				"/unlisted/api-docs.yaml", "/swagger-ui/oauth2-redirect.html", "/swagger-ui/swagger-ui.js",
				"/swagger-ui/a/b", "/webjars/swagger-ui/index.html" }) {
			assertThat(get(path).status()).as(path).isIn(401, 404);
		}
		assertThat(this.http
			.request("GET", "/unlisted/api-docs", Map.of("Authorization", "Bearer " + EdgeTest.ALICE), new byte[0])
			.status()).isEqualTo(404);
		assertThat(get("/swagger-ui/swagger-initializer.js").text()).contains("v3/api-docs").doesNotContain("http");
	}

	private JsonNode document() {
		Answer answer = get("/v3/api-docs");
		assertThat(answer.status()).isEqualTo(200);
		return answer.json();
	}

	private Answer get(String path) {
		return this.http.request("GET", path, Map.of(), new byte[0]);
	}

}
