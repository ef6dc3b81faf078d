package dev.agentservice.privacy.retention;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.Keeping.Erasure;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.ReplicaContext;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is kept for longer than its store says is seen.
 */
@BesideOthers
@OnSingleAndCluster
class OverdueWatchTests {

	private static final LuaScript<List<@Nullable Object>> CALL = LuaScript.list("test-call");

	private static final Duration DAY = Duration.ofDays(1);

	private final ReplicaContext replica;

	private final String user = "as:{" + UUID.randomUUID().toString().replace("-", "") + "}:";

	OverdueWatchTests(RedisTopology topology) {
		topology.own(OverdueWatchTests.class).flush();
		this.replica = new ReplicaContext(topology.own(OverdueWatchTests.class), Map.of(), Wiring.class);
	}

	@AfterEach
	void close() {
		this.replica.close();
	}

	@Test
	void whatLivesAsLongAsItsStoreSaysIsNotOverdue() {
		keep("letter:a", DAY);
		keep("letter:b", Duration.ofHours(1));
		assertThat(overdue("letters")).isZero();
	}

	@Test
	void whatNothingEndsOrLivesTooLongIsOverdueUntilItIsGone() {
		keep("letter:a", Duration.ofDays(2));
		call("SET", this.user + "letter:b", "x");
		keep("book", DAY);
		assertThat(overdue("letters")).isEqualTo(2);
		assertThat(overdue("books")).isZero();
		call("DEL", this.user + "letter:a");
		call("DEL", this.user + "letter:b");
		assertThat(overdue("letters")).isZero();
	}

	@Test
	void whatIsNobodysIsNotLookedAt() {
		call("SET", "as:{q}:letter:a", "x");
		call("SET", this.user + "unknown", "x");
		assertThat(overdue("letters") + overdue("books")).isZero();
	}

	private void keep(String suffix, Duration time) {
		call("SET", this.user + suffix, "x", "PX", time.toMillis());
	}

	private void call(Object... words) {
		this.replica.store().run(CALL, List.of(words[1].toString()), List.of(words));
	}

	/** After a round through all keys. */
	private double overdue(String store) {
		OverdueWatch watch = this.replica.get(OverdueWatch.class);
		BooleanSupplier over = watch::isBetweenRounds;
		do {
			watch.look();
		}
		while (!over.getAsBoolean());
		return this.replica.get(MeterRegistry.class).get("agent.privacy.overdue").tag("store", store).gauge().value();
	}

	private static PersonalDataStore store(String name, String kind) {
		return new PersonalDataStore() {

			@Override
			public String name() {
				return name;
			}

			@Override
			public List<Keeping> keepings() {
				return List.of(new Keeping(name, "tests", DAY, "the test", Erasure.DELETED));
			}

			@Override
			public Set<String> kinds() {
				return Set.of(kind);
			}

		};
	}

	/** No component, so that nobody finds it by scanning. */
	@Import(OverdueWatch.class)
	static class Wiring {

		@Bean
		PersonalDataStore letters() {
			return store("letters", "letter");
		}

		@Bean
		PersonalDataStore books() {
			return store("books", "book");
		}

	}

}
