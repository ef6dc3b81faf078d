package dev.agentservice.guard.redact.credential;

import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.guard.redact.Redacted;
import dev.agentservice.guard.redact.Redactors;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.Redaction;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import dev.agentservice.guard.redact.stage.Cuts;
import dev.agentservice.guard.redact.stage.Passage;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class CredentialTests {

	private static final Redactors REDACTORS = Redactors.of(RedactionPolicy.standard());

	static List<String> kinds() {
		return CredentialFormats.kinds();
	}

	@Test
	void everyKindHasAnExampleAndThereAreSixtyAtLeast() {
		assertThat(CredentialRule.load()).extracting(CredentialRule::id)
			.containsExactlyInAnyOrderElementsOf(kinds())
			.hasSizeGreaterThanOrEqualTo(60);
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void aCredentialIsTakenOutAndNothingElse(String kind) {
		for (int seed = 0; seed < 6; seed++) {
			CredentialFormats.Example example = CredentialFormats.example(kind, seed);
			Redacted<String> redacted = REDACTORS.redact(example.text());
			assertThat(redacted.content()).isEqualTo(example.redacted());
			assertThat(redacted.redactions()).containsExactly(new Redaction(FindingType.CREDENTIAL, 1));
		}
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void aCredentialIsFoundByItsOwnRule(String kind) {
		CredentialRule rule = CredentialRule.load()
			.stream()
			.filter((r) -> r.id().equals(kind))
			.findFirst()
			.orElseThrow();
		CredentialFormats.Example example = CredentialFormats.example(kind, 7);
		Passage passage = Passage.of(example.before(), example.secret() + example.after(), 1);
		assertThat(rule.mayOccur(passage)).isTrue();
		assertThat(Stream.of(example.text(), example.before() + example.secret()))
			.anyMatch((text) -> rule.pattern().matcher(text).find());
		assertThat(rule.accepts(example.secret())).isTrue();
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void aCredentialIsFoundHoweverTheTextIsCut(String kind) {
		Cuts.assertSameHoweverCut(REDACTORS, "Here: " + CredentialFormats.example(kind, 3).text() + " and so on.");
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void aCredentialIsFoundInJsonInsideOfAString(String kind) {
		CredentialFormats.Example example = CredentialFormats.example(kind, 11);
		String text = "{\\\"log\\\": \\\"line one\\n" + example.text().replace("\"", "\\\"") + "\\n\\\"}";
		assertThat(REDACTORS.redact(text).content()).doesNotContain(example.secret()).contains("[credential]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY",
			"ENCRYPTED PRIVATE KEY", "PGP PRIVATE KEY BLOCK" })
	void aPrivateKeyGoesFromItsFirstLineToItsLast(String label) {
		String key = CredentialFormats.privateKey(label, 3, 1);
		Redacted<String> redacted = REDACTORS.redact("before " + key + " after");
		assertThat(redacted.content()).isEqualTo("before [credential] after");
		assertThat(redacted.redactions()).containsExactly(new Redaction(FindingType.CREDENTIAL, 1));
		Cuts.assertSameHoweverCut(REDACTORS, "before " + key + " after");
	}

	@Test
	void aPrivateKeyWithItsLineEndsEscapedGoesToo() {
		String key = CredentialFormats.privateKey("PRIVATE KEY", 2, 1).replace("\n", "\\n");
		assertThat(REDACTORS.redact("{\"private_key\": \"" + key + "\\n\", \"x\": 1}").content())
			.isEqualTo("{\"private_key\": \"[credential]\\n\", \"x\": 1}");
	}

	@Test
	void aPrivateKeyWithHeadersGoesToo() {
		String key = CredentialFormats.privateKey("RSA PRIVATE KEY", 2, 1)
			.replaceFirst("\n", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,ABCDEF\n\n");
		assertThat(REDACTORS.redact(key + '.').content()).isEqualTo("[credential].");
	}

	@Test
	void aPrivateKeyThatNeverEndsIsNeverReleasedHoweverLong() {
		String key = CredentialFormats.privateKey("PRIVATE KEY", 5000, 1);
		String cut = key.substring(0, key.length() - 30);
		assertThat(REDACTORS.redact("Key:\n" + cut).content()).isEqualTo("Key:\n[credential]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "The file begins with -----BEGIN PRIVATE KEY----- and goes on.",
			"-----BEGIN CERTIFICATE-----\nTWFueSBoYW5kcyBtYWtlIGxpZ2h0IHdvcmsu\n-----END CERTIFICATE-----",
			"-----BEGIN PUBLIC KEY-----\nTWFueSBoYW5kcyBtYWtlIGxpZ2h0IHdvcmsu\n-----END PUBLIC KEY-----", "a\n-----\nb",
			"----------------", "-----BEGIN", "-----BEGIN PRIVATE KEY-----" })
	void whatOnlyLooksLikeAPrivateKeyStays(String text) {
		assertThat(REDACTORS.redact(text).content()).isEqualTo(text);
		Cuts.assertSameHoweverCut(REDACTORS, text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Your password must have 12 characters.", "The token expires in 3600 seconds.",
			"Set max_tokens: 4096 and token_limit=100000.", "Reset your password: https://example.com/reset",
			"password: ********", "The secret is patience.", "api_key: <your key here>", "secret: see the vault",
			"commit 3f786850e387550fdab836ed7e6dc881de23001b",
			"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
			"id 123e4567-e89b-12d3-a456-426614174000", "md5 d41d8cd98f00b204e9800998ecf8427e",
			"class AbstractSingletonProxyFactoryBean extends Object", "https://example.com/a/b?c=d",
			"http://localhost:8080/path", "see sk-learn and sk-image", "pat on the back", "v1.0-rc1",
			"the Bearer of this letter", "-u option of curl", "key-value stores",
			"git@github.com:owner/repository.git" })
	void whatIsNoCredentialStays(String text) {
		Redacted<String> redacted = REDACTORS.redact(text);
		assertThat(redacted.content()).isEqualTo(text);
		assertThat(redacted.redactions()).isEmpty();
	}

	@Test
	void aCandidateThatIsTooLongIsRedactedUntilItEnds() {
		String endless = "a1B2".repeat(3000);
		Redacted<String> redacted = REDACTORS.redact("x " + endless + " y");
		assertThat(redacted.content()).isEqualTo("x [overlong] y");
		assertThat(redacted.redactions()).containsExactly(new Redaction(FindingType.OVERLONG, 1));
	}

	@Test
	void aUrlThatIsTooLongIsRedactedUntilItEnds() {
		String url = "postgres://user:" + "p,(;x".repeat(2000) + "@host";
		assertThat(REDACTORS.redact("x " + url + " y").content()).isEqualTo("x [overlong] y");
	}

}
