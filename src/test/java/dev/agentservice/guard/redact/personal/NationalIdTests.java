package dev.agentservice.guard.redact.personal;

import java.util.Arrays;
import java.util.Locale;

import dev.agentservice.guard.redact.Redactors;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import dev.agentservice.guard.redact.stage.Cuts;
import dev.agentservice.guard.redact.stage.Fold;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class NationalIdTests {

	private static final Redactors REDACTORS = Redactors.of(RedactionPolicy.standard());

	@Test
	void everyKindHasAnExample() {
		assertThat(PersonalExamples.nationalIds().map((example) -> example.get()[0]).distinct())
			.containsExactlyInAnyOrderElementsOf(Arrays.asList((Object[]) NationalId.values()));
	}

	@ParameterizedTest
	@MethodSource("dev.agentservice.guard.redact.personal.PersonalExamples#nationalIds")
	void aNationalIdIsTakenOutHoweverTheTextIsCut(NationalId kind, String before, String id) {
		assertThat(kind.isRight(NationalIdFormulas.plain(id))).isTrue();
		assertThat(REDACTORS.redact(before + id + ", she said").content())
			.isEqualTo(before + "[national_id], she said");
		Cuts.assertSameHoweverCut(REDACTORS, "Hers: " + before + id + ", she said");
	}

	@ParameterizedTest
	@MethodSource("dev.agentservice.guard.redact.personal.PersonalExamples#nationalIds")
	void mostWrongDigitsAreNoticed(NationalId kind, String before, String id) {
		String plain = NationalIdFormulas.plain(id);
		int wrong = 0;
		int noticed = 0;
		for (int i = 0; i < plain.length(); i++) {
			for (char digit = '0'; digit <= '9' && Fold.isDigit(plain.charAt(i)); digit++) {
				String changed = plain.substring(0, i) + digit + plain.substring(i + 1);
				wrong += changed.equals(plain) ? 0 : 1;
				noticed += kind.isRight(changed) ? 0 : 1;
			}
		}
		boolean unchecked = kind.name().toUpperCase(Locale.ROOT).matches("US_.*|UK_NINO|DK_CPR");
		assertThat(noticed).as(before).isGreaterThanOrEqualTo(unchecked ? 0 : wrong * 80 / 100);
	}

	@ParameterizedTest
	@MethodSource("dev.agentservice.guard.redact.personal.PersonalExamples#nationalIds")
	void aNationalIdInsideOfSomethingLongerIsNone(NationalId kind, String before, String id) {
		String text = kind.name() + "-a" + NationalIdFormulas.plain(id) + "b7";
		assertThat(REDACTORS.redact(before + text).content()).isEqualTo(before + text);
	}

}
