package dev.agentservice.tool.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

import dev.agentservice.identity.UserTag;
import dev.agentservice.support.json.CanonicalJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a result is kept under: the same tool with the same arguments, in whatever order
 * and spelling a model wrote them.
 */
public final class ResultKey {

	private final String tool;

	private final String member;

	private final @Nullable Owner owner;

	private ResultKey(String tool, JsonNode arguments, @Nullable Owner owner) {
		this.tool = tool;
		this.member = "cache:" + tool + ":" + sha256(tool + "\n" + CanonicalJson.of(arguments));
		this.owner = owner;
	}

	/** The key of a result that is the same for everybody. */
	public static ResultKey shared(String tool, JsonNode arguments) {
		return new ResultKey(tool, arguments, null);
	}

	/**
	 * The key of a result that depends on the user.
	 * @param user the user
	 * @param epoch the user's epoch at the run's admission
	 * @param tool the tool's name
	 * @param arguments the checked arguments
	 */
	public static ResultKey of(UserTag user, String epoch, String tool, JsonNode arguments) {
		return new ResultKey(tool, arguments, new Owner(user, epoch));
	}

	private static String sha256(String text) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every JDK has SHA-256", ex);
		}
	}

	String tool() {
		return this.tool;
	}

	/** The key in the index of the user's keys. */
	String member() {
		return this.member;
	}

	/** The key in Redis. */
	String redisKey() {
		return (this.owner != null) ? this.owner.user().key(this.member) : "as:" + this.member;
	}

	/** Whose result it is; null if it is everybody's. */
	@Nullable Owner owner() {
		return this.owner;
	}

	/** The keys that are written with a result: its own, and what ties it to its user. */
	List<String> keys() {
		return (this.owner != null) ? List.of(redisKey(), this.owner.user().key("epoch"), this.owner.user().key("keys"))
				: List.of(redisKey());
	}

	/**
	 * What is written under those keys.
	 * @param ttl how long the result is good for
	 * @param epochTtl how long the user's index is kept
	 */
	List<Object> arguments(String document, Duration ttl, Duration epochTtl) {
		return (this.owner != null)
				? List.of(document, ttl.toMillis(), this.owner.epoch(), this.member, epochTtl.toMillis())
				: List.of(document, ttl.toMillis());
	}

	/**
	 * Whose result it is.
	 *
	 * @param user the user
	 * @param epoch the epoch that still has to be the user's
	 */
	record Owner(UserTag user, String epoch) {

	}

}
