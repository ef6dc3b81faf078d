package dev.agentservice.privacy.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An erasure as the ledger has it: by tags, without a name. That of a whole tenant names
 * the tenant twice; its line has no user, so that releases before skip it.
 *
 * @param seq its number, from 1; unique in one life of Redis, among those of its kind
 * @param user the user's tag, or the tenant's if all of it was erased
 * @param tenant the tenant's tag
 * @param at when it was asked for
 * @param erasure its id; null in lines of an earlier release
 * @param block whether the user was not to come back
 */
public record LedgerEntry(long seq, String user, String tenant, Instant at, @Nullable String erasure, boolean block) {

	/** What a tag looks like. */
	public static final Pattern TAG = Pattern.compile("[0-9a-f]{32}");

	/** What the id of a user's erasure looks like. */
	public static final Pattern ID = Pattern.compile("era_[0-9A-HJKMNP-TV-Z]{26}");

	/** What the id of a tenant's erasure looks like. */
	public static final Pattern TENANT_ID = Pattern.compile("ten_[0-9A-HJKMNP-TV-Z]{26}");

	private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

	private static final int ID_LENGTH = 26;

	private static final JsonMapper MAPPER = JsonMapper.shared();

	/**
	 * Reads a line: of the file, or of the log, which has other members besides.
	 * @return nothing if the line is no entry, for example because it was torn
	 */
	static Optional<LedgerEntry> parse(String line) {
		try {
			return of(MAPPER.readTree(line));
		}
		catch (JacksonException | DateTimeException _) {
			return Optional.empty();
		}
	}

	private static Optional<LedgerEntry> of(JsonNode json) {
		String tenant = json.path("tenant").asString("");
		String erasure = json.path("erasure").asString("");
		boolean whole = json.path("user").isMissingNode() && TENANT_ID.matcher(erasure).matches();
		String user = whole ? tenant : json.path("user").asString("");
		long seq = json.path("seq").asLong(0);
		if (seq < 1 || !TAG.matcher(user).matches() || !TAG.matcher(tenant).matches()) {
			return Optional.empty();
		}
		return Optional.of(new LedgerEntry(seq, user, tenant, Instant.parse(json.path("at").asString("")),
				whole || ID.matcher(erasure).matches() ? erasure : null, json.path("block").asBoolean(false)));
	}

	/** That of a whole tenant. */
	public static LedgerEntry ofTenant(long seq, String tenant, Instant at, String erasure) {
		return new LedgerEntry(seq, tenant, tenant, at, erasure, false);
	}

	/** Whether a whole tenant was erased. */
	public boolean coversTenant() {
		return this.user.equals(this.tenant);
	}

	/** Whether it says no more than Redis's own list does. */
	boolean isDerived() {
		return this.erasure == null || this.erasure.equals(derivedId());
	}

	/** The members of a line, in the order in which they are written. */
	public Map<String, Object> members() {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("seq", this.seq);
		if (!coversTenant()) {
			members.put("user", this.user);
		}
		members.put("tenant", this.tenant);
		members.put("at", this.at.toString());
		if (this.erasure != null || coversTenant()) {
			members.put("erasure", id());
		}
		if (this.block) {
			members.put("block", true);
		}
		return members;
	}

	/** The line without its end. */
	String line() {
		return MAPPER.writeValueAsString(members());
	}

	/** What Redis knows of an entry in its own list. */
	public static LedgerEntry of(String member, Instant at) {
		String[] parts = member.split(" ", 3);
		return new LedgerEntry(Long.parseLong(parts[0]), parts[1], parts[2], at, null, false);
	}

	/** By what Redis knows it in its own list. */
	public String member() {
		return this.seq + " " + this.user + " " + this.tenant;
	}

	/**
	 * The id of the erasure when it is done again: its own, or, where the line has none,
	 * one that is the same whenever and wherever it is made.
	 */
	public String id() {
		return (this.erasure != null) ? this.erasure : derivedId();
	}

	/** An id that is the same whenever and wherever it is made. */
	public String derivedId() {
		return derived(coversTenant() ? "ten_" : "era_", member() + " " + this.at);
	}

	private static String derived(String prefix, String text) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			StringBuilder id = new StringBuilder(prefix);
			for (int i = 0; i < ID_LENGTH; i++) {
				id.append(ALPHABET.charAt(digest[i] & (ALPHABET.length() - 1)));
			}
			return id.toString();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

}
