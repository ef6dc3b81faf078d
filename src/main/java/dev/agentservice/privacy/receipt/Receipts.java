package dev.agentservice.privacy.receipt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

import dev.agentservice.identity.UserTags;
import dev.agentservice.privacy.PrivacyProperties;
import dev.agentservice.support.json.CanonicalJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Signs the reports of erasures, with Ed25519 (RFC 8032) if there is a key. Thread-safe.
 */
@Component
public class Receipts {

	private static final String ALGORITHM = "Ed25519";

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final UserTags tags;

	private final @Nullable PrivateKey key;

	Receipts(PrivacyProperties properties, UserTags tags) {
		this.tags = tags;
		Path file = properties.receiptKey();
		this.key = (file != null) ? read(file) : null;
	}

	/** Signs a report that has no receipt yet. */
	public SignedReceipt sign(ErasureReport report) {
		return signed(report);
	}

	/** The same for that of a tenant. */
	public SignedReceipt sign(TenantReport report) {
		return signed(report);
	}

	private SignedReceipt signed(Object report) {
		String text = CanonicalJson.of(MAPPER.valueToTree(report));
		return (this.key != null) ? new SignedReceipt(ALGORITHM, text, signature(this.key, text))
				: new SignedReceipt("HMAC", text, this.tags.ofReceipt(text));
	}

	private static String signature(PrivateKey key, String text) {
		try {
			Signature signature = Signature.getInstance(ALGORITHM);
			signature.initSign(key);
			signature.update(text.getBytes(StandardCharsets.UTF_8));
			return Base64.getEncoder().encodeToString(signature.sign());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every JDK has " + ALGORITHM, ex);
		}
	}

	/** Neither the text nor the cause of a failure is passed on: it is a secret. */
	private static PrivateKey read(Path file) {
		try {
			String body = Files.readString(file).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
			return KeyFactory.getInstance(ALGORITHM)
				.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("agent-service.privacy.receipt-key: the file cannot be read", ex);
		}
		catch (GeneralSecurityException | IllegalArgumentException _) {
			throw new IllegalArgumentException("agent-service.privacy.receipt-key: the file holds no Ed25519 key in "
					+ "PKCS#8. Make one with: openssl genpkey -algorithm ed25519");
		}
	}

}
