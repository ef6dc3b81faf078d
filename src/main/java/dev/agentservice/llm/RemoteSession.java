package dev.agentservice.llm;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import dev.agentservice.budget.BudgetExceededException;
import dev.agentservice.budget.Grant;
import dev.agentservice.budget.RunBill;
import dev.agentservice.budget.price.Price;
import dev.agentservice.budget.price.Tokens;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.llm.provider.Metering;
import dev.agentservice.llm.remote.HostedTool;
import dev.agentservice.llm.remote.RemoteAnswer;
import dev.agentservice.llm.remote.RemoteFees;
import dev.agentservice.llm.remote.RemoteObjects;
import dev.agentservice.llm.remote.RemoteRef;
import dev.agentservice.llm.remote.RemoteRuntime;
import dev.agentservice.llm.remote.RemoteTask;
import dev.agentservice.llm.remote.RemoteWatcher;
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

	private final long hostedContext;

	private final RemoteFees fees;

	private final RemoteObjects.Owner owner;

	private final RunBill bill;

	/**
	 * A session.
	 * @param hostedContext how many tokens a prompt may grow to by the results of hosted
	 * tools
	 */
	RemoteSession(RemoteGateway gateway, Terms terms, long hostedContext, RemoteFees fees, RemoteObjects.Owner owner,
			RunBill bill) {
		this.gateway = gateway;
		this.terms = terms;
		this.hostedContext = hostedContext;
		this.fees = fees;
		this.owner = owner;
		this.bill = bill;
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
		RemoteTask task = new RemoteTask(request, mayCallTools ? this.terms.hosted() : List.of(),
				this.terms.hostedCalls());
		return this.gateway.guarded(this.terms.runtime(), request.model(), () -> paid(task, watcher));
	}

	/**
	 * Goes on with a part that an earlier attempt of the run started and reserved.
	 * @param grant what was put aside then
	 */
	public ModelReply resume(ModelRequest request, RemoteRef begun, Grant grant, RemoteWatcher watcher) {
		RemoteCall call = call(request.model(), request.deadline(), grant, watcher);
		return settled(request, call, grant, watcher, () -> call.resume(begun));
	}

	/**
	 * Ends and settles a part that an earlier attempt of the run started, unless the next
	 * one goes on with it.
	 */
	public void abandon(RemoteRef begun, Grant grant, ModelId model, RemoteWatcher watcher) {
		if (watcher.goesOnElsewhere()) {
			this.bill.leave(grant);
			return;
		}
		RemoteCall call = call(model, grant.reservation().deadline(), grant, watcher);
		call.takeOver(begun);
		try {
			this.gateway.end(this.owner, call, watcher);
		}
		finally {
			settle(1, call, grant);
		}
	}

	private ModelReply paid(RemoteTask task, RemoteWatcher watcher) {
		long prompt = this.gateway.prompt(task.request());
		Reserved reserved = reserve(task, prompt);
		Grant grant = reserved.grant();
		RemoteTask capped = task.capped(Math.toIntExact(grant.outputTokens()), reserved.calls());
		RemoteCall call = call(task.request().model(), task.request().deadline(), grant, watcher);
		return settled(capped.request(), call, grant, watcher, () -> call.start(capped));
	}

	/**
	 * As many calls of hosted tools as can be paid for, and no more than are permitted.
	 */
	private Reserved reserve(RemoteTask task, long prompt) {
		ModelRequest request = task.request();
		int calls = task.hosted().isEmpty() ? 0 : payable(task, prompt, this.terms.hostedCalls());
		while (true) {
			try {
				return new Reserved(this.bill.reserve(request.model().toString(), worstPrompt(prompt, calls),
						request.maxOutputTokens(), this.fees.worstNano(calls), request.deadline()), calls);
			}
			catch (BudgetExceededException ex) {
				if (calls == 0 || (calls == 1 && !this.terms.goesWithout())) {
					throw ex;
				}
				calls = (calls == 1) ? 0 : payable(task, prompt, calls - 1);
			}
		}
	}

	/** At least one: whether that can be paid is for the budget to say. */
	private int payable(RemoteTask task, long prompt, int most) {
		Price price = this.gateway.price(task.request().model());
		int calls = most;
		while (calls > 1 && price.worstCaseNano(worstPrompt(prompt, calls), task.request().maxOutputTokens())
				+ this.fees.worstNano(calls) > this.bill.leftNano()) {
			calls--;
		}
		return calls;
	}

	/** Each call can add to the prompt, which is then read again. */
	private long worstPrompt(long prompt, int calls) {
		return (calls == 0) ? prompt : Math.min(Tokens.MAX, (calls + 1) * Math.max(prompt, this.hostedContext));
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
			left = call.ref() != null && call.answer() == null && watcher.goesOnElsewhere();
			throw ex;
		}
		finally {
			if (left) {
				this.bill.leave(grant);
			}
			else {
				try {
					this.gateway.end(this.owner, call, watcher);
				}
				finally {
					settle(this.gateway.prompt(request), call, grant);
				}
			}
		}
	}

	private ModelReply reply(ModelRequest request, RemoteCall call, Grant grant, RemoteAnswer answer) {
		Usage usage = Objects.requireNonNullElseGet(credible(this.gateway.prompt(request), call, grant),
				() -> new Usage(grant.reservation().promptTokens(), 0, 0, grant.outputTokens(), true));
		return new ModelReply(request.model(), answer.message(), usage, answer.finish());
	}

	/** No answer is lost because of its cost. */
	private void settle(long prompt, RemoteCall call, Grant grant) {
		try {
			charge(prompt, call, grant);
		}
		catch (RuntimeException ex) {
			LOG.atError().addKeyValue("runtime", this.terms.runtime().label()).setCause(ex).log("call charged in full");
			this.bill.unknown(grant);
		}
	}

	/**
	 * By the provider's report; without one that is plausible by the most that can have
	 * happened, as far as its record shows.
	 */
	private void charge(long prompt, RemoteCall call, Grant grant) {
		Usage usage = credible(prompt, call, grant);
		if (usage != null) {
			this.bill.used(grant, new Tokens(usage.inputTokens(), usage.cachedInputTokens(), usage.cacheWriteTokens(),
					usage.outputTokens()), call.telling().feesNano());
		}
		else if (!call.hasWorked() || cameToNothing(call)) {
			this.bill.unused(grant);
		}
		else if (call.answer() != null && !call.isResumed()) {
			this.bill.estimated(grant, mostUsed(prompt, call, grant), call.telling().feesNano());
		}
		else {
			this.bill.unknown(grant);
		}
	}

	/** It failed before a word of it: a refusal, only later. */
	private static boolean cameToNothing(RemoteCall call) {
		RemoteAnswer answer = call.answer();
		return answer != null && answer.status() == RemoteAnswer.Status.FAILED && call.telling().isEmpty();
	}

	/** What its provider reports, if that is plausible, and no more than has a price. */
	private @Nullable Usage credible(long prompt, RemoteCall call, Grant grant) {
		RemoteAnswer answer = call.answer();
		if (answer == null) {
			return null;
		}
		Usage usage = answer.usage();
		if (usage == null || usage.inputTokens() > Tokens.MAX || usage.outputTokens() > Tokens.MAX) {
			return null;
		}
		long most = worstPrompt(prompt, call.telling().hostedCalls());
		return Metering.isCrediblePrompt(usage.inputTokens(), prompt, most)
				&& Metering.isCredibleOutput(usage.outputTokens(), answer.length(), grant.outputTokens()) ? usage
						: null;
	}

	private Tokens mostUsed(long prompt, RemoteCall call, Grant grant) {
		long seen = worstPrompt(prompt, call.telling().hostedCalls());
		return new Tokens(Math.min(grant.reservation().promptTokens(), seen), 0, 0, grant.outputTokens());
	}

	/** What was put aside, and how many calls of hosted tools it pays for. */
	private record Reserved(Grant grant, int calls) {

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
