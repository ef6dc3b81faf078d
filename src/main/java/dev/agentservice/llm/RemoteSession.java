package dev.agentservice.llm;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import dev.agentservice.budget.BudgetExceededException;
import dev.agentservice.budget.Grant;
import dev.agentservice.budget.RunBill;
import dev.agentservice.budget.price.Price;
import dev.agentservice.budget.price.Tokens;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.llm.remote.HostedTool;
import dev.agentservice.llm.remote.RemoteAnswer;
import dev.agentservice.llm.remote.RemoteFees;
import dev.agentservice.llm.remote.RemoteRef;
import dev.agentservice.llm.remote.RemoteRuntime;
import dev.agentservice.llm.remote.RemoteTask;
import dev.agentservice.llm.remote.RemoteWatcher;

/**
 * The loop of one run at a provider, part by part: each ends with an answer, or with
 * calls of our tools. Each part reserves its worst case before it starts, and settles to
 * what the provider reports and lists when it has ended. Used by the run's thread only.
 */
public final class RemoteSession {

	private final RemoteGateway gateway;

	private final RemoteRuntime runtime;

	private final List<HostedTool> hosted;

	private final int hostedCalls;

	private final long hostedContext;

	private final RemoteFees fees;

	private final RunBill bill;

	/**
	 * A session.
	 * @param hostedCalls how often hosted tools may be called in each part
	 * @param hostedContext how many tokens a prompt may grow to by their results
	 * @param bill pays
	 */
	RemoteSession(RemoteGateway gateway, RemoteRuntime runtime, List<HostedTool> hosted, int hostedCalls,
			long hostedContext, RemoteFees fees, RunBill bill) {
		this.gateway = gateway;
		this.runtime = runtime;
		this.hosted = hosted;
		this.hostedCalls = hostedCalls;
		this.hostedContext = hostedContext;
		this.fees = fees;
		this.bill = bill;
	}

	/**
	 * Has the next part worked on.
	 * @param request the conversation and our tools; without those no hosted ones may be
	 * called either
	 * @param mayCallTools whether it may end with calls of tools
	 * @throws dev.agentservice.llm.model.ModelException if there is no answer
	 * @throws BudgetExceededException if the remainder does not pay for a single call of
	 * a hosted tool, or for no useful answer
	 * @throws java.util.concurrent.CancellationException if the calling thread was
	 * interrupted; its interrupt flag stays set
	 */
	public ModelReply ask(ModelRequest request, boolean mayCallTools, RemoteWatcher watcher) {
		RemoteTask task = new RemoteTask(request, mayCallTools ? this.hosted : List.of(), this.hostedCalls);
		return this.gateway.guarded(this.runtime, request.model(), () -> paid(task, watcher));
	}

	/**
	 * Goes on with a part that an earlier attempt of the run started and reserved.
	 * @param grant what was put aside then
	 */
	public ModelReply resume(ModelRequest request, RemoteRef begun, Grant grant, RemoteWatcher watcher) {
		RemoteCall call = this.gateway.call(this.runtime, request, grant, this.fees, watcher);
		return settled(request, call, grant, watcher, () -> call.resume(begun));
	}

	private ModelReply paid(RemoteTask task, RemoteWatcher watcher) {
		long prompt = this.gateway.prompt(task.request());
		Reserved reserved = reserve(task, prompt);
		Grant grant = reserved.grant();
		RemoteTask capped = task.capped(Math.toIntExact(grant.outputTokens()), reserved.calls());
		RemoteCall call = this.gateway.call(this.runtime, capped.request(), grant, this.fees, watcher);
		return settled(capped.request(), call, grant, watcher, () -> call.start(capped));
	}

	/**
	 * As many calls of hosted tools as can be paid for, and no more than are permitted.
	 */
	private Reserved reserve(RemoteTask task, long prompt) {
		ModelRequest request = task.request();
		int calls = task.hosted().isEmpty() ? 0 : payable(task, prompt, this.hostedCalls);
		while (true) {
			try {
				return new Reserved(this.bill.reserve(request.model().toString(), worstPrompt(prompt, calls),
						request.maxOutputTokens(), this.fees.worstNano(calls), request.deadline()), calls);
			}
			catch (BudgetExceededException ex) {
				if (calls <= 1) {
					throw ex;
				}
				calls = payable(task, prompt, calls - 1);
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

	private ModelReply settled(ModelRequest request, RemoteCall call, Grant grant, RemoteWatcher watcher,
			Supplier<RemoteAnswer> work) {
		boolean left = false;
		try {
			return this.gateway.measured(request.model(), () -> reply(request, grant, work.get()));
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
				this.gateway.end(this.runtime, call);
				settle(request, call, grant);
			}
		}
	}

	private static ModelReply reply(ModelRequest request, Grant grant, RemoteAnswer answer) {
		Usage usage = Objects.requireNonNullElseGet(answer.usage(),
				() -> new Usage(grant.reservation().promptTokens(), 0, 0, grant.outputTokens(), true));
		return new ModelReply(request.model(), answer.message(), usage, answer.finish());
	}

	/**
	 * By the provider's report; without one by the most that can have happened, as far as
	 * its record shows.
	 */
	private void settle(ModelRequest request, RemoteCall call, Grant grant) {
		RemoteAnswer answer = call.answer();
		Usage usage = (answer != null) ? answer.usage() : null;
		if (usage != null) {
			this.bill.used(grant, new Tokens(usage.inputTokens(), usage.cachedInputTokens(), usage.cacheWriteTokens(),
					usage.outputTokens()), call.feesNano());
		}
		else if (!call.hasWorked()) {
			this.bill.unused(grant);
		}
		else if (answer != null) {
			this.bill.estimated(grant, mostUsed(request, call, grant), call.feesNano());
		}
		else {
			this.bill.unknown(grant);
		}
	}

	private Tokens mostUsed(ModelRequest request, RemoteCall call, Grant grant) {
		long seen = worstPrompt(this.gateway.prompt(request), call.hostedCalls());
		return new Tokens(Math.min(grant.reservation().promptTokens(), seen), 0, 0, grant.outputTokens());
	}

	/** What was put aside, and how many calls of hosted tools it pays for. */
	private record Reserved(Grant grant, int calls) {

	}

}
