package dev.agentservice.ratelimit;

import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Credentials;
import dev.agentservice.identity.Scope;
import dev.agentservice.identity.TestCredentials;
import dev.agentservice.identity.UserTag;
import dev.agentservice.ratelimit.bucket.BucketCall;
import dev.agentservice.ratelimit.bucket.BucketKey;
import dev.agentservice.ratelimit.bucket.Draw;
import dev.agentservice.ratelimit.bucket.RateLimit;
import dev.agentservice.ratelimit.bucket.RateStatus;
import dev.agentservice.ratelimit.bucket.RedisBuckets;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.ReplicaContext;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * One replica with rate limits. Buckets fill within a day, that is not at all while a
 * test runs, unless a test says otherwise.
 */
final class LimitedReplica implements AutoCloseable {

	/** A busy build machine is no outage. */
	private static final Map<String, String> PATIENCE = Map.of("agent-service.redis.command-timeout", "20s",
			"agent-service.redis.connect-timeout", "10s");

	private final ReplicaContext context;

	private LimitedReplica(TestRedis redis, Map<String, String> settings, Class<?>... wiring) {
		this.context = new ReplicaContext(redis, settings, wiring);
	}

	/** With settings such as {@code user-requests.capacity=5}, or of Redis in full. */
	static LimitedReplica of(TestRedis redis, String... settings) {
		return of(redis, Wiring.class, settings);
	}

	/**
	 * The same with a key that names its users; its ceiling is 6 runs, and 3 new users.
	 */
	static LimitedReplica withBackend(TestRedis redis, String name) {
		return of(redis, WithBackend.class, "agent-service.test-backend=" + name);
	}

	private static LimitedReplica of(TestRedis redis, Class<?> wiring, String... settings) {
		Map<String, String> all = new HashMap<>(PATIENCE);
		for (RateLimit limit : RateLimit.values()) {
			all.put("agent-service.rate-limits." + limit.label() + ".period", "1d");
		}
		for (String setting : settings) {
			String[] pair = setting.split("=", 2);
			all.put(pair[0].startsWith("agent-service.") ? pair[0] : "agent-service.rate-limits." + pair[0], pair[1]);
		}
		return new LimitedReplica(redis, all, wiring);
	}

	RateLimits limits() {
		return this.context.get(RateLimits.class);
	}

	RateLimitProperties properties() {
		return this.context.get(RateLimitProperties.class);
	}

	RedisStore store() {
		return this.context.store();
	}

	RateDecision admit(Caller caller) {
		return limits().admit(caller).join();
	}

	/** Asks so many times at once. */
	List<CompletableFuture<RateDecision>> admitAtOnce(Caller caller, int times) {
		return Stream.generate(() -> limits().admit(caller)).limit(times).toList();
	}

	/** What is left of a limit, without using any of it. */
	long left(Caller caller, RateLimit limit) {
		BucketKey key = BucketKey.of(limit, caller, properties().quota(limit));
		Draw draw = new Draw(key, BucketCall.PEEK);
		new RedisBuckets(store(), Duration.ofSeconds(20), System::nanoTime).ask(List.of(draw));
		return draw.answer().join().tokens();
	}

	double count(String meter, String... tags) {
		return this.context.get(MeterRegistry.class)
			.find(meter)
			.tags(tags)
			.counters()
			.stream()
			.mapToDouble((counter) -> counter.count())
			.sum();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** A new user who comes with this credential. */
	static Caller caller(String credential) {
		UUID random = UUID.randomUUID();
		String tag = HexFormat.of().toHexDigits(random.getMostSignificantBits())
				+ HexFormat.of().toHexDigits(random.getLeastSignificantBits());
		return new Caller("acme", "user", new UserTag(tag), credential, Set.of(Scope.AGENT));
	}

	/** A new user with a new API key. */
	static Caller caller() {
		return caller("key-" + UUID.randomUUID());
	}

	static RateStatus status(RateDecision decision, RateLimit limit) {
		return decision.limits().stream().filter((status) -> status.limit() == limit).findFirst().orElseThrow();
	}

	/** No component, so that nobody finds it by scanning. */
	@EnableConfigurationProperties(RateLimitProperties.class)
	@Import(RateLimits.class)
	static class Wiring {

		@Bean
		Credentials credentials() {
			return TestCredentials.none();
		}

	}

	/** No component, so that nobody finds it by scanning. */
	@EnableConfigurationProperties(RateLimitProperties.class)
	@Import(RateLimits.class)
	static class WithBackend {

		@Bean
		Credentials credentials(@Value("${agent-service.test-backend}") String name) {
			return TestCredentials.onBehalf(name, TestCredentials.counts(6L, 3L));
		}

	}

}
