package dev.agentservice.run.owner;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.agentservice.flag.ResolvedFlags;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import dev.agentservice.run.order.OnDisconnect;
import dev.agentservice.run.order.QueueTerms;
import dev.agentservice.run.order.RunMode;
import dev.agentservice.run.order.RunOrder;
import dev.agentservice.run.order.RunOrder.Delivery;
import dev.agentservice.run.order.RunOrder.Input;
import dev.agentservice.run.order.RunOrder.Terms;
import dev.agentservice.run.order.StoredKey;
import dev.agentservice.run.owner.script.RunTicket;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for runs, and what for.
 */
public final class Tickets {

	private static final Delivery WHOLE = new Delivery(RunMode.SYNC, OnDisconnect.CANCEL, false);

	private static final Delivery STREAMED = new Delivery(RunMode.STREAM, OnDisconnect.CANCEL, false);

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
		return ticket(caller, session, run, WHOLE, null, "");
	}

	/** One whose caller reads along. */
	static RunTicket streamed(Caller caller, @Nullable String session, String run) {
		return ticket(caller, session, run, STREAMED, null, "");
	}

	/** One whose caller reads along and may ask again, for the same. */
	public static RunTicket keyed(Caller caller, String key, String run) {
		return keyed(caller, "s", key, "this", run);
	}

	/** One whose caller reads along and may ask again. */
	public static RunTicket keyed(Caller caller, @Nullable String session, String key, String request, String run) {
		return ticket(caller, session, run, STREAMED, key, request);
	}

	/** One that continues without its caller, who may ask again. */
	static RunTicket detached(Caller caller, @Nullable String session, String key, String run) {
		return ticket(caller, session, run, new Delivery(RunMode.STREAM, OnDisconnect.DETACH, false), key, "this");
	}

	/** One that waits for a worker. */
	public static RunTicket async(Caller caller, @Nullable String session, String key, String run) {
		return async(caller, session, key, run, new QueueTerms(Duration.ofHours(1), 0, false));
	}

	static RunTicket async(Caller caller, @Nullable String session, String key, String run, QueueTerms queue) {
		RunTicket ticket = ticket(caller, session, run, new Delivery(RunMode.ASYNC, OnDisconnect.DETACH, false), key,
				"this");
		RunOrder order = ticket.order();
		return new RunTicket(run,
				new RunOrder(caller, order.agent(), order.revision(), order.input(),
						new Terms(null, null, true, queue.waitForBudget()), order.delivery(), order.createdAt(),
						order.metadata(), order.flags()),
				ticket.idempotency(), queue);
	}

	/** The same with what is switched for it. */
	static RunTicket switched(RunTicket ticket, ResolvedFlags flags) {
		RunOrder order = ticket.order();
		return new RunTicket(ticket.id(), new RunOrder(order.caller(), order.agent(), order.revision(), order.input(),
				order.terms(), order.delivery(), order.createdAt(), order.metadata(), flags), ticket.idempotency());
	}

	private static RunTicket ticket(Caller caller, @Nullable String session, String run, Delivery delivery,
			@Nullable String key, String request) {
		RunOrder order = new RunOrder(caller, "assistant", "revision-1",
				new Input("task of " + run, List.of(), session, false, false), new Terms(null, null, false), delivery,
				Instant.now(), Map.of("order", "7"), ResolvedFlags.NONE);
		return new RunTicket(run, order, stored(key, request));
	}

	/** As it is written, and as a release before has written it. */
	static StoredKey stored(@Nullable String key, String request) {
		return (key != null) ? new StoredKey(key, request, "former-" + key, "former-" + request, true) : StoredKey.NONE;
	}

}
