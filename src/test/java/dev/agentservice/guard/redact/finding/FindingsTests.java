package dev.agentservice.guard.redact.finding;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What stands for a finding, what is counted, and what is told. */
class FindingsTests {

	private final List<String> seen = new ArrayList<>();

	private final Findings findings = new Findings(
			RedactionPolicy.standard().trusting("example.com").with(FindingType.EMAIL, RedactionAction.MASK),
			"own@example.com"::equals, (type, value) -> this.seen.add(type + " " + value));

	@Test
	void eachIsReplacedAsItsTypeIsAndCounted() {
		assertThat(this.findings.replace(FindingType.EMAIL, "jane@example.com")).isEqualTo("****@example.com");
		assertThat(this.findings.replace(FindingType.PHONE, "5551234")).isEqualTo("[phone]");
		assertThat(this.findings.replace(FindingType.PHONE, "5551235")).isEqualTo("[phone]");
		assertThat(this.findings.redactions()).containsExactly(new Redaction(FindingType.EMAIL, 1),
				new Redaction(FindingType.PHONE, 2));
	}

	@Test
	void whatIsTheReadersOwnStaysAndIsNotCountedButTold() {
		assertThat(this.findings.replace(FindingType.EMAIL, "own@example.com")).isEqualTo("own@example.com");
		assertThat(this.findings.redactions()).isEmpty();
		assertThat(this.seen).containsExactly("EMAIL own@example.com");
	}

}
