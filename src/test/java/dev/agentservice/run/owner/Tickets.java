package dev.agentservice.run.owner;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.agentservice.flag.ResolvedFlags;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for runs, and what for.
 */
public final class Tickets {

	private Tickets() {
	}

	/** Somebody who never was here before. */
	public static Caller somebody() {
		return caller("acme", "jane", UUID.randomUUID().toString().replace("-", ""));
	}

	public static Caller caller(String tenant, String user, String tag) {
		return new Caller(tenant, user, new UserTag(tag), "key", Set.of());
	}

	/** A run of the assistant whose caller waits for the answer. */
	public static RunTicket plain(Caller caller, @Nullable String session, String run) {
		return ticket(caller, session, run, "sync", null, "");
	}

	/** One whose caller reads along. */
	static RunTicket streamed(Caller caller, @Nullable String session, String run) {
		return ticket(caller, session, run, "stream", null, "");
	}

	/** One whose caller reads along and may ask again, for the same. */
	public static RunTicket keyed(Caller caller, String key, String run) {
		return keyed(caller, "s", key, "this", run);
	}

	/** One whose caller reads along and may ask again. */
	public static RunTicket keyed(Caller caller, @Nullable String session, String key, String request, String run) {
		return ticket(caller, session, run, "stream", key, request);
	}

	private static RunTicket ticket(Caller caller, @Nullable String session, String run, String mode,
			@Nullable String key, String request) {
		return new RunTicket(run, caller, "assistant", "revision-1", session, mode, key, request, Map.of("order", "7"),
				ResolvedFlags.NONE);
	}

}
