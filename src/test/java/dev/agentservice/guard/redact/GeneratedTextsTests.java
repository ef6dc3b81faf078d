package dev.agentservice.guard.redact;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.guard.redact.AnnotatedText.Value;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GeneratedTextsTests {

	private static final List<AnnotatedText> TEXTS = GeneratedTexts.all(1);

	@Test
	void theSameSeedGivesTheSameTextsAndAnotherOneOthers() {
		assertThat(GeneratedTexts.all(1)).isEqualTo(TEXTS);
		assertThat(GeneratedTexts.all(2)).isNotEqualTo(TEXTS).hasSameSizeAs(TEXTS);
	}

	@Test
	void thereAreValuesOfEveryTypeThatHasAFormatAndTextsWithoutAny() {
		assertThat(TEXTS.stream().flatMap((text) -> text.values().stream()).map(Value::type).distinct())
			.containsExactlyInAnyOrder(FindingType.CREDENTIAL, FindingType.EMAIL, FindingType.IBAN,
					FindingType.PAYMENT_CARD, FindingType.NATIONAL_ID, FindingType.IP_ADDRESS, FindingType.PHONE);
		assertThat(TEXTS).filteredOn((text) -> text.values().isEmpty()).hasSizeGreaterThan(300);
	}

	@Test
	void aValueThatIsNotFoundAndAFindingThatIsNoneAreToldWithTheirPlace() {
		List<String> told = new ArrayList<>();
		RedactionMeasure measure = new RedactionMeasure(RedactionPolicy.standard(),
				(what, where) -> told.add(what + " " + where));
		measure.add(new AnnotatedText("jane@example.com or nobody", List.of(new Value(FindingType.EMAIL, 0, 16),
				new Value(FindingType.EMAIL, 20, 26), new Value(FindingType.PERSON, 20, 26))));
		measure.add(new AnnotatedText("at bob@example.com", List.of()));
		assertThat(measure.scores()).containsExactly(new TypeScore(FindingType.EMAIL, 2, 1, 2, 1));
		assertThat(told).containsExactly("missed " + new Value(FindingType.EMAIL, 20, 26),
				"false " + new Value(FindingType.EMAIL, 3, 18));
	}

}
