package dev.agentservice.agent.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.agent.definition.AgentFileParser;
import dev.agentservice.agent.definition.BuiltInTools;
import dev.agentservice.requirement.RequiresCommand;
import dev.agentservice.tool.registry.Tools;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class AgentCatalogTests {

	private static final Tools TOOLS = BuiltInTools.tools();

	@TempDir
	private Path directory;

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private AgentCatalog catalog() {
		return new AgentCatalog(new AgentDirectory(this.directory),
				new AgentFileParser(TOOLS, (model) -> true, (model) -> true, BuiltInTools.TARGETS, BuiltInTools.GUARD),
				new AgentMetrics(this.meters));
	}

	private void write(String name, String instructions) throws IOException {
		Files.writeString(this.directory.resolve(name + ".md"), text(name, instructions));
	}

	private static String text(String name, String instructions) {
		return "---\nname: " + name + "\nmodels: {simple: openai/gpt-5.4}\n---\n" + instructions;
	}

	private static void refreshTwice(AgentCatalog catalog) {
		catalog.refresh();
		catalog.refresh();
	}

	@Test
	void loadsAllAgentsByName() throws IOException {
		write("b", "You are B.");
		write("a", "You are A.");
		Files.writeString(this.directory.resolve("notes.txt"), "no agent");
		Files.writeString(this.directory.resolve(".hidden.md"), "no agent");
		Files.createDirectory(this.directory.resolve("folder.md"));
		AgentCatalog catalog = catalog();
		assertThat(catalog.all()).extracting(AgentDefinition::name).containsExactly("a", "b");
		assertThat(catalog.find("a")).get().extracting(AgentDefinition::instructions).isEqualTo("You are A.");
		assertThat(catalog.find("c")).isEmpty();
	}

	@Test
	void whatWatchesItGetsTheAgentsNowAndAfterEachChange() throws IOException {
		write("a", "You are A.");
		AgentCatalog catalog = catalog();
		List<String> seen = new ArrayList<>();
		catalog.watch((agents) -> seen.add(agents.stream().map(AgentDefinition::name).toList().toString()));
		write("b", "You are B.");
		refreshTwice(catalog);
		refreshTwice(catalog);
		Files.delete(this.directory.resolve("a.md"));
		refreshTwice(catalog);
		assertThat(seen).containsExactly("[a]", "[a, b]", "[b]");
	}

	@Test
	void stopsTheStartNamingEveryBrokenFile() throws IOException {
		write("good", "Good.");
		write("empty", "");
		Files.writeString(this.directory.resolve("typo.md"), "---\nname: typo\nmodel: x\n---\nx");
		assertThatExceptionOfType(AgentsUnusableException.class).isThrownBy(this::catalog).satisfies((ex) -> {
			FailureAnalysis analysis = Objects.requireNonNull(new AgentsFailureAnalyzer().analyze(ex));
			assertThat(analysis.getDescription()).contains("empty.md:5: the instructions are missing",
					"typo.md:3: unknown key 'model', did you mean 'models'?");
		});
	}

	@Test
	void stopsTheStartWithoutItsDirectory() {
		Path missing = this.directory.resolve("missing");
		assertThatExceptionOfType(AgentsUnusableException.class)
			.isThrownBy(() -> new AgentCatalog(new AgentDirectory(missing),
					new AgentFileParser(TOOLS, (model) -> true, (model) -> true, BuiltInTools.TARGETS,
							BuiltInTools.GUARD),
					new AgentMetrics(this.meters)))
			.withMessageContaining(missing.toString());
	}

	@Test
	void refusesAFileThatIsTooLarge() throws IOException {
		String head = text("a", "");
		write("a", "x".repeat(AgentDirectory.MAX_BYTES - head.length()));
		assertThat(catalog().find("a")).isPresent();
		write("a", "x".repeat(AgentDirectory.MAX_BYTES - head.length() + 1));
		assertThatExceptionOfType(AgentsUnusableException.class).isThrownBy(this::catalog)
			.withMessageContaining("a.md:1: the file is larger than 256 KiB");
	}

	@Test
	@Tag("process")
	@RequiresCommand("mkfifo --version")
	void aNamedPipeIsReportedAndHoldsNothingUp() throws Exception {
		write("a", "Old.");
		AgentCatalog catalog = catalog();
		new ProcessBuilder("mkfifo", this.directory.resolve("pipe.md").toString()).start().waitFor();
		write("a", "New.");
		refreshTwice(catalog);
		assertThat(catalog.all()).extracting(AgentDefinition::instructions).containsExactly("New.");
		assertThat(broken("pipe")).isOne();
		assertThatExceptionOfType(AgentsUnusableException.class).isThrownBy(this::catalog)
			.withMessageContaining("pipe.md:1: this is no regular file");
	}

	@Test
	void aLinkIsReadInsideTheDirectoryOnly(@TempDir Path elsewhere) throws IOException {
		Path version = Files.createDirectory(this.directory.resolve("..version"));
		Files.writeString(version.resolve("a.md"), text("a", "As a ConfigMap has it."));
		Files.createSymbolicLink(this.directory.resolve("..data"), version.getFileName());
		Files.createSymbolicLink(this.directory.resolve("a.md"), Path.of("..data", "a.md"));
		assertThat(catalog().all()).extracting(AgentDefinition::instructions).containsExactly("As a ConfigMap has it.");
		Path outside = Files.writeString(elsewhere.resolve("b.md"), text("b", "Elsewhere."));
		Files.createSymbolicLink(this.directory.resolve("b.md"), outside);
		assertThatExceptionOfType(AgentsUnusableException.class).isThrownBy(this::catalog)
			.withMessageContaining("b.md:1: the file is a link that leads out of the directory");
	}

	@Test
	void takesChangedNewAndDeletedFiles() throws IOException {
		write("a", "Old.");
		write("b", "B.");
		AgentCatalog catalog = catalog();
		write("a", "New.");
		write("c", "C.");
		Files.delete(this.directory.resolve("b.md"));
		refreshTwice(catalog);
		assertThat(catalog.all()).extracting(AgentDefinition::instructions).containsExactly("New.", "C.");
	}

	@Test
	void waitsUntilAFileIsWrittenToItsEnd() throws IOException {
		write("a", "Old.");
		AgentCatalog catalog = catalog();
		catalog.refresh();
		write("a", "Ne");
		catalog.refresh();
		write("a", "New.");
		catalog.refresh();
		assertThat(catalog.find("a").orElseThrow().instructions()).isEqualTo("Old.");
		catalog.refresh();
		assertThat(catalog.find("a").orElseThrow().instructions()).isEqualTo("New.");
	}

	@Test
	void keepsTheLastGoodDefinitionOfABrokenFileAndShowsIt() throws IOException {
		write("a", "Good.");
		AgentCatalog catalog = catalog();
		assertThat(broken("a")).isZero();
		write("a", "");
		refreshTwice(catalog);
		assertThat(catalog.find("a").orElseThrow().instructions()).isEqualTo("Good.");
		assertThat(broken("a")).isOne();
		write("a", "Mended.");
		refreshTwice(catalog);
		assertThat(catalog.find("a").orElseThrow().instructions()).isEqualTo("Mended.");
		assertThat(broken("a")).isZero();
	}

	@Test
	void forgetsABrokenFileThatIsDeleted() throws IOException {
		write("a", "Good.");
		AgentCatalog catalog = catalog();
		write("b", "");
		refreshTwice(catalog);
		assertThat(broken("b")).isOne();
		assertThat(catalog.find("b")).isEmpty();
		Files.delete(this.directory.resolve("b.md"));
		refreshTwice(catalog);
		assertThat(this.meters.find("agent.definitions.broken").tag("agent", "b").gauge()).isNull();
	}

	private double broken(String agent) {
		return this.meters.get("agent.definitions.broken").tag("agent", agent).gauge().value();
	}

	@Test
	void aLookThatMissesAFileTakesNothingAway() throws IOException {
		write("a", "Good.");
		AgentCatalog catalog = catalog();
		Files.delete(this.directory.resolve("a.md"));
		catalog.refresh();
		assertThat(catalog.find("a")).as("the first look after the start").isPresent();
		write("a", "Good.");
		catalog.refresh();
		assertThat(catalog.find("a")).isPresent();
	}

	@Test
	void keepsItsAgentsWhenTheDirectoryIsGoneForAWhile() throws IOException {
		write("a", "Good.");
		AgentCatalog catalog = catalog();
		AgentReload reload = new AgentReload(catalog, Duration.ofMillis(5));
		Path away = this.directory.resolveSibling(this.directory.getFileName() + "-away");
		reload.start();
		try {
			Files.move(this.directory, away);
			await().pollDelay(Duration.ofMillis(50)).until(() -> catalog.find("a").isPresent());
			Files.move(away, this.directory);
			write("a", "Back.");
			await().until(() -> catalog.find("a").orElseThrow().instructions().equals("Back."));
		}
		finally {
			reload.stop();
		}
	}

	@Test
	void followsTheSwapOfALinkAsKubernetesDoesIt() throws IOException {
		Path mount = Files.createDirectory(this.directory.resolve("mount"));
		Path first = Files.createDirectory(mount.resolve("..1"));
		Path second = Files.createDirectory(mount.resolve("..2"));
		Files.writeString(first.resolve("a.md"), text("a", "First."));
		Files.writeString(second.resolve("a.md"), text("a", "Second."));
		Files.createSymbolicLink(mount.resolve("..data"), Path.of("..1"));
		Files.createSymbolicLink(mount.resolve("a.md"), Path.of("..data/a.md"));
		AgentCatalog catalog = new AgentCatalog(new AgentDirectory(mount),
				new AgentFileParser(TOOLS, (model) -> true, (model) -> true, BuiltInTools.TARGETS, BuiltInTools.GUARD),
				new AgentMetrics(this.meters));
		AgentReload reload = new AgentReload(catalog, Duration.ofMillis(10));
		reload.start();
		try {
			assertThat(catalog.find("a").orElseThrow().instructions()).isEqualTo("First.");
			Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..2"));
			Files.move(mount.resolve("..data_tmp"), mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
			await().until(() -> catalog.find("a").orElseThrow().instructions().equals("Second."));
		}
		finally {
			reload.stop();
		}
		assertThat(reload.isRunning()).isFalse();
	}

}
