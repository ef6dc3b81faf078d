package dev.agentservice.agent.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.agent.definition.AgentFileException;
import dev.agentservice.agent.definition.AgentFileParser;
import dev.agentservice.agent.definition.BuiltInTools;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.ReplicaContext;
import dev.agentservice.tool.registry.Tools;
import dev.langchain4j.agent.tool.Tool;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Revisions of agents that runs were begun with. */
@OnSingleAndCluster
@BesideOthers
class AgentRevisionsTests {

	private static final LuaScript<List<@Nullable Object>> CALL = LuaScript.list("test-call");

	private static final Tools TOOLS = BuiltInTools.with(Dice.class);

	private static final Duration LIFETIME = Duration.ofDays(7);

	@TempDir
	private Path directory;

	private final ReplicaContext context;

	private Instant now = Instant.parse("2026-11-29T10:00:00Z");

	AgentRevisionsTests(RedisTopology topology) {
		this.context = new ReplicaContext(topology.own(AgentRevisionsTests.class), Map.of());
	}

	@BeforeEach
	void write() throws IOException {
		write("You are Ada.", "dice");
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void aRunGoesOnWithTheRevisionItWasBegunWith() throws IOException {
		AgentCatalog catalog = catalog();
		AgentRevisions revisions = revisions(catalog, TOOLS);
		AgentDefinition begun = catalog.find("ada").orElseThrow();
		revisions.keep(begun, LIFETIME).join();
		write("You are somebody else.", "dice");
		catalog.refresh();
		catalog.refresh();
		assertThat(catalog.find("ada").orElseThrow().revision()).isNotEqualTo(begun.revision());
		assertThat(revisions.find("ada", begun.revision(), LIFETIME)).contains(begun);
		assertThat(revisions(catalog(), TOOLS).find("ada", begun.revision(), LIFETIME)).as("on any replica")
			.contains(begun);
		Files.delete(this.directory.resolve("ada.md"));
		catalog.refresh();
		catalog.refresh();
		assertThat(revisions.find("ada", begun.revision(), LIFETIME)).as("of an agent that is gone").contains(begun);
	}

	@Test
	void whatWasNeverKeptIsNotFound() {
		assertThat(revisions(catalog(), TOOLS).find("ada", "0123456789abcdef", LIFETIME)).isEmpty();
	}

	@Test
	void whatWasAlteredIsNotUsed() throws IOException {
		AgentDefinition begun = catalog().find("ada").orElseThrow();
		revisions(catalog(), TOOLS).keep(begun, LIFETIME).join();
		call(begun, "SET", begun.source().replace("Ada", "Eve"));
		write("You are somebody else.", "dice");
		assertThat(revisions(catalog(), TOOLS).find("ada", begun.revision(), LIFETIME)).isEmpty();
	}

	@Test
	void aReleaseWithoutOneOfItsToolsSaysWhich() throws IOException {
		AgentDefinition begun = catalog().find("ada").orElseThrow();
		revisions(catalog(), TOOLS).keep(begun, LIFETIME).join();
		write("You are Ada.", "current_time");
		AgentRevisions later = revisions(catalog(), BuiltInTools.tools());
		assertThatExceptionOfType(AgentFileException.class)
			.isThrownBy(() -> later.find("ada", begun.revision(), LIFETIME))
			.withMessageContaining("dice");
	}

	@Test
	void itIsKeptForLongerThanARunAndRenewedOnceADay() {
		AgentDefinition begun = catalog().find("ada").orElseThrow();
		AgentRevisions revisions = revisions(catalog(), TOOLS);
		revisions.keep(begun, LIFETIME).join();
		assertThat((Long) call(begun, "PTTL")).isGreaterThan(LIFETIME.plusHours(23).toMillis());
		call(begun, "DEL");
		this.now = this.now.plus(Duration.ofHours(23));
		revisions.keep(begun, LIFETIME).join();
		assertThat(call(begun, "EXISTS")).as("Redis is not asked for each run").isEqualTo(0L);
		this.now = this.now.plus(Duration.ofHours(2));
		revisions.keep(begun, LIFETIME).join();
		assertThat(call(begun, "EXISTS")).isEqualTo(1L);
	}

	private AgentCatalog catalog() {
		return new AgentCatalog(new AgentDirectory(this.directory), parser(TOOLS),
				new AgentMetrics(new SimpleMeterRegistry()));
	}

	private AgentRevisions revisions(AgentCatalog catalog, Tools tools) {
		return new AgentRevisions(catalog, parser(tools), this.context.store(), () -> this.now);
	}

	private static AgentFileParser parser(Tools tools) {
		return new AgentFileParser(tools, (_) -> true, (_) -> true, BuiltInTools.TARGETS, BuiltInTools.GUARD);
	}

	private void write(String instructions, String tool) throws IOException {
		Files.writeString(this.directory.resolve("ada.md"),
				"---\nname: ada\nmodels: {simple: openai/gpt-5.4}\ntools: [" + tool + "]\n---\n" + instructions);
	}

	private @Nullable Object call(AgentDefinition agent, String command, Object... arguments) {
		List<Object> args = new ArrayList<>(List.of(command, "as:agent:" + agent.revision()));
		args.addAll(List.of(arguments));
		return this.context.store().run(CALL, List.of("as:agent:" + agent.revision()), args).getFirst();
	}

	/** A tool that a later release may lack. */
	static final class Dice {

		@Tool("Throws a die")
		public int dice() {
			return 4;
		}

	}

}
