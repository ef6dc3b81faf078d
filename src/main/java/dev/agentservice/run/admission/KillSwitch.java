package dev.agentservice.run.admission;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.agent.Cancellation;
import dev.agentservice.flag.Flags;
import dev.agentservice.flag.ResolvedFlags;
import dev.agentservice.flag.definition.FlagContext;
import dev.agentservice.identity.Caller;
import dev.agentservice.run.order.RunOrder;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

import org.springframework.stereotype.Component;

/**
 * Enforces the kill switch of agents: new runs are refused, and those in flight on this
 * replica are stopped as soon as it learns of the switch.
 */
@Component
public class KillSwitch {

	private final Flags flags;

	private final Set<Watched> running = ConcurrentHashMap.newKeySet();

	KillSwitch(Flags flags) {
		this.flags = flags;
		flags.onChange(() -> this.running.forEach(this::look));
	}

	/** Whether a run's agent is switched on now. */
	public boolean allows(RunOrder order) {
		return allows(order.caller(), order.agent());
	}

	/** Whether an agent is switched on now for a caller. */
	public boolean allows(Caller caller, String agent) {
		return this.flags.agentEnabled(FlagContext.of(caller, agent));
	}

	/** Refuses a run whose agent is switched off. */
	static void demandEnabled(ResolvedFlags flags) {
		if (!flags.agentEnabled()) {
			throw problem();
		}
	}

	/** The problem of a run whose agent is switched off. */
	public static ProblemException problem() {
		return new ProblemException(ProblemCode.AGENT_DISABLED,
				"This agent is switched off at the moment. Try again later, or use another.");
	}

	/** Stops a run when its agent is switched off, also if it is already. */
	public Watch watch(FlagContext context, Cancellation cancellation) {
		Watched watched = new Watched(context, cancellation);
		this.running.add(watched);
		look(watched);
		return () -> this.running.remove(watched);
	}

	private void look(Watched run) {
		if (!this.flags.agentEnabled(run.context)) {
			run.cancellation.cancel(Cancellation.Reason.AGENT_DISABLED);
		}
	}

	/** Lasts until the run has ended. */
	@FunctionalInterface
	public interface Watch extends AutoCloseable {

		@Override
		void close();

	}

	/** Compared by identity: two runs may be equal in everything. */
	private static final class Watched {

		private final FlagContext context;

		private final Cancellation cancellation;

		Watched(FlagContext context, Cancellation cancellation) {
			this.context = context;
			this.cancellation = cancellation;
		}

	}

}
