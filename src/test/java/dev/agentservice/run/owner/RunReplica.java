package dev.agentservice.run.owner;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.interaction.seal.InteractionProperties;
import dev.agentservice.run.interaction.seal.Seals;
import dev.agentservice.run.live.LiveRuns;
import dev.agentservice.run.owner.Registration.Registered;
import dev.agentservice.run.owner.script.FinishOutcome;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.script.RunProperties;
import dev.agentservice.run.owner.script.RunScripts;
import dev.agentservice.run.owner.script.RunTicket;
import dev.agentservice.run.owner.waiting.LostRuns;
import dev.agentservice.run.owner.waiting.OwnerlessEnds;
import dev.agentservice.run.owner.waiting.RequeueReply;
import dev.agentservice.run.owner.waiting.WaitingScripts;
import dev.agentservice.run.queue.DeadRuns;
import dev.agentservice.run.queue.QueueWiring;
import dev.agentservice.run.queue.Release;
import dev.agentservice.run.queue.RunQueue;
import dev.agentservice.run.queue.TakenRun;
import dev.agentservice.run.record.RunEventProperties;
import dev.agentservice.run.record.RunRecord;
import dev.agentservice.run.record.RunRecords;
import dev.agentservice.run.record.WriteOutcome;
import dev.agentservice.session.Message;
import dev.agentservice.session.SessionWiring;
import dev.agentservice.session.Sessions;
import dev.agentservice.session.Turn;
import dev.agentservice.storage.Storage;
import dev.agentservice.storage.StorageWiring;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.ReplicaContext;
import dev.agentservice.support.schedule.Scheduler;
import dev.agentservice.support.state.ReleaseProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

import static org.awaitility.Awaitility.await;

/**
 * A replica of the service as far as the records of runs and their conversations go: what
 * a run does between its registration and its end is up to the test.
 */
public final class RunReplica implements AutoCloseable {

	/** How a run that has an answer ends. */
	static final Ending ANSWERED = new Ending("succeeded", "run.completed", "{\"text\":\"51\"}", false);

	/** How a run ends that may be asked for again. */
	static final Ending BROKEN = new Ending("failed", "run.failed", "{\"code\":\"internal_error\"}", true);

	private static final LuaScript<WriteOutcome> APPEND = LuaScript.outcome(WriteOutcome.class, "fragment/clock",
			"fragment/hash", "fragment/stored", "fragment/epoch", "run/run-states", "run/run-owned", "run/run-events",
			"run/run-append");

	private final ReplicaContext context;

	public RunReplica(TestRedis redis, Map<String, String> settings) {
		this.context = new ReplicaContext(redis, settings, Wiring.class);
	}

	public RunReplica(TestRedis redis) {
		this(redis, Map.of());
	}

	/**
	 * A replica whose runs are looked after when nobody renewed their lease for so long.
	 */
	static RunReplica withLease(TestRedis redis, String lease) {
		return new RunReplica(redis, Map.of("agent-service.run.lease", lease));
	}

	public RunRegistry registry() {
		return this.context.get(RunRegistry.class);
	}

	RunJournals journals() {
		return this.context.get(RunJournals.class);
	}

	public Sessions sessions() {
		return this.context.get(Sessions.class);
	}

	public RedisView redis() {
		return new RedisView(this.context.store());
	}

	CurrentRuns current() {
		return this.context.get(CurrentRuns.class);
	}

	public RunRecords records() {
		return this.context.get(RunRecords.class);
	}

	/** Asks a run to stop. */
	public RunRecord cancel(UserTag user, String run) {
		return this.context.get(CancelRequests.class).cancel(user, run).run();
	}

	Claim claim(UserTag user, String run) {
		return this.context.get(RunClaims.class).claim(user, run);
	}

	public WaitingRuns waiting() {
		return this.context.get(WaitingRuns.class);
	}

	public RunQueue queue() {
		return this.context.get(RunQueue.class);
	}

	DeadRuns dead() {
		return this.context.get(DeadRuns.class);
	}

	Leases leases() {
		return this.context.get(Leases.class);
	}

	LiveRuns live() {
		return this.context.get(LiveRuns.class);
	}

	Reaper reaper() {
		return this.context.get(Reaper.class);
	}

	RunScripts scripts() {
		return this.context.get(RunScripts.class);
	}

	MeterRegistry meters() {
		return this.context.get(MeterRegistry.class);
	}

	/** How many runs it has counted as lost. */
	double lost() {
		return meters().find("agent.runs.lost").counters().stream().mapToDouble(Counter::count).sum();
	}

	Scheduler scheduler() {
		return this.context.get(Scheduler.class);
	}

	/** Accepts a run that waits for a worker. */
	public WaitingRuns.Waiting accept(RunTicket ticket) {
		WaitingRuns.Waiting run = (WaitingRuns.Waiting) waiting().record(ticket, registry().announce(ticket));
		waiting().offer(run);
		return run;
	}

	/** Takes the next run from the queue, or none. */
	public @Nullable TakenRun take() {
		List<TakenRun> taken = queue().take(1);
		return taken.isEmpty() ? null : taken.getFirst();
	}

	/** Claims a run that was taken. */
	Claim claim(TakenRun taken) {
		return this.context.get(RunClaims.class).claim(taken.user(), taken.run(), taken.announcement(), (_) -> true);
	}

	/** Gives a run back, and releases it. */
	RequeueReply.Outcome handOver(OwnedRun run, TakenRun taken) {
		RequeueReply.Outcome outcome = waiting().giveBack(run, "handover", block()).outcome();
		if (outcome == RequeueReply.Outcome.QUEUED) {
			queue().release(taken, new Release.Requeue());
		}
		return outcome;
	}

	/** Has the reaper look at whatever is due. */
	void look() {
		reaper().look();
	}

	/** Registers a run without waiting for its turn. */
	public OwnedRun begin(RunTicket ticket) {
		OwnedRun run = ((Registered) registry().register(ticket)).run();
		if (!redis().exists(ticket.caller(), "who")) {
			// It is stored beside what the run does.
			await().until(() -> redis().exists(ticket.caller(), "who"));
		}
		return run;
	}

	/** Registers a run that nobody looks after: its owner and all reapers are frozen. */
	OwnedRun beginUnwatched(RunTicket ticket) {
		OwnedRun run = begin(ticket);
		live().remove(run.token().announcement());
		await().until(() -> !redis().live(run.user()).contains(run.token().announcement()));
		return run;
	}

	/** Ends a run with an answer. */
	public FinishOutcome succeed(OwnedRun run) {
		return finish(run, turn(run.id()), ANSWERED);
	}

	/** Ends a run without one. */
	public FinishOutcome fail(OwnedRun run) {
		return finish(run, null, BROKEN);
	}

	FinishOutcome finish(OwnedRun run, @Nullable Turn turn, Ending ending, String... events) {
		return registry().finish(run, turn, ending, true, block(events));
	}

	/** Takes a whole turn. */
	public void converse(Caller caller, String session, String run) {
		if (succeed(begin(Tickets.plain(caller, session, run))) != FinishOutcome.SUCCEEDED) {
			throw new IllegalStateException("The turn was not written");
		}
	}

	/** Ends a run that never called a model. */
	FinishOutcome refuse(OwnedRun run, Ending ending) {
		return registry().finish(run, null, ending, false, block());
	}

	/** How much is counted of what is stored of a user. */
	long stored(Caller caller) {
		return this.context.get(Storage.class).of(caller.tag()).storedBytes();
	}

	/** The tag of a user's tenant. */
	String tenantOf(Caller caller) {
		return this.context.get(Storage.class).tenantOf(caller);
	}

	/** Appends events to a run's log. */
	WriteOutcome append(OwnedRun run, String... events) {
		List<Object> args = new ArrayList<>(List.of(run.session().epoch(), run.attempt()));
		args.addAll(block(events));
		return this.context.store().run(APPEND, List.of(run.token().keys().epoch(), run.token().key()), args);
	}

	/** A turn of a run. */
	public static Turn turn(String run) {
		return new Turn(run, Instant.parse("2026-11-23T09:30:00Z"),
				List.of(new Message.User("task of " + run), new Message.Assistant("answer of " + run, List.of())),
				false);
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** As {@code run-events.lua} wants it. */
	private static List<Object> block(String... events) {
		List<Object> block = new ArrayList<>(List.of("", 10_000, 3_600_000, events.length));
		for (String event : events) {
			block.addAll(List.of(event, "{}", "text"));
		}
		return block;
	}

	/** No component, so that nobody finds it by scanning. */
	@EnableConfigurationProperties({ RunProperties.class, RunEventProperties.class, ReleaseProperties.class,
			InteractionProperties.class })
	@Import({ SessionWiring.class, StorageWiring.class, QueueWiring.class, LiveRuns.class, RunScripts.class,
			Seals.class, WaitingScripts.class, Requeues.class, WaitingRuns.class, Reaper.class, RunRegistry.class,
			RunJournals.class, RunClaims.class, Leases.class, CancelRequests.class, RunRecords.class, CurrentRuns.class,
			LostRuns.class, OwnerlessEnds.class })
	static class Wiring {

	}

}
