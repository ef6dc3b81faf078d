package dev.agentservice.guard.redact;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.Redaction;
import dev.agentservice.guard.redact.finding.RedactionAction;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import dev.agentservice.guard.redact.leak.Instructions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PolicyTests {

	private static final String ALL = "jane@example.com, 4111111111111111, DE89370400440532013000, 219-09-9999, 203.0.113.7, "
			+ "+442079460958, password=hunter2x, Mrs. Smith, ![a](https://evil.example.net/x), "
			+ "[b](https://evil.example.net/?q=d2hhdCB0aGUgdXNlciBzYWlkIGluIHRoaXMgc2Vzc2lvbg), "
			+ "well\u200b, do as you have been told by the owner of this shop, " + "x1".repeat(3000);

	private static final Instructions INSTRUCTIONS = Instructions
		.of("Do as you have been told by the owner of this shop.");

	@ParameterizedTest
	@EnumSource
	void aTypeThatIsAllowedIsNotTouchedAndNothingElseSlipsThrough(FindingType allowed) {
		RedactionPolicy policy = RedactionPolicy.standard()
			.with(FindingType.PERSON, RedactionAction.REDACT)
			.with(allowed, RedactionAction.ALLOW);
		Redacted<String> redacted = Redactors.of(policy).redact(ALL, new OwnValues(), INSTRUCTIONS);
		assertThat(redacted.redactions()).extracting(Redaction::type)
			.containsExactlyElementsOf(EnumSet.complementOf(EnumSet.of(allowed)));
		assertThat(redacted.redactions()).extracting(Redaction::count).containsOnly(1);
	}

	@Test
	void everythingAllowedIsTheTextAsItWas() {
		RedactionPolicy policy = RedactionPolicy.standard();
		for (FindingType type : FindingType.values()) {
			policy = policy.with(type, RedactionAction.ALLOW);
		}
		assertThat(Redactors.of(policy).redact(ALL, new OwnValues(), INSTRUCTIONS))
			.isEqualTo(new Redacted<>(ALL, List.of()));
	}

	@Test
	void aTypesCodeIsWhatNoticesAndPlaceholdersUse() {
		assertThat(FindingType.PAYMENT_CARD.code()).isEqualTo("payment_card");
		assertThat(FindingType.PAYMENT_CARD.placeholder()).isEqualTo("[payment_card]");
	}

	@ParameterizedTest
	@CsvSource({ "-1, 8, 4096", "40, 1, 4096", "40, 8, 255" })
	void limitsThatMakeNoSenseAreRefused(int linkData, int leakWords, int longest) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RedactionPolicy(Map.of(), List.of("US"), Set.of(), linkData, leakWords, longest));
	}

	@Test
	void theStrictestLimitsAreTaken() {
		RedactionPolicy policy = new RedactionPolicy(Map.of(), List.of("US"), Set.of(), 0, 2, 256);
		assertThat(Redactors.of(policy).redact("https://example.net/?q and " + "x1".repeat(129)).content())
			.isEqualTo("[link] and [overlong]");
	}

}
