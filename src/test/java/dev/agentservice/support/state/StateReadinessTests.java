package dev.agentservice.support.state;

import java.util.List;

import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the orchestrator and scripts see of the version of what is stored.
 */
class StateReadinessTests {

	private static final LuaScript<List<@Nullable Object>> CALL = LuaScript.list("test-call");

	private static final String KEY = "as:state:written";

	@RegisterExtension
	static final ServiceUnderTest service = ServiceUnderTest.asShipped();

	@AfterEach
	void forget() {
		write(2);
		service.bean(StateWatch.class).look();
	}

	@Test
	void theInfoShowsWhatWasWrittenAndWhatThisReleaseReads() {
		assertThat(service.ada().ask("stored", "Hello.").status()).isEqualTo(200);
		assertThat(service.management().get("/actuator/info").json().get("state").toString())
			.isEqualTo("{\"written\":2,\"readable\":2}");
		assertThat(service.metrics()).containsPattern("(?m)^agent_state_readable\\{.*} 2.0$")
			.containsPattern("(?m)^agent_state_written\\{.*} 2.0$");
	}

	@Test
	void aNewerVersionTakesTheReplicaOutOfTheServiceAndKillsNothing() {
		write(3);
		service.bean(StateWatch.class).look();
		assertThat(probe("readiness")).isEqualTo(503);
		assertThat(probe("liveness")).isEqualTo(200);
		assertThat(service.management().get("/actuator/health/readiness").body()).isEqualTo("{\"status\":\"DOWN\"}");
		write(2);
		service.bean(StateWatch.class).look();
		assertThat(probe("readiness")).isEqualTo(200);
	}

	private static int probe(String name) {
		return service.management().get("/actuator/health/" + name).status();
	}

	private static void write(int version) {
		service.bean(RedisStore.class).run(CALL, List.of(KEY), List.of("SET", KEY, version));
	}

}
