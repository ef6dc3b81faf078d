package dev.agentservice.support.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.ReplicaContext;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@BesideOthers
class StateWatchTests {

	private static final LuaScript<List<@Nullable Object>> CALL = LuaScript.list("test-call");

	private static final String KEY = "as:state:written";

	private static final Map<String, String> SETTINGS = Map.of("agent-service.redis.command-timeout", "5s",
			"agent-service.redis.connect-timeout", "1s");

	private static final RedisServer REDIS = RedisServer.start();

	private final ReplicaContext replica = replica();

	@AfterEach
	void forget() {
		write("0");
		this.replica.close();
	}

	@AfterAll
	static void stop() {
		REDIS.close();
	}

	@Test
	void theFileForScriptsSaysWhatThisReleaseReads() throws IOException {
		assertThat(Files.readString(Path.of("src/main/resources/state-readable")))
			.isEqualTo(StateProperties.NEWEST_VERSION + "\n");
	}

	@Test
	void aReleaseThatCannotReadWhatWasWrittenDoesNotStart() {
		write("3");
		assertThatExceptionOfType(StateTooNewException.class).isThrownBy(StateWatchTests::replica).satisfies((ex) -> {
			FailureAnalysis analysis = Objects.requireNonNull(new StateFailureAnalyzer().analyze(ex));
			assertThat(analysis.getDescription()).contains("documents of version 3", "reads version 2 at most");
			assertThat(analysis.getAction()).contains("Deploy a release that reads that version",
					"docs/runbooks/AgentStateUnreadable.md");
		});
		assertThat(Path.of("docs/runbooks/AgentStateUnreadable.md")).exists();
	}

	@Test
	void aReplicaIsNotReadyFromTheLookThatFindsANewerVersionUntilThatIsGone() {
		assertThat(health()).isEqualTo(Status.UP);
		write("3");
		look();
		assertThat(health()).isEqualTo(Status.DOWN);
		assertThat(gauge("agent.state.written")).isEqualTo(3);
		assertThat(gauge("agent.state.readable")).isEqualTo(2);
		write("2");
		look();
		assertThat(health()).isEqualTo(Status.UP);
	}

	@Test
	void whatIsWrittenIsNotedBeforeTheFirstWriteAndAgainShouldRedisForgetIt() {
		StateVersion version = this.replica.get(StateVersion.class);
		look();
		assertThat(version.written()).as("to look is not to write").hasValue(0);
		version.noteWriting();
		assertThat(version.written()).hasValue(2);
		write("0");
		version.noteWriting();
		assertThat(version.written()).as("once per start").hasValue(2);
		look();
		assertThat(written()).isEqualTo("2");
	}

	@Test
	void theInfoAsksForTheNumberOfNow() {
		assertThat(info()).isEqualTo(Map.of("written", 0, "readable", 2));
		write("3");
		assertThat(info()).isEqualTo(Map.of("written", 3, "readable", 2));
	}

	@Test
	void untilRedisHasAnsweredAReplicaStartsAndIsNotReady() {
		REDIS.kill();
		try (ReplicaContext early = replica()) {
			assertThat(early.get(StateHealth.class).health().getStatus()).isEqualTo(Status.DOWN);
			assertThat(info(early)).isEqualTo(Map.of("readable", 2));
			assertThat(early.get(MeterRegistry.class).get("agent.state.written").gauge().value()).isNaN();
			assertThat(info()).as("the last answer stays").isEqualTo(Map.of("written", 0, "readable", 2));
			REDIS.restart();
			await().untilAsserted(
					() -> assertThat(early.get(StateHealth.class).health().getStatus()).isEqualTo(Status.UP));
		}
	}

	private void look() {
		this.replica.get(StateWatch.class).look();
	}

	private Status health() {
		return this.replica.get(StateHealth.class).health().getStatus();
	}

	private double gauge(String name) {
		return this.replica.get(MeterRegistry.class).get(name).gauge().value();
	}

	private Object info() {
		return info(this.replica);
	}

	private static Object info(ReplicaContext replica) {
		Info.Builder info = new Info.Builder();
		replica.get(StateContributor.class).contribute(info);
		return Objects.requireNonNull(info.build().get("state"));
	}

	private void write(String version) {
		this.replica.store().run(CALL, List.of(KEY), List.of("SET", KEY, version));
	}

	private Object written() {
		return Objects.requireNonNull(this.replica.store().run(CALL, List.of(KEY), List.of("GET", KEY)).getFirst());
	}

	private static ReplicaContext replica() {
		return new ReplicaContext(REDIS, SETTINGS, Wiring.class);
	}

	/** No component, so that nobody finds it by scanning. */
	@EnableConfigurationProperties(StateProperties.class)
	@Import({ StateVersion.class, StateWatch.class, StateHealth.class, StateContributor.class })
	static class Wiring {

	}

}
