package dev.agentservice.guard.redact.finding;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MaskTests {

	@ParameterizedTest
	@CsvSource({ "EMAIL, jane@example.com, ****@example.com", "PAYMENT_CARD, 4111 1111 1111 1111, ****1111",
			"IBAN, DE89370400440532013000, ****3000", "PHONE, +442079460958, ****0958", "PHONE, 020 7946 09, ****09",
			"PHONE, 1234567, ****67", "PHONE, 123456, ****", "PAYMENT_CARD, 501843400299, ****0299",
			"PAYMENT_CARD, 50184340029, ****", "EMAIL, @example, ****", "IP_ADDRESS, 10.1.2.3, ****",
			"CREDENTIAL, abcdefghijklmnopqrstuvwxyz, ****" })
	void aMaskLeavesWhatItsOwnerKnowsItBy(FindingType type, String value, String masked) {
		assertThat(Mask.of(type, value)).isEqualTo(masked);
	}

}
