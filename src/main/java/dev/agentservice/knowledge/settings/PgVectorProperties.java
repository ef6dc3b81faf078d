package dev.agentservice.knowledge.settings;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the index in PostgreSQL is.
 *
 * @param url for example {@code jdbc:postgresql://db.example.com/knowledge}, without
 * credentials
 * @param username the role, which may create tables, or owns them
 * @param password its password
 * @param connections how many connections a replica has at most. Failure mode: what waits
 * longer than a second for one fails as if the database did not answer
 * @param exactRows up to how many passages of its owners a search compares all of them;
 * above, it walks a graph that may miss some
 */
public record PgVectorProperties(@NotNull @DefaultValue("") String url, @NotNull @DefaultValue("") String username,
		@NotNull @DefaultValue("") String password, @Min(1) @Max(100) @DefaultValue("8") int connections,
		@Min(0) @Max(1_000_000) @DefaultValue("10000") int exactRows) {

	private static final Pattern SCHEMA = Pattern.compile("[?&]currentSchema=([^&]*)");

	private static final String NAME = "agent-service.knowledge.pgvector.";

	/**
	 * Settings.
	 * @throws IllegalArgumentException if a credential is in the address, which is logged
	 */
	public PgVectorProperties {
		String lower = url.toLowerCase(Locale.ROOT);
		if (lower.contains("password=") || lower.contains("user=") || lower.contains("@")) {
			throw new IllegalArgumentException(
					NAME + "url must be without credentials; use " + NAME + "username and " + NAME + "password");
		}
	}

	/**
	 * By which this database, and the schema in it, is known from others: what it holds
	 * is in no other one.
	 */
	public String place() {
		Matcher schema = SCHEMA.matcher(this.url);
		return this.url.replaceFirst("\\?.*$", "") + (schema.find() ? "?" + schema.group(1) : "");
	}

	void demandPlace() {
		if (!this.url.startsWith("jdbc:postgresql:")) {
			throw new IllegalArgumentException(NAME + "url must be set with 'index: pgvector', such as "
					+ "jdbc:postgresql://db.example.com:5432/knowledge");
		}
	}

	/** Without the password. */
	@Override
	public String toString() {
		return "PgVectorProperties[url=" + this.url + "]";
	}

}
