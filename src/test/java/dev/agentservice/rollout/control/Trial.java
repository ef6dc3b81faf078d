package dev.agentservice.rollout.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.agentservice.rollout.cluster.Cluster;
import dev.agentservice.rollout.cluster.Kubectl;
import dev.agentservice.rollout.cluster.KubectlException;
import dev.agentservice.rollout.policy.PolicyReader;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.prometheus.Timekeeper;
import org.jspecify.annotations.Nullable;

/**
 * A rollout in a cluster in memory, on a clock of its own, in which calls of
 * {@code kubectl} can go wrong.
 */
final class Trial implements Timekeeper {

	static final RolloutPolicy POLICY = PolicyReader.parse("""
			version: 1
			settle: 5s
			steps:
			  - {weight: 10, hold: 30s}
			  - {weight: 50, hold: 30s}
			after_promotion: {watch: 70s}
			inconclusive: {extend: 30s, times: 1, then: hold}
			error: {grace: 20s, then: hold}
			held_for: 2m
			ready_timeout: 1m
			""");

	private static final Instant MORNING = Instant.ofEpochSecond(1_800_000_000);

	final ScriptedEvidence evidence = new ScriptedEvidence();

	final List<String> log = new ArrayList<>();

	/** The phases that a listener heard of. */
	final List<Phase> heard = new ArrayList<>();

	/** The weights that it heard of at looks. */
	final Set<Integer> wanted = new LinkedHashSet<>();

	RolloutPolicy policy = POLICY;

	boolean forceState;

	boolean now;

	private Instant time = MORNING;

	final FakeCluster cluster = new FakeCluster(this::now);

	/** What leads to it. */
	Kubectl kubectl = this.cluster;

	private int calls;

	private int controllers;

	/** The calls that changed the route, a Deployment or the autoscaler. */
	final List<Integer> changes = new ArrayList<>();

	/** For each change of the cluster, the call that made it. */
	private final List<Integer> calling = new ArrayList<>();

	/** Whether the next call fails. */
	boolean failNext;

	/** When a call arrives that was given up. */
	private Instant arrival = Instant.MAX;

	/** Happens when a call is given up. */
	Runnable givenUp = () -> {
	};

	/** How late it is. */
	int lateness = 30;

	private final List<Call> strays = new ArrayList<>();

	/** The call that goes wrong, counted from 1. */
	int at = -1;

	Fault fault = Fault.NONE;

	/** Something that happens when a time is reached. */
	private Instant moment = Instant.MAX;

	private Runnable happening = () -> {
	};

	/** Starts, or goes on. */
	int start() throws InterruptedException {
		return controller().start(new Start("r-1", "sha", "ada", "release", this.forceState));
	}

	int resume() throws InterruptedException {
		return controller().resume("sha");
	}

	Controller controller() {
		Kubectl failing = new Kubectl() {
			@Override
			public String run(List<String> arguments, String in) throws KubectlException {
				return call(() -> Trial.this.kubectl.run(arguments, in));
			}

			@Override
			public String fetch(String namespace, String target, int port, String path) throws KubectlException {
				return call(() -> Trial.this.kubectl.fetch(namespace, target, port, path));
			}
		};
		return new Controller(new Cluster(failing, "agent-service"), "controller-" + this.controllers++, this.policy,
				this.evidence, this, this.now, false, new Transitions.Listener() {
					@Override
					public void line(String line) {
						Trial.this.log.add(line);
					}

					@Override
					public void looked(RolloutState state, Instant now) {
						Trial.this.wanted.add(state.weight());
					}

					@Override
					public void changed(@Nullable RolloutState before, RolloutState state, Instant now) {
						if (before == null || before.phase() != state.phase()) {
							Trial.this.heard.add(state.phase());
						}
					}
				});
	}

	int calls() {
		return this.calls;
	}

	/** Once so many seconds are over, something happens. */
	void after(int seconds, Runnable happening) {
		this.moment = this.time.plusSeconds(seconds);
		this.happening = happening;
	}

	/** The call that made a change. */
	int callOf(String change) {
		return this.calling.get(this.cluster.changes.indexOf(change));
	}

	/** What a person orders. */
	void order(String what) {
		order(new Order("o-" + what, what, "ada", "because", false, "r-1", this.cluster.state().step()));
	}

	void order(Order order) {
		this.cluster.object("httproute/agent-service")
			.withObject("/metadata/annotations")
			.put("agent-service/rollout-order", order.json());
	}

	/** Calls that were given up arrive now; what becomes of them nobody sees. */
	void arrive() {
		for (Call stray : this.strays) {
			try {
				stray.answer();
				this.log.add("arrived late");
			}
			catch (KubectlException ex) {
				this.log.add("refused late: " + ex.getMessage());
			}
		}
		this.strays.clear();
	}

	void pass(int seconds) {
		this.time = this.time.plusSeconds(seconds);
	}

	@Override
	public Instant now() {
		return this.time;
	}

	@Override
	public void waitUntil(Instant moment) {
		this.time = moment.isAfter(this.time) ? moment : this.time;
		if (!this.time.isBefore(this.arrival)) {
			arrive();
		}
		if (!this.time.isBefore(this.moment)) {
			this.moment = Instant.MAX;
			this.happening.run();
		}
		if (this.time.isAfter(MORNING.plusSeconds(7200))) {
			throw new IllegalStateException("it does not end: " + this.log);
		}
	}

	private String call(Call call) throws KubectlException {
		boolean now = ++this.calls == this.at;
		if (this.calls > 5000) {
			throw new AssertionError("it does not end: %s, %s".formatted(this.cluster.summary(), this.log));
		}
		if (now) {
			failBefore(call);
		}
		if (this.failNext) {
			this.failNext = false;
			throw new KubectlException("connection refused");
		}
		int before = this.cluster.revision();
		String out = call.answer();
		if (this.cluster.revision() > before) {
			this.changes.add(this.calls);
		}
		while (this.calling.size() < this.cluster.changes.size()) {
			this.calling.add(this.calls);
		}
		if (now) {
			failAfter();
		}
		return out;
	}

	private void failBefore(Call call) throws KubectlException {
		switch (this.fault) {
			case KILLED_BEFORE -> throw new Killed();
			case FAILED -> throw new KubectlException("connection refused");
			case HUNG -> {
				pass(40);
				throw new KubectlException("did not end within 40 s");
			}
			case STRAY -> {
				// It reaches the API server long after nobody waits for it any more.
				this.strays.add(call);
				this.givenUp.run();
				this.arrival = this.time.plusSeconds(this.lateness);
				throw new KubectlException("did not end within 12 s");
			}
			case NONE, KILLED_AFTER, LATE -> {
			}
		}
	}

	private void failAfter() throws KubectlException {
		if (this.fault == Fault.KILLED_AFTER) {
			throw new Killed();
		}
		if (this.fault == Fault.LATE) {
			pass(12);
			throw new KubectlException("did not end within 12 s");
		}
	}

	private interface Call {

		String answer() throws KubectlException;

	}

	/** What goes wrong. */
	enum Fault {

		NONE, KILLED_BEFORE, KILLED_AFTER, FAILED, HUNG, LATE, STRAY

	}

	/** The end of a process: nothing catches it. */
	static final class Killed extends Error {

	}

}
