package dev.agentservice.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class MutationReportTests {

	@TempDir
	private Path directory;

	private final List<String> told = new ArrayList<>();

	@Test
	void mutantsAreAddedUpByPackageAndForAFeatureAsAWhole() throws IOException {
		slice("a", mutation("KILLED", "guard.normal.Hex", 1), mutation("SURVIVED", "guard.normal.Hex$Part", 2),
				mutation("TIMED_OUT", "guard.normal.Hex", 3));
		slice("b", mutation("MEMORY_ERROR", "guard.Gate", 1), mutation("NO_COVERAGE", "guard.Gate", 2),
				mutation("RUN_ERROR", "guard.Gate", 3));
		assertThat(run("60", "table", "a", "b")).isTrue();
		assertThat(rows()).containsExactly("package mutants killed % timed out memory JVM ended",
				"guard 3 2 66.7 0 1 1", "guard.normal 3 2 66.7 1 0 0", "guard as a whole 6 4 66.7 1 1 1");
	}

	@Test
	void aFeatureWithTooManySurvivorsFailsHoweverGoodTheOthersAre() throws IOException {
		slice("guard", mutation("KILLED", "guard.Gate", 1), mutation("SURVIVED", "guard.Gate", 2));
		slice("budget", mutation("KILLED", "budget.Book", 1));
		assertThat(run("50", "table", "guard", "budget")).isTrue();
		assertThat(this.told).noneMatch((line) -> line.startsWith("FAILED"));
		assertThat(run("51", "table", "guard", "budget")).isFalse();
		assertThat(this.told).filteredOn((line) -> line.startsWith("FAILED"))
			.containsExactly("FAILED: of the mutants of guard fewer than 51 % are killed");
	}

	@Test
	void aSliceThatWasNotMeasuredFails() throws IOException {
		slice("a", mutation("KILLED", "guard.Gate", 1));
		assertThat(run("80", "table", "a", "b")).isFalse();
		assertThat(this.told).last().isEqualTo("FAILED: b was not measured");
	}

	@Test
	void noMutantsAtAllProveNothing() throws IOException {
		slice("a");
		assertThat(run("80", "table", "a")).isFalse();
	}

	@Test
	void aReportThatBreaksOffIsNotRead() throws IOException {
		slice("a", "<mutation status='KILLED'>");
		assertThatIOException().isThrownBy(() -> run("80", "table", "a")).withMessageContaining("mutations.xml");
	}

	@Test
	void survivorsAreToldWithTheirPlaces() throws IOException {
		slice("a", mutation("NO_COVERAGE", "guard.Gate", 10), mutation("SURVIVED", "guard.Gate", 9),
				mutation("KILLED", "guard.Gate", 8));
		run("0", "survivors", "a");
		assertThat(rows()).startsWith("guard.Gate:9 digit() Math SURVIVED", "guard.Gate:10 digit() Math NO_COVERAGE");
	}

	private boolean run(String least, String mode, String... slices) throws IOException {
		this.told.clear();
		List<String> args = new ArrayList<>(List.of(this.directory.toString(), least, mode));
		args.addAll(List.of(slices));
		return MutationMain.run(args, this.told::add);
	}

	private List<String> rows() {
		return this.told.stream().map((line) -> line.strip().replaceAll(" +", " ")).toList();
	}

	private void slice(String name, String... mutations) throws IOException {
		Files.createDirectory(this.directory.resolve(name));
		Files.writeString(this.directory.resolve(name).resolve("mutations.xml"),
				"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<mutations>" + String.join("", mutations)
						+ "</mutations>");
	}

	private static String mutation(String status, String type, int line) {
		return """
				<mutation detected='false' status='%s' numberOfTestsRun='3'><sourceFile>Hex.java</sourceFile>\
				<mutatedClass>dev.agentservice.%s</mutatedClass><mutatedMethod>digit</mutatedMethod>\
				<methodDescription>(I)I</methodDescription><lineNumber>%d</lineNumber>\
				<mutator>org.pitest.mutationtest.engine.gregor.mutators.MathMutator</mutator></mutation>
				""".formatted(status, type, line);
	}

}
