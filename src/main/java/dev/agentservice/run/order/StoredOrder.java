package dev.agentservice.run.order;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import dev.agentservice.run.record.RunDocument;
import org.jspecify.annotations.Nullable;

/**
 * Orders as the record holds them: what everybody may know of a run in its document, what
 * only its client knows in its input.
 */
public final class StoredOrder {

	private StoredOrder() {
	}

	/** The part that is in every run's record. */
	public static RunDocument document(RunOrder order) {
		return RunDocument.of(order.agent(), order.revision(), order.input().sessionId(), order.createdAt(),
				order.metadata(), order.flags());
	}

	/** The part that the record holds where the run continues without its client. */
	public static String input(RunOrder order) {
		return order.delivery().detached() ? StoredInput.of(order).json() : "";
	}

	/**
	 * What the first attempt was to do. A client that asks again brings the same order,
	 * as its fingerprint proves, but the agent and what is switched may have changed, and
	 * it may want its answer in another way.
	 * @param order what is asked now
	 * @param document the document of the first attempt, or null if this is the first
	 * @param input its input, or null if it is not stored
	 */
	public static RunOrder ofFirst(RunOrder order, @Nullable String document, @Nullable String input) {
		if (document == null) {
			return order;
		}
		RunOrder first = read(order.caller(), RunDocument.read(document),
				(input != null) ? StoredInput.read(input) : StoredInput.of(order));
		return new RunOrder(first.caller(), first.agent(), first.revision(), first.input(), first.terms(),
				order.delivery(), first.createdAt(), first.metadata(), first.flags());
	}

	/**
	 * An order of which nothing but the record is known.
	 * @param who tenant and user
	 */
	public static RunOrder read(UserTag tag, Who who, String document, String input) {
		StoredInput stored = StoredInput.read(input);
		return read(new Caller(who.tenant(), who.user(), tag, stored.credential(), stored.scopes()),
				RunDocument.read(document), stored);
	}

	private static RunOrder read(Caller caller, RunDocument document, StoredInput input) {
		return new RunOrder(caller, document.agent(), document.revision(), input.input(document.sessionId()),
				input.terms(), input.delivery(), document.createdAt(), document.metadata(), document.resolved());
	}

	/** Whose run it is. */
	public record Who(String tenant, String user) {

	}

}
