package dev.agentservice.audit;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Which part of a tenant's log to read.
 *
 * @param after the id behind which to begin, towards the past; with the newest entry if
 * {@code null}
 * @param action only entries of this action, or {@code null}
 * @param limit how many at most, 1 to {@value #MAX_LIMIT}
 */
public record AuditQuery(@Nullable String after, @Nullable String action, int limit) {

	/** The largest page. */
	public static final int MAX_LIMIT = 200;

	/** What an entry's id looks like. */
	public static final Pattern ID = Pattern.compile("[0-9]{1,15}-[0-9]{1,15}");

	public AuditQuery {
		Assert.isTrue(after == null || ID.matcher(after).matches(), "after must be the id of an entry");
		Assert.isTrue(limit >= 1 && limit <= MAX_LIMIT, "limit must be 1 to " + MAX_LIMIT);
	}

}
