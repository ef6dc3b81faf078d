package dev.agentservice.ratelimit.web;

import java.util.Map;
import java.util.UUID;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.RawHttp;
import dev.agentservice.support.RawHttp.Answer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@ActiveProfiles(LimitedController.PROFILE)
@SpringBootTest(classes = RateLimitHttpTests.Application.class,
		webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.address=127.0.0.1", "management.server.address=127.0.0.1", "management.server.port=0",
				"management.endpoint.health.validate-group-membership=false",
				"agent-service.identity.pepper=only-for-tests-only-for-tests-only",
				"agent-service.redis.command-timeout=20s", "agent-service.redis.connect-timeout=10s",
				"agent-service.identity.api-keys[0].name=app", "agent-service.identity.api-keys[0].tenant=acme",
				"agent-service.identity.api-keys[0].on-behalf=true", "agent-service.identity.api-keys[0].scopes=agent",
				"agent-service.identity.api-keys[0].sha256=" + RateLimitHttpTests.KEY_SHA256,
				"agent-service.rate-limits.user-requests.capacity=2",
				"agent-service.rate-limits.user-requests.period=1h" })
class RateLimitHttpTests {

	/** SHA-256 of {@code app-key}. */
	static final String KEY_SHA256 = "2924a27d7fc715372a952b03583ae5f1221556bcdabbf2a57ff5de577efe11c1";

	private static final String POLICY = "\"user-requests\";q=2;w=3600, \"key-requests\";q=600;w=60, "
			+ "\"user-tokens\";q=200000;w=60, \"user-bytes\";q=2000000;w=60, \"key-bytes\";q=20000000;w=60, "
			+ "\"user-refusals\";q=10;w=600";

	private final RawHttp http;

	RateLimitHttpTests(@LocalServerPort int port) {
		this.http = new RawHttp(port);
	}

	@DynamicPropertySource
	static void redis(DynamicPropertyRegistry registry) {
		RedisServer.shared().properties().forEach((name, value) -> registry.add(name, () -> value));
	}

	@Test
	void anAllowedRequestSaysHowItsCallerStands() {
		Answer answer = get(UUID.randomUUID().toString());
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("RateLimit-Policy")).isEqualTo(POLICY);
		assertThat(answer.header("RateLimit")).startsWith("\"user-requests\";r=1;t=1800, \"key-requests\";r=");
	}

	@Test
	void aRefusedRequestIsAProblemThatSaysWhenToComeBack() {
		String user = "a:b}{ü " + UUID.randomUUID();
		get(user);
		get(user);
		Answer answer = get(user);
		assertThat(answer.status()).isEqualTo(429);
		assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
		assertThat(answer.member("code")).isEqualTo("rate_limited");
		assertThat(answer.member("limit")).isEqualTo("user-requests");
		assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1700, 1800);
		assertThat(answer.header("RateLimit-Policy")).isEqualTo(POLICY);
		assertThat(answer.header("RateLimit"))
			.startsWith("\"user-requests\";r=0;t=" + answer.header("Retry-After") + ", ");
	}

	private Answer get(String user) {
		return this.http.request("GET", "/runs/limited", Map.of("Authorization", "Bearer app-key", "X-User-Id", user),
				new byte[0]);
	}

	/** Not a component itself, so that nobody finds it by scanning. */
	@EnableAutoConfiguration
	@ComponentScan({ "dev.agentservice.identity", "dev.agentservice.support", "dev.agentservice.ratelimit" })
	@ConfigurationPropertiesScan({ "dev.agentservice.identity", "dev.agentservice.support",
			"dev.agentservice.ratelimit" })
	static class Application {

	}

}
