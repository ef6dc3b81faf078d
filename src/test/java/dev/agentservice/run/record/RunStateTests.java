package dev.agentservice.run.record;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.run.record.RunState.Active;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.ReplicaContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RunStateTests {

	private static final LuaScript<String> BECOME = LuaScript.text("fragment/hash", "run/run-states", "test-become");

	private static final LuaScript<List<@Nullable Object>> STATES = LuaScript.list("fragment/hash", "run/run-states",
			"test-states");

	private static final List<RunState> ALL = Stream
		.of("queued", "running", "cancelling", "succeeded", "failed", "rejected", "cancelled")
		.map((label) -> RunState.of(label, 1, "{}"))
		.toList();

	private static final ReplicaContext REPLICA = new ReplicaContext(RedisServer.shared());

	@AfterAll
	static void close() {
		REPLICA.close();
	}

	@Test
	void everyStateIsReadByItsLabel() {
		assertThat(ALL.stream().map(Object::getClass))
			.containsExactlyInAnyOrderElementsOf(leaves(RunState.class).toList());
		assertThatIllegalArgumentException().isThrownBy(() -> RunState.of("parked", 1, "{}"));
	}

	@Test
	void luaAndJavaKnowTheSameStatesAndWhichOfThemWaitOrAreActive() {
		Map<String, String> java = ALL.stream().collect(Collectors.toMap(RunState::label, RunStateTests::kind));
		Map<String, String> lua = new HashMap<>();
		for (Object entry : REPLICA.store().run(STATES, List.of("as:{states}:run:x"), List.of())) {
			List<?> pair = (List<?>) Objects.requireNonNull(entry);
			lua.put((String) pair.getFirst(), (String) pair.getLast());
		}
		assertThat(lua).isEqualTo(java);
	}

	@Test
	void ofAllPairsOfStatesLuaLetsExactlyThoseHappenThatJavaNames() {
		Set<String> allowed = new TreeSet<>();
		Set<String> happened = new TreeSet<>();
		for (RunState before : ALL) {
			for (RunState after : ALL) {
				String pair = before.label() + " -> " + after.label();
				if (before.next().contains(after.getClass())) {
					allowed.add(pair);
				}
				if (becomes(before.label(), after.label())) {
					happened.add(pair);
				}
			}
		}
		assertThat(happened).isEqualTo(allowed).hasSize(15);
	}

	private static String kind(RunState state) {
		return switch (state) {
			case RunState.Waiting _ -> "waiting";
			case Active _ -> "active";
			case RunState.Ended _ -> "ended";
		};
	}

	private static boolean becomes(String before, String after) {
		try {
			return after.equals(REPLICA.store().run(BECOME, List.of("as:{states}:run:x"), List.of(before, after)));
		}
		catch (IllegalStateException ex) {
			assertThat(ex).rootCause().hasMessageContaining("a run that is " + before + " cannot become " + after);
			return false;
		}
	}

	private static Stream<Class<?>> leaves(Class<?> type) {
		Class<?>[] permitted = type.getPermittedSubclasses();
		return (permitted != null) ? Stream.of(permitted).flatMap(RunStateTests::leaves) : Stream.of(type);
	}

}
