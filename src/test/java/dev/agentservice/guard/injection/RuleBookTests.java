package dev.agentservice.guard.injection;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.agentservice.support.BesideOthers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The files of the rules say what the rules are, and what is wrong in one of them is
 * told.
 */
@BesideOthers
class RuleBookTests {

	@ParameterizedTest
	@EnumSource
	void eachFamilyHasTheRulesOfItsFile(Family family) throws IOException {
		List<RuleEntry> entries = RuleEntry.load(family);
		List<?> written = (List<?>) yaml(family.file());
		assertThat(entries).hasSameSizeAs(written).isNotEmpty();
		for (int i = 0; i < entries.size(); i++) {
			RuleEntry entry = entries.get(i);
			Map<?, ?> fields = (Map<?, ?>) written.get(i);
			assertThat(entry.family()).isEqualTo(family);
			assertThat(entry.id()).isEqualTo(fields.get("id"));
			assertThat(entry.reason()).isNotEmpty().isEqualTo(String.valueOf(fields.get("reason")).strip());
			assertThat(entry.task()).isEqualTo(weight(fields.get("task")));
			assertThat(entry.content()).isEqualTo(weight(fields.get("content")));
			assertThat(entry.examples()).isNotEmpty().isEqualTo(fields.get("examples"));
			assertThat(entry.patterns().size() + entry.text().size()).isPositive();
		}
	}

	@Test
	void allRulesOfAllFamiliesAreInTheBook() {
		RuleBook book = RuleBook.load();
		List<String> ids = new ArrayList<>();
		for (Family family : Family.values()) {
			RuleEntry.load(family).forEach((entry) -> ids.add(entry.id()));
		}
		assertThat(book.rules()).extracting(Rule::id).containsExactlyElementsOf(ids).doesNotHaveDuplicates();
		assertThat(book.rules()).allSatisfy((rule) -> {
			assertThat(rule.patterns().size() + rule.texts().size()).isPositive();
			assertThat(rule.patterns()).doesNotContainNull();
			assertThat(rule.texts()).doesNotContainNull();
		});
		assertThat(book.lexicon().size()).isPositive();
	}

	@Test
	void twoRulesOfOneIdAreRefused() {
		List<Rule> rules = RuleBook.load().rules();
		RuleBook.checkIds(rules);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RuleBook.checkIds(List.of(rules.getFirst(), rules.getLast(), rules.getFirst())))
			.withMessageContaining("same id");
	}

	@Test
	void aWordIsInEachVocabularyThatNamesIt() throws IOException {
		Map<String, Set<String>> meanings = GuardFile.vocabularies();
		Map<?, ?> written = (Map<?, ?>) yaml("guard/vocabulary.yaml");
		assertThat(written).isNotEmpty();
		written.forEach((name, byLanguage) -> ((Map<?, ?>) byLanguage).values()
			.forEach((words) -> assertThat(words.toString().strip().split("\\s+", -1))
				.allSatisfy((word) -> assertThat(meanings.get(word)).contains(name.toString()))));
		assertThat(meanings.values().stream().flatMap(Set::stream).distinct())
			.containsExactlyInAnyOrderElementsOf(written.keySet().stream().map(Object::toString).toList());
	}

	@Test
	void aFileThatIsMissingIsNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> GuardFile.read("guard/nothing.yaml"))
			.withMessageContaining("guard/nothing.yaml");
	}

	@Test
	void whatIsNoMapOrListIsAnEmptyOne() {
		assertThat(GuardFile.map("text")).isEmpty();
		assertThat(GuardFile.strings("text")).isEmpty();
		assertThat(GuardFile.strings(List.of("a", 1))).containsExactly("a", "1");
		Map<Object, Object> withNull = new TreeMap<>();
		withNull.put("empty", null);
		assertThat(GuardFile.map(withNull)).containsExactly(Map.entry("empty", ""));
	}

	@Test
	void aWeightBlocksOrIsBelowOne() {
		assertThat(RuleEntry.of(Family.OVERRIDE, fields("block")).task()).isEqualTo(1);
		assertThat(RuleEntry.of(Family.OVERRIDE, fields(0)).task()).isZero();
		assertThat(RuleEntry.of(Family.OVERRIDE, fields(0.99)).task()).isEqualTo(0.99);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-0.01", "1", "1.5" })
	void anyOtherNumberIsNoWeight(double weight) {
		assertThatIllegalArgumentException().isThrownBy(() -> RuleEntry.of(Family.OVERRIDE, fields(weight)))
			.withMessageContaining("rules/override.yaml: rule 'mine'")
			.withMessageContaining("weights");
	}

	@Test
	void whatARuleDoesNotHaveIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> RuleEntry.of(Family.OVERRIDE, fields("high")));
		Map<String, Object> unknown = fields("block");
		unknown.put("exmples", List.of());
		assertThatIllegalArgumentException().isThrownBy(() -> RuleEntry.of(Family.OVERRIDE, unknown))
			.withMessageContaining("exmples");
	}

	private static Map<String, Object> fields(Object task) {
		return new TreeMap<>(Map.of("id", "mine", "reason", "Because.", "task", task, "content", 0.5));
	}

	private static double weight(@Nullable Object written) {
		return (written instanceof Number number) ? number.doubleValue() : 1;
	}

	private static Object yaml(String file) throws IOException {
		try (InputStream in = RuleBookTests.class.getClassLoader().getResourceAsStream(file)) {
			return new Yaml().load(in);
		}
	}

}
