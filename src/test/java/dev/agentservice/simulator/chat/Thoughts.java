package dev.agentservice.simulator.chat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The thoughts of one provider's models: signs them with a key that nobody else has, and
 * remembers which calls of tools came after which thought. Thread-safe.
 */
public final class Thoughts {

	private static final int MEMORY = 20_000;

	private static final String ALGORITHM = "HmacSHA256";

	private final SecretKeySpec key;

	private final Map<String, String> byCall = new LinkedHashMap<>() {
		@Override
		protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
			return size() > MEMORY;
		}
	};

	/** The thoughts of this provider's models. */
	public Thoughts(String provider) {
		this.key = new SecretKeySpec(("the key of " + provider).getBytes(StandardCharsets.UTF_8), ALGORITHM);
	}

	/** What proves that a thought is this provider's, and unchanged. */
	public String sign(String thought) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			return Base64.getEncoder().encodeToString(mac.doFinal(thought.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Whether the signature is that of the thought. */
	public boolean signed(String thought, String signature) {
		return sign(thought).equals(signature);
	}

	/** A thought that only this provider can read. */
	public String seal(String thought) {
		return sign(thought) + "." + Base64.getEncoder().encodeToString(thought.getBytes(StandardCharsets.UTF_8));
	}

	/** Whether this provider sealed it. */
	public boolean sealed(String sealed) {
		int dot = sealed.indexOf('.');
		return dot > 0
				&& signed(new String(Base64.getDecoder().decode(sealed.substring(dot + 1)), StandardCharsets.UTF_8),
						sealed.substring(0, dot));
	}

	/** Remembers what was thought before the calls of a reply. */
	public void remember(Reply reply) {
		synchronized (this.byCall) {
			reply.calls().forEach((call) -> this.byCall.put(call.id(), reply.thought().text()));
		}
	}

	/**
	 * What was thought before a call: an empty text if nothing, empty if the call is not
	 * one of this provider's.
	 */
	public Optional<String> before(String callId) {
		synchronized (this.byCall) {
			return Optional.ofNullable(this.byCall.get(callId));
		}
	}

}
