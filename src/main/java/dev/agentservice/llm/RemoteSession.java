package dev.agentservice.llm;

import java.util.List;
import java.util.function.Supplier;

import dev.agentservice.budget.BudgetExceededException;
import dev.agentservice.budget.Grant;
import dev.agentservice.budget.RunBill;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.llm.remote.HostedTool;
import dev.agentservice.llm.remote.RemoteAnswer;
import dev.agentservice.llm.remote.RemoteFees;
import dev.agentservice.llm.remote.RemoteObjects;
import dev.agentservice.llm.remote.RemoteRef;
import dev.agentservice.llm.remote.RemoteRuntime;
import dev.agentservice.llm.remote.RemoteTask;
import dev.agentservice.llm.remote.RemoteWatcher;
import dev.agentservice.llm.remote.money.RemoteMoney;
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of one run at a provider, part by part: each ends with an answer, or with
 * calls of our tools. Each part reserves its worst case before it starts, and settles to
 * what the provider reports and lists when it has ended. Used by the run's thread only.
 */
public final class RemoteSession {

	private static final Logger LOG = LoggerFactory.getLogger(RemoteSession.class);

	private final RemoteGateway gateway;

	private final Terms terms;

	private final RemoteFees fees;

	private final RemoteObjects.Owner owner;

	private final RunBill bill;

	private final RemoteMoney money;

	/** What the provider keeps for the next part. */
	private @Nullable RemoteRef kept;

	/** How many tokens that has; 0 if the provider has not said it. */
	private long held;

	RemoteSession(RemoteGateway gateway, Terms terms, RemoteFees fees, RemoteObjects.Owner owner, RunBill bill,
			RemoteMoney money) {
		this.gateway = gateway;
		this.terms = terms;
		this.fees = fees;
		this.owner = owner;
		this.bill = bill;
		this.money = money;
	}

	/**
	 * Has the next part worked on.
	 * @param request the conversation and our tools; without those no hosted ones may be
	 * called either
	 * @param mayCallTools whether it may end with calls of tools
	 * @throws dev.agentservice.llm.model.ModelException if there is no answer
	 * @throws GoneException if the provider has forgotten it
	 * @throws BudgetExceededException if the remainder pays for no useful answer, or, if
	 * it may not go without hosted tools, for no call of one
	 * @throws java.util.concurrent.CancellationException if the calling thread was
	 * interrupted; its interrupt flag stays set
	 */
	public ModelReply ask(ModelRequest request, boolean mayCallTools, RemoteWatcher watcher) {
		RemoteTask task = task(request, mayCallTools, 0);
		this.kept = this.gateway.waiting(this.terms.runtime(), request).orElse(this.kept);
		return this.gateway.guarded(this.terms.runtime(), request.model(), () -> paid(task, watcher));
	}

	private RemoteTask task(ModelRequest request, boolean mayCallTools, long amountNano) {
		return new RemoteTask(request, mayCallTools ? this.terms.hosted() : List.of(), this.terms.hostedCalls(),
				amountNano);
	}

	/**
	 * Goes on with a part that an earlier attempt of the run started and reserved.
	 * @param grant what was put aside then
	 */
	public ModelReply resume(ModelRequest request, boolean mayCallTools, RemoteRef begun, Grant grant,
			RemoteWatcher watcher) {
		RemoteCall call = call(request.model(), request.deadline(), grant, watcher);
		RemoteTask task = task(request, mayCallTools, grant.amountNano());
		return settled(request, call, grant, watcher, () -> call.resume(begun, task));
	}

	/**
	 * Ends and settles a part that an earlier attempt of the run started, unless the next
	 * one goes on with it. Where its runtime cannot be reached it is charged in full.
	 * @return whether it has ended
	 */
	public boolean abandon(RemoteRef begun, Grant grant, ModelId model, RemoteWatcher watcher) {
		if (watcher.goesOnElsewhere()) {
			this.bill.leave(grant);
			return false;
		}
		if (!isServed()) {
			this.bill.unknown(grant);
			return true;
		}
		RemoteCall call = call(model, grant.reservation().deadline(), grant, watcher);
		call.takeOver(begun);
		try {
			ended(call, watcher);
		}
		finally {
			settle(1, call, grant);
		}
		return true;
	}

	/** What an earlier attempt of the run has left for the next part. */
	public void keeps(RemoteRef left) {
		this.kept = left;
	}

	/** Whether its runtime can be reached. */
	public boolean isServed() {
		return this.gateway.serves(this.terms.runtime());
	}

	/**
	 * Nothing more is to be worked on, unless another attempt of the run goes on: the
	 * provider need not keep anything.
	 */
	public void close(RemoteWatcher watcher) {
		RemoteRef left = this.kept;
		if (left != null && !watcher.goesOnElsewhere()) {
			this.kept = null;
			watcher.whenStored(() -> this.gateway.discard(this.owner, left));
		}
	}

	private ModelReply paid(RemoteTask task, RemoteWatcher watcher) {
		ModelRequest request = task.request();
		RemoteMoney.Reserved reserved = this.money.reserve(task, prompt(request), this.gateway.price(request.model()),
				this.terms.goesWithout());
		RemoteCall call = call(request.model(), request.deadline(), reserved.grant(), watcher);
		return settled(reserved.task().request(), call, reserved.grant(), watcher, () -> call.start(reserved.task()));
	}

	private long prompt(ModelRequest request) {
		long sent = this.gateway.prompt(request);
		return this.gateway.waiting(this.terms.runtime(), request).isEmpty() ? sent
				: this.money.inSession(sent, this.held, !this.terms.hosted().isEmpty());
	}

	private RemoteCall call(ModelId model, Deadline deadline, Grant grant, RemoteWatcher watcher) {
		return this.gateway.call(this.terms.runtime(), model, deadline, grant, this.fees, watcher,
				(ref) -> this.gateway.started(this.owner, ref));
	}

	private ModelReply settled(ModelRequest request, RemoteCall call, Grant grant, RemoteWatcher watcher,
			Supplier<RemoteAnswer> work) {
		boolean left = false;
		try {
			return this.gateway.measured(request.model(), () -> reply(request, call, grant, work.get()));
		}
		catch (RuntimeException ex) {
			left = call.ref() != null && call.outcome().answer() == null && watcher.goesOnElsewhere();
			throw ex;
		}
		finally {
			if (left) {
				this.bill.leave(grant);
			}
			else {
				try {
					ended(call, watcher);
				}
				finally {
					settle(this.gateway.prompt(request), call, grant);
				}
			}
		}
	}

	private void ended(RemoteCall call, RemoteWatcher watcher) {
		boolean stays = this.gateway.end(this.owner, call, watcher);
		if (call.ref() != null) {
			this.kept = stays ? call.ref() : null;
		}
	}

	private ModelReply reply(ModelRequest request, RemoteCall call, Grant grant, RemoteAnswer answer) {
		this.held = answer.work().held();
		Usage usage = this.money.usage(this.gateway.prompt(request), call.outcome(), grant);
		return new ModelReply(request.model(), answer.message(), usage, answer.finish());
	}

	/** No answer is lost because of its cost. */
	private void settle(long prompt, RemoteCall call, Grant grant) {
		try {
			this.money.charge(prompt, call.outcome(), grant);
		}
		catch (RuntimeException ex) {
			LOG.atError().addKeyValue("runtime", this.terms.runtime().label()).setCause(ex).log("call charged in full");
			this.bill.unknown(grant);
		}
	}

	/**
	 * What an agent may have done at a provider.
	 *
	 * @param runtime where
	 * @param hosted the tools that run there; each has a price
	 * @param hostedCalls how often they may be called in each part of a loop
	 * @param hostedContext how many tokens a prompt may grow to by their results; null
	 * for as many as the model can hold
	 * @param goesWithout whether it goes without those tools where no call can be paid
	 */
	public record Terms(RemoteRuntime runtime, List<HostedTool> hosted, int hostedCalls,
			@Nullable Integer hostedContext, boolean goesWithout) {

		public Terms {
			hosted = List.copyOf(hosted);
		}

	}

	/**
	 * The provider knows nothing any more of what it has worked on, nor whether that came
	 * to an end.
	 */
	public static final class GoneException extends RuntimeException {

		GoneException() {
			super("gone at its provider");
		}

	}

}
