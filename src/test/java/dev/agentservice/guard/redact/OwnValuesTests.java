package dev.agentservice.guard.redact;

import java.util.List;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.Redaction;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import dev.agentservice.guard.redact.leak.Instructions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class OwnValuesTests {

	private static final Redactors REDACTORS = Redactors.of(RedactionPolicy.standard());

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "I am jane@example.com | We wrote to Jane@Example.com",
					"my card is 4111 1111 1111 1111 | card 4111111111111111",
					"IBAN DE89370400440532013000 | DE89 3704 0044 0532 0130 00",
					"my number: 415-555-2671 | call (415) 555-2671", "I have 5551234 | phone 5551234",
					"from 203.0.113.7 | your address is 203.0.113.7" })
	void whatTheUserSuppliedMayBeReadInTheAnswer(String task, String answer) {
		OwnValues own = new OwnValues().learn(task, REDACTORS);
		assertThat(REDACTORS.redact(answer, own, Instructions.none())).isEqualTo(new Redacted<>(answer, List.of()));
		assertThat(REDACTORS.redact(answer).redactions()).isNotEmpty();
	}

	@Test
	void whatSomebodyElseSuppliedMayNot() {
		OwnValues own = new OwnValues().learn("I am jane@example.com", REDACTORS);
		Redacted<String> redacted = REDACTORS.redact("jane@example.com and bob@example.com", own, Instructions.none());
		assertThat(redacted.content()).isEqualTo("jane@example.com and [email]");
		assertThat(redacted.redactions()).containsExactly(new Redaction(FindingType.EMAIL, 1));
	}

	@Test
	void theSamePartOfALongerValueIsNotTheValue() {
		OwnValues own = new OwnValues().learn("I am jane@example.com", REDACTORS);
		assertThat(REDACTORS.redact("mary-jane@example.com", own, Instructions.none()).content()).isEqualTo("[email]");
	}

}
