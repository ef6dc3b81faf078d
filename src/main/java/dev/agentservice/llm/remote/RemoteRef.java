package dev.agentservice.llm.remote;

/**
 * A part of a run's loop at a provider, by the provider's own id.
 *
 * @param runtime where it is
 * @param id the provider's id, for example of a response; where a session has several
 * parts, the session's, a slash, and the number of the events before the part
 */
public record RemoteRef(RemoteRuntime runtime, String id) {

	private static final char PART = '/';

	/** A part of a session that begins behind so many events of it. */
	public static RemoteRef inSession(RemoteRuntime runtime, String session, int eventsBefore) {
		return new RemoteRef(runtime, session + PART + eventsBefore);
	}

	/** The id of what the provider keeps. */
	public String object() {
		int part = this.id.indexOf(PART);
		return (part >= 0) ? this.id.substring(0, part) : this.id;
	}

	/** How many events of its session are before it. */
	public int eventsBefore() {
		String behind = this.id.substring(this.id.indexOf(PART) + 1);
		return behind.matches("[0-9]{1,9}") ? Integer.parseInt(behind) : 0;
	}

}
