package dev.agentservice.run.order;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import dev.agentservice.run.record.RunDocument;
import dev.agentservice.support.json.UnreadableStateException;
import dev.agentservice.support.state.ReleaseProperties;
import dev.agentservice.support.state.StateProperties;
import org.jspecify.annotations.Nullable;

/**
 * Orders as the record holds them: the public part of a run in its document, the part
 * that only its client knows in its input.
 */
public final class StoredOrder {

	private StoredOrder() {
	}

	/**
	 * The part that is in every run's record.
	 * @param version the document's version
	 * @param release the release that accepted the run
	 */
	public static RunDocument document(RunOrder order, int version, ReleaseProperties release) {
		return new RunDocument(version, order.agent(), order.revision(), order.input().sessionId(), order.createdAt(),
				order.metadata(), order.flags(), release.version(), release.track(), order.runtime());
	}

	/**
	 * The part that the record holds where the run continues without its client.
	 * @param version the document's version
	 */
	public static String input(RunOrder order, int version) {
		return order.delivery().detached() ? StoredInput.of(order, version).json() : "";
	}

	/**
	 * The order of the first attempt. A client that retries sends the same order, as its
	 * fingerprint proves, but the agent and the flags may have changed, and it may want
	 * its answer in another mode.
	 * @param order the order of the present request
	 * @param document the document of the first attempt, or null if this is the first
	 * @param input its input, or null if it is not stored
	 * @throws UnreadableStateException if this release cannot read them
	 */
	public static RunOrder ofFirst(RunOrder order, @Nullable String document, @Nullable String input) {
		if (document == null) {
			return order;
		}
		RunOrder first = read(order.caller(), RunDocument.read(document),
				(input != null) ? StoredInput.read(input) : StoredInput.of(order, StateProperties.NEWEST_VERSION));
		return new RunOrder(first.caller(), first.agent(), first.revision(), first.input(), first.terms(),
				order.delivery(), first.createdAt(), first.metadata(), first.flags(), first.runtime());
	}

	/**
	 * An order that is known from the record alone.
	 * @param who tenant and user
	 * @throws UnreadableStateException if this release cannot read it
	 */
	public static RunOrder read(UserTag tag, Who who, String document, String input) {
		StoredInput stored = StoredInput.read(input);
		return read(new Caller(who.tenant(), who.user(), tag, stored.credential(), stored.scopes()),
				RunDocument.read(document), stored);
	}

	private static RunOrder read(Caller caller, RunDocument document, StoredInput input) {
		return new RunOrder(caller, document.agent(), document.revision(), input.input(document.sessionId()),
				input.terms(), input.delivery(), document.createdAt(), document.metadata(), document.resolved(),
				document.runtime());
	}

	/** Whose run it is. */
	public record Who(String tenant, String user) {

	}

}
