package dev.agentservice.budget;

import java.util.regex.Pattern;

import dev.agentservice.identity.UserTag;
import org.jspecify.annotations.Nullable;

/**
 * Who pays for a call: every scope it is charged to.
 *
 * @param tenant the tenant's tag, which becomes the hash tag of all its keys
 * @param user the user's tag
 * @param credential the configured name of the credential that the work is done with, or
 * {@code null} for work that nobody asked for
 * @param agent the agent's name, or {@code null} for work outside any agent
 * @param run the id of the run, or of other work with a cap of its own
 * @param attempt the fencing token of the run's owner, from 1: an older one may settle,
 * never reserve
 * @param taskLimitNano the cap of this run in nano-USD; the configured cap applies as
 * well
 */
public record Payer(String tenant, UserTag user, @Nullable String credential, @Nullable String agent, String run,
		int attempt, long taskLimitNano) {

	// Names become parts of keys and of lists separated by blanks.
	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");

	/**
	 * Checks the names.
	 * @throws IllegalArgumentException if a name cannot be part of a key, or the cap or
	 * the attempt is out of range
	 */
	public Payer {
		checkName(tenant);
		checkName(user.value());
		checkName(run);
		if (credential != null) {
			checkName(credential);
		}
		if (agent != null) {
			checkName(agent);
		}
		if (attempt < 1 || taskLimitNano < 0) {
			throw new IllegalArgumentException("attempt is at least 1, a cap is not negative");
		}
	}

	/** The same payer, for an earlier attempt of its run. */
	Payer ofAttempt(int earlier) {
		return new Payer(this.tenant, this.user, this.credential, this.agent, this.run, earlier, this.taskLimitNano);
	}

	static void checkName(String name) {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException("Not usable in a key: '" + name + "'");
		}
	}

}
