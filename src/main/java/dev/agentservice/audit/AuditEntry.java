package dev.agentservice.audit;

import java.util.regex.Pattern;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A change that somebody is about to make. It is kept when the people it concerns are
 * long erased: {@code target}, {@code before} and {@code after} name users by their tag
 * and hold no text of theirs.
 *
 * @param tenant whose operators see it: the tenant that it is done to
 * @param credential the configured name of the API key, or of the issuer
 * @param user who makes the change
 * @param action what is done, for example {@code budget.override}
 * @param target to what, for example a flag's name or a user's tag
 * @param before what was there, or {@code null} if nothing was
 * @param after what will be there, or {@code null} if nothing will be
 */
public record AuditEntry(String tenant, String credential, UserTag user, String action, String target,
		@Nullable String before, @Nullable String after) {

	/** What an action may be called. */
	public static final Pattern ACTION = Pattern.compile("[a-z][a-z0-9._-]{0,63}");

	private static final int MAX_TARGET = 1_000;

	private static final int MAX_VALUE = 64_000;

	/** A change that this caller makes. */
	public static AuditEntry by(Caller caller, String action, String target, @Nullable String before,
			@Nullable String after) {
		return new AuditEntry(caller.tenant(), caller.credential(), caller.tag(), action, target, before, after);
	}

	/** The same change, as another tenant may see it. */
	public AuditEntry seenBy(String other, @Nullable String itsBefore, @Nullable String itsAfter) {
		return new AuditEntry(other, this.credential, this.user, this.action, this.target, itsBefore, itsAfter);
	}

	/** This entry, if it may be written; what was written once can always be read. */
	AuditEntry checked() {
		Assert.isTrue(ACTION.matcher(this.action).matches(), "An action must match " + ACTION.pattern());
		Assert.isTrue(!this.target.isBlank() && this.target.length() <= MAX_TARGET,
				"A target has 1 to " + MAX_TARGET + " characters");
		Assert.isTrue(length(this.before) <= MAX_VALUE && length(this.after) <= MAX_VALUE,
				"A value has at most " + MAX_VALUE + " characters");
		return this;
	}

	private static int length(@Nullable String value) {
		return (value != null) ? value.length() : 0;
	}

}
