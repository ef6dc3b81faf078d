package dev.agentservice.run.owner.script;

import java.util.concurrent.atomic.AtomicReference;

import dev.agentservice.identity.Caller;
import dev.agentservice.run.order.QueueTerms;
import dev.agentservice.run.order.RunOrder;
import dev.agentservice.run.order.StoredKey;
import dev.agentservice.run.order.StoredOrder;
import dev.agentservice.run.record.RunDocument;
import dev.agentservice.run.record.RunKeys;
import dev.agentservice.support.state.ReleaseProperties;
import org.jspecify.annotations.Nullable;

/**
 * A request to register a run.
 *
 * @param id the id it gets, unless it turns out to be an earlier one's next attempt
 * @param order its order
 * @param idempotency what stands for the client's name for this request
 * @param queue on what terms it waits for a worker; null if it begins here
 * @param generation what the request learned of its user's epoch so far
 */
public record RunTicket(String id, RunOrder order, StoredKey idempotency, @Nullable QueueTerms queue,
		Generation generation) {

	/** A request that was not answered yet. */
	public RunTicket(String id, RunOrder order, StoredKey idempotency, @Nullable QueueTerms queue) {
		this(id, order, idempotency, queue, new Generation());
	}

	/** A run that begins here. */
	public RunTicket(String id, RunOrder order, StoredKey idempotency) {
		this(id, order, idempotency, null);
	}

	/** The same, with findings about its input. */
	public RunTicket with(RunOrder.Input input) {
		return new RunTicket(this.id, this.order.with(input), this.idempotency, this.queue, this.generation);
	}

	public RunTicket withId(String earlier) {
		return new RunTicket(earlier, this.order, this.idempotency, this.queue, this.generation);
	}

	public Caller caller() {
		return this.order.caller();
	}

	/** Stands for the client's name for this request; empty without one. */
	public String idempotencyKey() {
		return this.idempotency.digest();
	}

	RunDocument document(int version, ReleaseProperties release) {
		return StoredOrder.document(this.order, version, release);
	}

	RunKeys keys() {
		return new RunKeys(caller().tag());
	}

	/**
	 * The user's epoch as a request saw it with its first answer. A request that waits,
	 * and asks again after an erasure, would otherwise be admitted under the next epoch
	 * and bring its text back. Thread-safe.
	 */
	static final class Generation {

		private final AtomicReference<@Nullable String> first = new AtomicReference<>();

		/** The request was answered: only the first epoch counts. */
		void saw(@Nullable String epoch) {
			if (epoch != null) {
				this.first.compareAndSet(null, epoch);
			}
		}

		/** The first epoch, or the empty text while there is none. */
		String epoch() {
			String epoch = this.first.get();
			return (epoch != null) ? epoch : "";
		}

	}

}
