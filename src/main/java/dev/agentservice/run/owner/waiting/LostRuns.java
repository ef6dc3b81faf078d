package dev.agentservice.run.owner.waiting;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.support.state.ReleaseProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * {@code agent.runs.lost}: runs that ended because the replica that worked on them was
 * gone. Another replica counts them, so the labels {@code lost_version} and
 * {@code lost_track} say which release lost them: a canary that crashes is not seen by
 * its own series.
 */
@Component
public class LostRuns {

	/** Records come from a handful of releases; what claims more must not make series. */
	private static final int MOST_VERSIONS = 20;

	private final Set<String> versions = ConcurrentHashMap.newKeySet();

	private final ReleaseProperties release;

	private final MeterRegistry meters;

	public LostRuns(ReleaseProperties release, MeterRegistry meters) {
		this.release = release;
		this.meters = meters;
	}

	/** Shows an agent before it has lost a run, so that its first loss is a change. */
	public void show(String agent) {
		counter(new LostRun(agent, this.release.version(), this.release.track()));
	}

	/** Counts the run of a reply, if that has ended it because its owner was gone. */
	public void count(ReapReply reply) {
		LostRun run = reply.lost();
		if (run != null) {
			counter(run).increment();
		}
	}

	private Counter counter(LostRun run) {
		return Counter.builder("agent.runs.lost")
			.description("Runs that were ended because the replica that worked on them was gone")
			.tags("agent", run.agent(), "lost_version", known(run.version()), "lost_track", run.track())
			.register(this.meters);
	}

	private String known(String version) {
		if (this.versions.size() < MOST_VERSIONS) {
			this.versions.add(version);
		}
		return this.versions.contains(version) ? version : "other";
	}

}
