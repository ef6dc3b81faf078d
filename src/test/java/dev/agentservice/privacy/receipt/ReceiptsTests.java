package dev.agentservice.privacy.receipt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

import dev.agentservice.identity.PepperedTags;
import dev.agentservice.privacy.PrivacyProperties;
import dev.agentservice.privacy.receipt.ErasureReport.Backups;
import dev.agentservice.privacy.receipt.ErasureReport.StoreReport;
import dev.agentservice.support.BesideOthers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@BesideOthers
class ReceiptsTests {

	private static final ErasureReport REPORT = new ErasureReport("era_01M838DWTC55J56BHF7KJFK35W", "3f0c",
			ErasureStatus.COMPLETED, Instant.parse("2026-11-23T09:30:00Z"), Instant.parse("2026-11-23T10:30:00Z"),
			false, List.of(new StoreReport("run", 12, 12, List.of(), Instant.parse("2026-11-23T09:30:02Z"))),
			List.of(new Outside("openai", "prompts", "30d")), new Backups("done", 17, false), null);

	@TempDir
	Path folder;

	@Test
	void aReceiptIsCheckedWithThePublicKeyAloneAndOneByteMoreIsRefused() throws Exception {
		KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
		SignedReceipt receipt = receipts(pem(keys)).sign(REPORT);
		assertThat(receipt.algorithm()).isEqualTo("Ed25519");
		assertThat(verifies(keys.getPublic(), receipt.signed(), receipt.signature())).isTrue();
		String changed = receipt.signed().replace("\"deleted\":12", "\"deleted\":13");
		assertThat(changed).isNotEqualTo(receipt.signed());
		assertThat(verifies(keys.getPublic(), changed, receipt.signature())).isFalse();
	}

	@Test
	void whatIsSignedIsTheWholeReport() {
		JsonNode signed = JsonMapper.shared().readTree(receipts(null).sign(REPORT).signed());
		assertThat(signed.at("/requested_at").asString()).isEqualTo("2026-11-23T09:30:00Z");
		assertThat(signed.at("/stores/0/verified_at").asString()).isEqualTo("2026-11-23T09:30:02Z");
		assertThat(signed.at("/backups/ledger_seq").asInt()).isEqualTo(17);
		assertThat(signed.has("receipt")).isFalse();
	}

	@Test
	void withoutAKeyTheReceiptSaysThatOnlyTheServiceCanCheckIt() {
		SignedReceipt receipt = receipts(null).sign(REPORT);
		assertThat(receipt.algorithm()).isEqualTo("HMAC");
		assertThat(receipts(null).sign(REPORT)).isEqualTo(receipt);
	}

	@Test
	void aFileThatHoldsNoKeyStopsTheStartAndIsNotQuoted() throws IOException {
		Path file = Files.writeString(this.folder.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n");
		assertThatIllegalArgumentException().isThrownBy(() -> receipts(file))
			.withMessageContaining("openssl genpkey")
			.withMessageNotContaining("c2VjcmV0");
	}

	private Path pem(KeyPair keys) throws IOException {
		String body = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(keys.getPrivate().getEncoded());
		return Files.writeString(this.folder.resolve("key.pem"),
				"-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
	}

	private static boolean verifies(PublicKey key, String text, String signature) throws GeneralSecurityException {
		Signature check = Signature.getInstance("Ed25519");
		check.initVerify(key);
		check.update(text.getBytes(StandardCharsets.UTF_8));
		return check.verify(Base64.getDecoder().decode(signature));
	}

	private static Receipts receipts(@Nullable Path key) {
		return new Receipts(new PrivacyProperties(null, Duration.ofDays(400), Duration.ofDays(2), key, 2000),
				PepperedTags.of("a pepper that is only good for tests"));
	}

}
