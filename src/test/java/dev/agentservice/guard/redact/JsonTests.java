package dev.agentservice.guard.redact;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.Redaction;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import dev.agentservice.guard.redact.leak.Instructions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class JsonTests {

	private static final Redactors REDACTORS = Redactors.of(RedactionPolicy.standard());

	private static final JsonMapper JSON = JsonMapper.shared();

	@Test
	void stringsAreRedactedWhereverTheyStandAndTheRestIsLeft() {
		Redacted<JsonNode> redacted = redact(
				"""
						{"to": "jane@example.com", "lines": ["Pay \\"4111 1111 1111 1111\\"\\n", {"n": 1.50, "ok": true, "x": null}]}""");
		assertThat(redacted.content()).isEqualTo(JSON.readTree("""
				{"to": "[email]", "lines": ["Pay \\"[payment_card]\\"\\n", {"n": 1.50, "ok": true, "x": null}]}"""));
		assertThat(redacted.redactions()).containsExactly(new Redaction(FindingType.EMAIL, 1),
				new Redaction(FindingType.PAYMENT_CARD, 1));
	}

	@Test
	void aNumberInWhichSomethingIsFoundBecomesAString() {
		assertThat(redact("{\"card\": 4111111111111111, \"count\": 12}").content())
			.isEqualTo(JSON.readTree("{\"card\": \"[payment_card]\", \"count\": 12}"));
	}

	@Test
	void aFieldsNameSaysWhatItsValueIs() {
		assertThat(
				redact("{\"phone\": \"5551234\", \"order\": \"5551234\", \"password\": \"hunter2hunter\"}").content())
			.isEqualTo(
					JSON.readTree("{\"phone\": \"[phone]\", \"order\": \"5551234\", \"password\": \"[credential]\"}"));
	}

	@Test
	void namesOfFieldsAreRedactedAndStayApart() {
		assertThat(redact("{\"a@example.com\": 1, \"b@example.com\": 2}").content())
			.isEqualTo(JSON.readTree("{\"[email]\": 1, \"[email]_1\": 2}"));
	}

	@Test
	void theTreeThatWasGivenIsNotChanged() {
		JsonNode tree = JSON.readTree("{\"a\": [\"jane@example.com\"]}");
		REDACTORS.redact(tree, new OwnValues(), Instructions.none());
		assertThat(tree).isEqualTo(JSON.readTree("{\"a\": [\"jane@example.com\"]}"));
	}

	@Test
	void aTextOfItsOwnIsATree() {
		assertThat(redact("\"203.0.113.7\"").content()).isEqualTo(JSON.readTree("\"[ip_address]\""));
		assertThat(redact("true").content()).isEqualTo(JSON.readTree("true"));
	}

	private static Redacted<JsonNode> redact(String json) {
		return REDACTORS.redact(JSON.readTree(json), new OwnValues(), Instructions.none());
	}

}
