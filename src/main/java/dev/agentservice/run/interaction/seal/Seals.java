package dev.agentservice.run.interaction.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import dev.agentservice.identity.UserTag;
import dev.agentservice.identity.UserTags;
import dev.agentservice.run.interaction.seal.InteractionProperties.Sink;
import dev.agentservice.support.redis.RedisProperties;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Seals texts with AES-256-GCM, under a key per user and day. Thread-safe.
 *
 * @see <a href="https://csrc.nist.gov/pubs/sp/800/38/d/final">NIST SP 800-38D</a>
 */
@Component
public class Seals {

	private static final String CIPHER = "AES/GCM/NoPadding";

	private static final int NONCE_BYTES = 12;

	private static final int TAG_BITS = 128;

	/**
	 * Of an argument that is longer, Redis's slow log and its report of a crash show only
	 * the beginning: never the secret.
	 */
	private static final String SHOWN = " ".repeat(128);

	private static final SecureRandom RANDOM = new SecureRandom();

	private final InteractionProperties properties;

	private final UserTags tags;

	private final Clock clock;

	@Autowired
	Seals(InteractionProperties properties, RedisProperties redis, UserTags tags) {
		this(properties, redis, tags, Clock.systemUTC());
	}

	Seals(InteractionProperties properties, RedisProperties redis, UserTags tags, Clock clock) {
		if (properties.retention().compareTo(redis.epochTtl()) >= 0) {
			throw new IllegalArgumentException(
					"agent-service.interactions.retention must be shorter than agent-service.redis.epoch-ttl");
		}
		this.properties = properties;
		this.tags = tags;
		this.clock = clock;
	}

	/** What {@code seal.lua} uses if the user has no secret today; empty if it is off. */
	public String offer() {
		if (this.properties.sink() == Sink.OFF) {
			return "";
		}
		return LocalDate.now(this.clock) + " " + this.properties.retention().toMillis() + SHOWN + random(8) + " "
				+ random(16);
	}

	/**
	 * Seals a text.
	 * @param seal what the admission answered, {@code <day> <handle> <secret>}
	 * @param runId the run, without which it cannot be opened
	 */
	public SealedText seal(UserTag user, String seal, String runId, String text) {
		String[] words = seal.split(" ", 3);
		byte[] nonce = new byte[NONCE_BYTES];
		RANDOM.nextBytes(nonce);
		try {
			Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key(user, words[0], words[2]), nonce, runId);
			byte[] sealed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
			return new SealedText(words[0] + "." + words[1], Base64.getEncoder()
				.encodeToString(ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array()));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every JDK has " + CIPHER, ex);
		}
	}

	/**
	 * Opens a sealed text; empty if it is not what this user's secret of the day sealed.
	 * @param secret the secret of its day
	 */
	public Optional<String> open(UserTag user, String day, String secret, String runId, String sealed) {
		try {
			byte[] bytes = Base64.getDecoder().decode(sealed);
			if (bytes.length < NONCE_BYTES) {
				return Optional.empty();
			}
			Cipher cipher = cipher(Cipher.DECRYPT_MODE, key(user, day, secret), bytes, runId);
			return Optional
				.of(new String(cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES), StandardCharsets.UTF_8));
		}
		catch (AEADBadTagException | IllegalArgumentException _) {
			return Optional.empty();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every JDK has " + CIPHER, ex);
		}
	}

	/** The nonce is what the bytes begin with. */
	private static Cipher cipher(int mode, SecretKeySpec key, byte[] bytes, String runId)
			throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance(CIPHER);
		cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, bytes, 0, NONCE_BYTES));
		cipher.updateAAD(runId.getBytes(StandardCharsets.UTF_8));
		return cipher;
	}

	private SecretKeySpec key(UserTag user, String day, String secret) {
		return new SecretKeySpec(HexFormat.of().parseHex(this.tags.ofSeal(user, day, secret)), "AES");
	}

	private static String random(int bytes) {
		byte[] random = new byte[bytes];
		RANDOM.nextBytes(random);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
	}

	/**
	 * A sealed text.
	 *
	 * @param seal which secret it needs: {@code <day>.<handle>}
	 * @param sealed nonce and cipher text in Base64
	 */
	public record SealedText(String seal, String sealed) {

	}

}
