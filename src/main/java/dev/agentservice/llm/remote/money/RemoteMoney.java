package dev.agentservice.llm.remote.money;

import dev.agentservice.budget.BudgetExceededException;
import dev.agentservice.budget.Grant;
import dev.agentservice.budget.RunBill;
import dev.agentservice.budget.price.Price;
import dev.agentservice.budget.price.Tokens;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.llm.provider.Metering;
import dev.agentservice.llm.remote.RemoteAnswer;
import dev.agentservice.llm.remote.RemoteFees;
import dev.agentservice.llm.remote.RemoteRuntime;
import dev.agentservice.llm.remote.RemoteTask;
import org.jspecify.annotations.Nullable;

/**
 * The money of one run whose loop runs at a provider: each part reserves its worst case
 * before it starts, and settles to what the provider reports and lists when it has ended.
 * Where the provider has a cap in money, that is what was put aside, in whole cents.
 */
public final class RemoteMoney {

	/** The unit of caps in money, in nano-USD. */
	private static final long CENT = 10_000_000;

	private final RunBill bill;

	private final RemoteFees fees;

	private final RemoteRuntime runtime;

	private final int window;

	private final long hostedContext;

	/**
	 * Money of a run.
	 * @param bill pays
	 * @param window how many tokens the model can hold
	 * @param hostedContext how many a prompt may grow to by the results of hosted tools
	 */
	public RemoteMoney(RunBill bill, RemoteFees fees, RemoteRuntime runtime, int window, long hostedContext) {
		this.bill = bill;
		this.fees = fees;
		this.runtime = runtime;
		this.window = window;
		this.hostedContext = hostedContext;
	}

	/**
	 * More tokens than the prompt of a part can have that goes on in a session: what that
	 * holds is read again, whatever is sent.
	 * @param sent an upper bound of what this service knows of the conversation
	 * @param held how much the session holds as far as it said; 0 if it did not
	 * @param searched whether hosted tools may have added to it
	 */
	public long inSession(long sent, long held, boolean searched) {
		if (held > 0) {
			return Math.min(this.window, held + sent);
		}
		return searched ? Math.max(sent, this.hostedContext) : sent;
	}

	/**
	 * As many calls of hosted tools as can be paid for, and no more than are permitted.
	 * @param prompt an upper bound of the prompt's tokens
	 * @param goesWithout whether it goes without calls where none can be paid
	 * @return the task with caps that were paid for
	 */
	public Reserved reserve(RemoteTask task, long prompt, Price price, boolean goesWithout) {
		int calls = task.hosted().isEmpty() ? 0 : payable(task, prompt, price, task.hostedCalls());
		while (true) {
			try {
				Grant grant = this.bill.reserve(task.request().model().toString(), worstPrompt(prompt, calls),
						task.request().maxOutputTokens(), fees(task, prompt, price, calls), task.request().deadline());
				return new Reserved(grant,
						task.capped(Math.toIntExact(grant.outputTokens()), calls, grant.amountNano()));
			}
			catch (BudgetExceededException ex) {
				if (calls == 0 || (calls == 1 && !goesWithout)) {
					throw ex;
				}
				calls = (calls == 1) ? 0 : payable(task, prompt, price, calls - 1);
			}
		}
	}

	/** At least one: whether that can be paid is for the budget to say. */
	private int payable(RemoteTask task, long prompt, Price price, int most) {
		int calls = most;
		while (calls > 1
				&& tokens(task, prompt, price, calls) + fees(task, prompt, price, calls) > this.bill.leftNano()) {
			calls--;
		}
		return calls;
	}

	private long tokens(RemoteTask task, long prompt, Price price, int calls) {
		return price.worstCaseNano(worstPrompt(prompt, calls), task.request().maxOutputTokens());
	}

	/**
	 * With what is missing to whole cents, where these are the provider's cap: to one,
	 * however few tokens of output the budget pays for.
	 */
	private long fees(RemoteTask task, long prompt, Price price, int calls) {
		long worst = this.fees.worstNano(calls);
		if (!this.runtime.hasSessions()) {
			return worst;
		}
		long fees = Math.max(worst, CENT - price.worstCaseNano(worstPrompt(prompt, calls), 0));
		return fees + Math.floorMod(-(tokens(task, prompt, price, calls) + fees), CENT);
	}

	/** Each call can add to the prompt, which is then read again. */
	private long worstPrompt(long prompt, int calls) {
		return (calls == 0) ? prompt : Math.min(Tokens.MAX, (calls + 1) * Math.max(prompt, this.hostedContext));
	}

	/** What a request used that was answered; estimated if its provider does not say. */
	public Usage usage(long prompt, RemoteOutcome outcome, Grant grant) {
		Usage usage = credible(prompt, outcome, grant);
		return (usage != null) ? usage
				: new Usage(grant.reservation().promptTokens(), 0, 0, grant.outputTokens(), true);
	}

	/**
	 * Charges a part that has ended: by the provider's report; without one that is
	 * plausible by the most that can have happened, as far as its record shows.
	 */
	public void charge(long prompt, RemoteOutcome outcome, Grant grant) {
		Usage usage = credible(prompt, outcome, grant);
		RemoteAnswer answer = outcome.answer();
		long fees = outcome.telling().feesNano() + ((answer != null) ? this.fees.ofNano(answer.work().time()) : 0);
		if (usage != null) {
			this.bill.used(grant, new Tokens(usage.inputTokens(), usage.cachedInputTokens(), usage.cacheWriteTokens(),
					usage.outputTokens()), fees);
		}
		else if (!outcome.hasWorked() || outcome.cameToNothing()) {
			this.bill.unused(grant);
		}
		else if (answer != null && !outcome.isResumed()) {
			this.bill.estimated(grant, mostUsed(prompt, outcome, grant), fees);
		}
		else {
			this.bill.unknown(grant);
		}
	}

	/** What its provider reports, if that is plausible, and no more than has a price. */
	private @Nullable Usage credible(long prompt, RemoteOutcome outcome, Grant grant) {
		RemoteAnswer answer = outcome.answer();
		Usage usage = (answer != null) ? answer.usage() : null;
		if (answer == null || usage == null || usage.inputTokens() > Tokens.MAX || usage.outputTokens() > Tokens.MAX) {
			return null;
		}
		if (this.runtime.hasSessions()) {
			long most = (long) answer.work().rounds() * this.window;
			return (usage.inputTokens() > 0 && usage.inputTokens() <= most && usage.outputTokens() <= most) ? usage
					: null;
		}
		long most = worstPrompt(prompt, outcome.telling().hostedCalls());
		return Metering.isCrediblePrompt(usage.inputTokens(), prompt, most)
				&& Metering.isCredibleOutput(usage.outputTokens(), answer.length(), grant.outputTokens()) ? usage
						: null;
	}

	private Tokens mostUsed(long prompt, RemoteOutcome outcome, Grant grant) {
		if (this.runtime.hasSessions()) {
			return new Tokens(grant.reservation().promptTokens(), 0, 0, grant.outputTokens());
		}
		long seen = worstPrompt(prompt, outcome.telling().hostedCalls());
		return new Tokens(Math.min(grant.reservation().promptTokens(), seen), 0, 0, grant.outputTokens());
	}

	/**
	 * What was put aside.
	 *
	 * @param grant pays
	 * @param task what it pays for
	 */
	public record Reserved(Grant grant, RemoteTask task) {

	}

}
