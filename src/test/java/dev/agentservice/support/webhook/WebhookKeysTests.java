package dev.agentservice.support.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@BesideOthers
class WebhookKeysTests {

	private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

	private static final String OTHER = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);

	/** The example of Standard Webhooks. */
	private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

	private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

	@Test
	void signaturesAreThoseOfTheStandard() {
		assertThat(WebhookKeys.of(List.of(SECRET)).sign("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", BODY))
			.isEqualTo(SIGNATURE);
		assertThat(verifies(List.of(SECRET), SIGNATURE)).isTrue();
	}

	@Test
	void oneOfSeveralSecretsAndSignaturesIsEnough() {
		assertThat(verifies(List.of(OTHER, SECRET), "v2,x " + SIGNATURE)).isTrue();
		assertThat(verifies(List.of(OTHER), SIGNATURE)).isFalse();
		assertThat(verifies(List.of(), SIGNATURE)).isFalse();
	}

	@Test
	void whatIsNoSignatureOfItIsNone() {
		assertThat(verifies(List.of(SECRET), "")).isFalse();
		assertThat(verifies(List.of(SECRET), SIGNATURE.replace("v1", "v1a"))).isFalse();
		assertThat(verifies(List.of(SECRET), SIGNATURE.substring(0, SIGNATURE.length() - 1))).isFalse();
		assertThat(verifies(List.of(SECRET), String.join(" ", Collections.nCopies(8, "v1,x")) + " " + SIGNATURE))
			.as("behind more than anybody sends")
			.isFalse();
	}

	@Test
	void whatIsNoSecretIsRefusedAndNotShown() {
		for (String secret : List.of("", "whsec_", "whsec_c2hvcnQ=", SECRET.substring(6), "whsec_%%%")) {
			assertThatIllegalArgumentException().isThrownBy(() -> WebhookKeys.of(List.of(secret)))
				.withMessage("a secret that signs messages is whsec_ and 24 to 64 bytes in base64");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> WebhookKeys.of(Collections.nCopies(5, SECRET)));
	}

	private static boolean verifies(List<String> secrets, String signatures) {
		return WebhookKeys.of(secrets).verify("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", BODY, signatures);
	}

}
