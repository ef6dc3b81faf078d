package dev.agentservice.agent;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.agent.LoopEnd.HandedOver;
import dev.agentservice.agent.RunRequest.Input;
import dev.agentservice.agent.RunRequest.Terms;
import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.agent.definition.BuiltInTools;
import dev.agentservice.agent.journal.JournalEntry;
import dev.agentservice.agent.journal.RunJournal;
import dev.agentservice.budget.Budgets;
import dev.agentservice.budget.Payer;
import dev.agentservice.budget.RunBill;
import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.flag.ResolvedFlags;
import dev.agentservice.guard.GuardPolicy;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Scope;
import dev.agentservice.identity.UserTags;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.simulator.sessions.SimulatedSessions;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/** The loop as the service wires it, without anything around it, asked directly. */
final class LoopFixture extends ServiceUnderTest {

	private static final LuaScript<List<@Nullable Object>> CALL = LuaScript.list("test-call");

	static final String ANTHROPIC = "anthropic/claude-haiku-4-5";

	static final String OPENAI = "openai/gpt-5.4-mini";

	private static final LoopFixture SHARED = new LoopFixture();

	static {
		SHARED.share();
	}

	private int runs;

	LoopFixture() {
		with(ProbeTools.class).with("agent-service.llm.models[" + ANTHROPIC + "].context-window", 6000)
			.with("agent-service.llm.remote.sessions.agent", SimulatedSessions.AGENT)
			.with("agent-service.llm.remote.sessions.environment", SimulatedSessions.ENVIRONMENT);
	}

	/** For all classes that need nothing special. */
	static LoopFixture shared() {
		return SHARED;
	}

	@Override
	public LoopFixture with(String property, Object value) {
		super.with(property, value);
		return this;
	}

	/** What the tools were called with so far. */
	List<String> toolCalls() {
		return bean(ProbeTools.class).calls;
	}

	/** What a counter says; 0 if there is none. */
	double count(String name, String... tags) {
		return bean(MeterRegistry.class).counter(name, tags).count();
	}

	@Override
	public void clear() {
		super.clear();
		toolCalls().clear();
	}

	/** The first attempt of a new run by a model, to be changed as a test needs it. */
	Attempt attempt(String model) {
		return new Attempt("run_" + ++this.runs, 1, agent(model, 8));
	}

	static AgentDefinition agent(String model, int steps) {
		return agent(steps, model);
	}

	static AgentDefinition agent(int steps, String model, String... fallback) {
		ModelId id = ModelId.parse(model);
		return new AgentDefinition("assistant", "",
				new AgentDefinition.Models(id, id, Stream.of(fallback).map(ModelId::parse).toList(),
						AgentDefinition.AfterCut.RESTART, null),
				List.of("probe", "linger"), Map.of(),
				new AgentDefinition.Limits(BigDecimal.ONE, steps, Duration.ofSeconds(20)), BuiltInTools.TARGETS,
				BuiltInTools.GUARD, "Be brief.", "0123456789abcdef", "");
	}

	/** An agent with such guards and tools that they are about. */
	static AgentDefinition guarded(GuardPolicy policy) {
		AgentDefinition agent = agent(ANTHROPIC, 8);
		return new AgentDefinition(agent.name(), agent.description(), agent.models(),
				List.of("echo", "refund", "courier"), agent.toolFallback(), agent.limits(), agent.targets(), policy,
				agent.instructions(), agent.revision(), agent.source());
	}

	/** One attempt of a run. */
	final class Attempt {

		private final String run;

		private final int number;

		private AgentDefinition agent;

		private Input input = new Input(List.of(), List.of(), "Look it up.", false);

		private Duration timeout = Duration.ofSeconds(20);

		private AnswerTelling telling = AnswerTelling.WHOLE;

		private boolean suspicious;

		private ResolvedFlags flags = ResolvedFlags.NONE;

		List<JournalEntry> finished = List.of();

		private RunJournal journal = RunJournal.NONE;

		private final Cancellation cancellation = new Cancellation();

		final List<RunEvent> events = new ArrayList<>();

		private Attempt(String run, int number, AgentDefinition agent) {
			this.run = run;
			this.number = number;
			this.agent = agent;
		}

		/** The attempt after this one, which left these behind. */
		Attempt next(List<JournalEntry> finished) {
			Attempt next = new Attempt(this.run, this.number + 1, this.agent);
			next.finished = finished;
			return next;
		}

		Attempt of(AgentDefinition agent) {
			this.agent = agent;
			return this;
		}

		Attempt asked(Input input) {
			this.input = input;
			return this;
		}

		Attempt within(Duration timeout) {
			this.timeout = timeout;
			return this;
		}

		Attempt suspicious() {
			this.suspicious = true;
			return this;
		}

		Attempt asAppendOnlyStream() {
			this.telling = AnswerTelling.APPEND_ONLY;
			return this;
		}

		Attempt asStream() {
			this.telling = AnswerTelling.REVOCABLE;
			return this;
		}

		Attempt with(ResolvedFlags flags) {
			this.flags = flags;
			return this;
		}

		/** Before it begins. */
		Attempt cancelled() {
			this.cancellation.cancel(Cancellation.Reason.REQUESTED);
			return this;
		}

		Attempt into(RunJournal journal) {
			this.journal = journal;
			return this;
		}

		Answered run() {
			UserTags tags = bean(UserTags.class);
			Caller ada = new Caller("acme", "ada", tags.of("acme", "ada"), "test", Set.of(Scope.AGENT));
			String epoch = ada.tag().key("epoch");
			bean(RedisStore.class).run(CALL, List.of(epoch), List.of("SET", epoch, "epoch"));
			Payer payer = new Payer(tags.ofTenant("acme"), ada.tag(), ada.credential(), this.agent.name(), this.run,
					this.number, NanoUsd.MAX);
			try (RunBill bill = new RunBill(bean(Budgets.class), payer)) {
				Terms terms = new Terms(bill, Deadline.after(this.timeout), null, this.telling, this.flags,
						this.suspicious);
				RunRequest request = new RunRequest(this.run, ada, "epoch", this.agent, this.input, terms,
						this.finished, this.journal);
				return switch (bean(AgentRunner.class).run(request, this.cancellation, this.events::add)) {
					case Answered result -> result;
					case HandedOver _ -> throw new IllegalStateException("Nobody asked for a hand-over");
				};
			}
		}

	}

}
