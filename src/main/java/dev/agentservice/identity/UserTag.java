package dev.agentservice.identity;

/**
 * Stands for a (tenant, user) in keys, logs and metrics: an HMAC nobody can turn back
 * without the pepper. Lower-case hexadecimal, 32 characters.
 *
 * @param value the tag itself
 */
public record UserTag(String value) {

	/**
	 * A Redis key of this user. All keys of one user share the hash tag, so one script
	 * can touch them on a cluster.
	 * @param suffix what the key holds, for example {@code epoch}
	 * @return the key, for example <code>as:{3f…}:epoch</code>
	 */
	public String key(String suffix) {
		return "as:{" + this.value + "}:" + suffix;
	}

	@Override
	public String toString() {
		return this.value;
	}

}
