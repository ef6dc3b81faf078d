package dev.agentservice.flag;

/**
 * What an override is called in Redis: the flag's name, or that, a colon and the tenant.
 * No flag has a colon in its name, so whatever a tenant is called, it is nobody else's.
 */
public final class OverrideName {

	private OverrideName() {
	}

	/** A tenant's own override. */
	public static String of(String flag, String tenant) {
		return flag + ":" + tenant;
	}

	/** Which flag an override is of. */
	static String flagOf(String name) {
		int colon = name.indexOf(':');
		return (colon < 0) ? name : name.substring(0, colon);
	}

}
