package dev.agentservice.endtoend;

import java.util.Map;

import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.RawHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A user may start two runs in ten minutes, and send 10,000 prompt tokens.
 */
@BesideOthers
class RateLimitEndToEndTests {

	private static final Map<String, Object> REQUEST = Map.of("task", "Go.");

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest()
		.with("agent-service.rate-limits.user-requests.capacity", 2)
		.with("agent-service.rate-limits.user-requests.period", "10m")
		.with("agent-service.rate-limits.user-tokens.capacity", 10_000)
		.with("agent-service.rate-limits.user-tokens.period", "10m");

	@AfterEach
	void clear() {
		service.redis().flush();
	}

	@Test
	void eachAnswerSaysWhatIsLeft() {
		service.anthropic().always(answer("Yes."));
		RawHttp.Answer answer = ask();
		assertThat(answer.status()).as(answer.text()).isEqualTo(200);
		assertThat(answer.header("RateLimit-Policy")).contains("\"user-requests\";q=2;w=600",
				"\"key-requests\";q=600;w=60", "\"user-tokens\";q=10000;w=600");
		assertThat(answer.header("RateLimit")).contains("\"user-requests\";r=1;t=", "\"key-requests\";r=599;t=");
	}

	@Test
	void oneRequestTooManyIsRefusedBeforeAnyProviderIsAsked() {
		service.anthropic().always(answer("Yes."));
		ask();
		ask();
		service.clear();
		RawHttp.Answer refusal = ask();
		assertThat(refusal.status()).as(refusal.text()).isEqualTo(429);
		assertThat(refusal.member("code")).isEqualTo("rate_limited");
		assertThat(refusal.member("limit")).isEqualTo("user-requests");
		assertThat(Long.parseLong(refusal.header("Retry-After"))).isBetween(200L, 300L);
		assertThat(refusal.header("RateLimit")).contains("\"user-requests\";r=0;t=");
		assertThat(refusal.header("RateLimit-Policy")).contains("\"user-requests\";q=2;w=600");
		assertThat(service.anthropic().requests()).isEmpty();
		assertThat(service.bob().ask(REQUEST).status()).isEqualTo(200);
		assertThat(service.metrics())
			.containsPattern("agent_ratelimit_rejections_total\\{[^}]*limit=\"user-requests\"[^}]*\\} [1-9]");
	}

	@Test
	void promptTokensOfARunDelayTheNext() {
		service.anthropic().always(answer("Yes.").overstatingInputBy(20_000));
		assertThat(ask().status()).isEqualTo(200);
		// They are counted when the run is over, and nobody waits for that.
		await().untilAsserted(() -> assertThat(ask().member("limit")).isEqualTo("user-tokens"));
		RawHttp.Answer refusal = ask();
		assertThat(refusal.status()).as(refusal.text()).isEqualTo(429);
		assertThat(refusal.header("RateLimit")).contains("\"user-tokens\";r=0;t=");
		assertThat(Long.parseLong(refusal.header("Retry-After"))).isBetween(500L, 1800L);
	}

	private static RawHttp.Answer ask() {
		return service.ask(REQUEST);
	}

}
