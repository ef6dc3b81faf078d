package dev.agentservice.ratelimit;

import java.time.Duration;
import java.util.List;

import dev.agentservice.ratelimit.RateDecision.Refused;
import dev.agentservice.ratelimit.RateLimitProperties.KeyRequests;
import dev.agentservice.ratelimit.RateLimitProperties.UserRequests;
import dev.agentservice.ratelimit.bucket.Quota;
import dev.agentservice.ratelimit.bucket.RateLimit;
import dev.agentservice.ratelimit.bucket.RateStatus;
import dev.agentservice.ratelimit.bucket.RateStatus.Source;
import dev.agentservice.ratelimit.bucket.StoreFailureMode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class RateLimitHeadersTests {

	private static final Quota SIXTY = new UserRequests(60, Duration.ofMinutes(1), StoreFailureMode.LOCAL);

	private static final Quota TEN = new KeyRequests(10, Duration.ofMillis(1500), StoreFailureMode.OPEN);

	private static final RateStatus USER = new RateStatus(RateLimit.USER_REQUESTS, SIXTY, true, 42,
			Duration.ofMillis(12_001), Source.REDIS);

	private static final RateStatus KEY = new RateStatus(RateLimit.KEY_REQUESTS, TEN, false, 0, Duration.ofMillis(150),
			Source.LOCAL);

	@Test
	void eachLimitIsAnItemAndSecondsAreRoundedUp() {
		assertThat(RateLimitHeaders.of(RateDecision.of(List.of(USER, KEY)))).containsExactly(
				entry("RateLimit-Policy", "\"user-requests\";q=60;w=60, \"key-requests\";q=10;w=2"),
				entry("RateLimit", "\"user-requests\";r=42;t=13, \"key-requests\";r=0;t=1"));
	}

	@Test
	void aLimitThatNobodyCheckedIsNotMentioned() {
		RateStatus unchecked = new RateStatus(RateLimit.KEY_REQUESTS, TEN, true, 10, Duration.ZERO, Source.NOBODY);
		assertThat(RateLimitHeaders.of(RateDecision.of(List.of(USER, unchecked)))).containsExactly(
				entry("RateLimit-Policy", "\"user-requests\";q=60;w=60"),
				entry("RateLimit", "\"user-requests\";r=42;t=13"));
	}

	@Test
	void aRefusalNamesTheLimitThatTakesLongest() {
		RateStatus slow = new RateStatus(RateLimit.USER_TOKENS, SIXTY, false, 0, Duration.ofSeconds(90), Source.REDIS);
		Refused refused = (Refused) RateDecision.of(List.of(USER, KEY, slow));
		RateLimitedException problem = new RateLimitedException(refused);
		assertThat(problem.properties()).containsExactly(entry("limit", "user-tokens"));
		assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(90));
		assertThat(problem.detail()).startsWith("Too many prompt tokens of this user: 60 are allowed per 60 seconds.");
	}

}
