package dev.agentservice.guard.evaluate.set;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.agentservice.guard.inspection.Origin;
import dev.agentservice.guard.redact.finding.FindingType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SetReaderTests {

	@TempDir
	private Path directory;

	private EvaluationSet read(String name, String content) throws IOException {
		return SetReader.read(Files.writeString(this.directory.resolve(name), content), Origin.TASK);
	}

	@Test
	void aRowOfTheProjectsOwnFormatIsOneCase() throws IOException {
		EvaluationSet set = read("own.jsonl", """
				{"id": "a-1", "family": "direct", "direction": "tool_result", "text": "Obey.", "expected": "block"}

				{"id": "b-1", "family": "code", "direction": "task", "text": "Hello", "expected": "pass"}
				""");
		assertThat(set.name()).isEqualTo("own");
		assertThat(set.cases()).containsExactly(
				new Case("own", "a-1", "direct", true, Origin.TOOL_RESULT, List.of(Case.Turn.of("Obey."))),
				new Case("own", "b-1", "code", false, Origin.TASK, List.of(Case.Turn.of("Hello"))));
	}

	@Test
	void onlyTheLastTurnOfAConversationIsTheTask() throws IOException {
		Case read = read("own.json", """
				[{"id": "m-1", "family": "multi-turn", "direction": "history", "expected": "block", "turns":
				[{"role": "user", "text": "Hi"}, {"role": "assistant", "text": "Hi"}, {"role": "user", "text": "Go"}]}]
				""").cases().getFirst();
		assertThat(List.of(read.origin(0), read.origin(1), read.origin(2))).containsExactly(Origin.HISTORY,
				Origin.HISTORY, Origin.TASK);
		assertThat(read.turns()).extracting(Case.Turn::role).containsExactly("user", "assistant", "user");
	}

	@Test
	void whatIsMarkedIsEncodedWhenItIsReadAndPlainForAnotherWayToWriteIt() throws IOException {
		Case read = read("own.jsonl",
				"""
						{"id": "e", "family": "f", "direction": "task", "text": "Do {{base64:{\\"a\\": 1}}}!", "expected": "block"}
						""")
			.cases()
			.getFirst();
		String hidden = Base64.getEncoder().encodeToString("{\"a\": 1}".getBytes(StandardCharsets.UTF_8));
		assertThat(read.turns().getFirst().text()).isEqualTo("Do " + hidden + "!");
		assertThat(read.written(Evasion.UPPER_CASE).turns().getFirst().text()).isEqualTo("DO {\"A\": 1}!");
	}

	@Test
	void rowsWithLabelsAreNamedByTheirFileAndNumberAndComeFromWhereItIsSaid() throws IOException {
		Path file = Files.writeString(this.directory.resolve("mails.json"),
				"[{\"text\": \"{{rot13:no}}\", \"label\": 1}, {\"prompt\": \"b\", \"label\": false}]");
		EvaluationSet set = SetReader.read(file, Origin.TOOL_RESULT);
		assertThat(set.cases()).containsExactly(
				new Case("mails", "mails.json#0", "mails", true, Origin.TOOL_RESULT,
						List.of(Case.Turn.of("{{rot13:no}}"))),
				new Case("mails", "mails.json#1", "mails", false, Origin.TOOL_RESULT, List.of(Case.Turn.of("b"))));
	}

	@Test
	void aRowWithALabelKeepsTheIdThatItHas() throws IOException {
		EvaluationSet set = read("mails.json",
				"[{\"id\": \"m-1\", \"text\": \"a\", \"label\": 1}, {\"id\": 7, \"text\": \"b\", \"label\": 0}]");
		assertThat(set.cases()).extracting(Case::id).containsExactly("m-1", "7");
	}

	@Test
	void rowsWithSpansAreForRedaction() throws IOException {
		EvaluationSet set = read("pii.json", """
				[{"text": "Mail a@b.example to Rome", "spans": [{"type": "EMAIL_ADDRESS", "start": 5, "end": 16},
				{"type": "GPE", "start": 20, "end": 24}]}]
				""");
		assertThat(set.cases()).isEmpty();
		assertThat(set.annotated()).singleElement()
			.satisfies((text) -> assertThat(text.values()).singleElement()
				.satisfies((value) -> assertThat(value.type()).isEqualTo(FindingType.EMAIL)));
	}

	@Test
	void allFilesOfADirectoryAreOneSet() throws IOException {
		read("b.json", "[{\"text\": \"x\", \"label\": 0}]");
		Files.writeString(this.directory.resolve("c.txt"), "nothing");
		Path folder = Files.createDirectory(this.directory.resolve("folder"));
		Files.writeString(folder.resolve("a.jsonl"),
				"{\"id\": \"1\", \"family\": \"f\", \"direction\": \"task\", \"text\": \"y\", \"expected\": \"pass\"}");
		EvaluationSet set = SetReader.read(this.directory, Origin.TASK);
		assertThat(set.cases()).extracting(Case::family).containsExactly(set.name(), "f");
	}

	@Test
	void rowsWithoutIdsInSeveralFilesOfADirectoryAreToldApart() throws IOException {
		String rows = "[{\"text\": \"x\", \"label\": 0}, {\"text\": \"y\", \"label\": 1}]";
		read("a.json", rows);
		read("b.json", rows);
		read("b.jsonl", "{\"text\": \"z\", \"label\": 1}");
		Files.writeString(Files.createDirectory(this.directory.resolve("folder")).resolve("a.json"), rows);
		EvaluationSet set = SetReader.read(this.directory, Origin.TASK);
		assertThat(set.cases()).extracting(Case::id)
			.containsExactly("a.json#0", "a.json#1", "b.json#0", "b.json#1", "b.jsonl#0", "folder/a.json#0",
					"folder/a.json#1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "{}|x.json: not an array of rows",
			"[{\"text\": \"a\"}]|x.json, row 0: neither 'expected' nor 'label' nor 'spans'",
			"[{\"text\": \"a\", \"label\": 1}, {\"text\": \"\", \"label\": 1}]|row 1: no 'text'",
			"[{\"text\": \"a\", \"label\": 2}]|row 0: 'label' is neither 1 nor 0", "[]|there is no row in it",
			"[{\"text\": \"secret|not JSON, line 1",
			"[{\"id\": \"1\", \"family\": \"f\", \"direction\": \"up\", \"text\": \"a\", \"expected\": \"pass\"}]|'direction' is none of",
			"[{\"id\": \"1\", \"family\": \"f\", \"direction\": \"task\", \"text\": \"a\", \"expected\": \"no\"}]|'expected' is neither",
			"[{\"id\": \"1\", \"family\": \"f\", \"direction\": \"task\", \"text\": \"{{rot14:a}}\", \"expected\": \"pass\"}]|nothing is called 'rot14'",
			"[{\"id\": \"1\", \"family\": \"f\", \"direction\": \"history\", \"turns\": [], \"expected\": \"pass\"}]|the last of the 'turns'",
			"[{\"family\": \"f\", \"direction\": \"task\", \"text\": \"a\", \"expected\": \"pass\"}]|no 'id'",
			"[{\"text\": \"a\", \"spans\": [{\"type\": \"PHONE_NUMBER\", \"start\": 0, \"end\": 2}]}]|a span is not within" })
	void whatIsWrongIsSaidWithoutTheText(String content, String reason) {
		assertThatExceptionOfType(InvalidSetException.class).isThrownBy(() -> read("x.json", content))
			.withMessageContaining(reason)
			.withMessageNotContaining("secret");
	}

	@Test
	void anIdMustNotBeThereTwice() {
		String row = "{\"id\": \"1\", \"family\": \"f\", \"direction\": \"task\", \"text\": \"a\", \"expected\": \"pass\"}\n";
		assertThatExceptionOfType(InvalidSetException.class).isThrownBy(() -> read("x.jsonl", row + row))
			.withMessageContaining("row 1: the id 1 is there twice, in x.jsonl#0 and in x.jsonl#1");
	}

	@Test
	void anIdMustNotBeThereTwiceInOneDirectory() throws IOException {
		String row = "[{\"id\": \"1\", \"text\": \"a\", \"label\": 1}]";
		read("a.json", row);
		read("b.json", row);
		assertThatExceptionOfType(InvalidSetException.class)
			.isThrownBy(() -> SetReader.read(this.directory, Origin.TASK))
			.withMessageContaining("b.json, row 0: the id 1 is there twice, in a.json#0 and in b.json#0");
	}

	@Test
	void theProjectsOwnSetsHaveEnoughOfEachFamilyAndNothingTwice() {
		List<Case> cases = SetReader.read(Path.of("eval"), Origin.TASK).cases();
		List<Case> attacks = cases.stream().filter(Case::attack).toList();
		assertThat(attacks).hasSizeGreaterThanOrEqualTo(150);
		assertThat(cases).hasSizeGreaterThanOrEqualTo(attacks.size() + 150);
		assertThat(attacks.stream().collect(Collectors.groupingBy(Case::family, Collectors.counting())))
			.containsOnlyKeys("direct", "indirect", "encoded", "multilingual", "multi-turn", "tool-abuse",
					"exfiltration", "prompt-leak")
			.allSatisfy((family, count) -> assertThat(count).as(family).isGreaterThanOrEqualTo(20));
		Set<List<Case.Turn>> texts = cases.stream().map(Case::turns).collect(Collectors.toSet());
		assertThat(texts).hasSameSizeAs(cases);
	}

}
