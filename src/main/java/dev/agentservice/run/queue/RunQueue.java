package dev.agentservice.run.queue;

import java.util.List;
import java.util.UUID;

import dev.agentservice.identity.UserTag;
import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.redis.channel.RedisChannels;
import dev.agentservice.support.redis.channel.RefreshLoop;
import dev.agentservice.support.schedule.Scheduler;

import org.springframework.stereotype.Component;

/**
 * The queue of runs, shared by all replicas. Every method is one script and may be
 * repeated: what was done before changes nothing. None of them says who owns a run; that
 * is ruled by the lease in its record. Each throws a {@link StoreUnavailableException} if
 * Redis is unavailable; what it should have done may then have happened. Thread-safe.
 */
@Component
public class RunQueue {

	private final String replica = UUID.randomUUID().toString();

	private final QueueScripts scripts;

	private final QueueProperties properties;

	private final MemoryGuard memory;

	private final QueueMetrics metrics;

	private final RedisChannels channels;

	private final Scheduler scheduler;

	RunQueue(QueueScripts scripts, QueueProperties properties, MemoryGuard memory, QueueMetrics metrics,
			RedisChannels channels, Scheduler scheduler) {
		this.scripts = scripts;
		this.properties = properties;
		this.memory = memory;
		this.metrics = metrics;
		this.channels = channels;
		this.scheduler = scheduler;
	}

	/** The release track of this replica. */
	public String track() {
		return this.properties.track();
	}

	/**
	 * Queues a run, so that a replica takes it when its turn comes, and puts it on the
	 * list of live runs. A run that was released for later, or parked, comes back
	 * whatever the quotas say.
	 * @return whether it is queued, or which quota refused it
	 */
	public OfferOutcome offer(QueuedRun run) {
		boolean memoryShort = this.memory.isShort();
		OfferOutcome outcome = this.scripts.offer(run, memoryShort, false);
		this.metrics.offered(outcome, memoryShort);
		return outcome;
	}

	/**
	 * Queues a run that was accepted before, and comes back: no quota refuses it.
	 */
	public void offerAgain(QueuedRun run) {
		this.metrics.offered(this.scripts.offer(run, false, true), false);
	}

	/**
	 * Takes runs from the lane of this replica's track; each has to be claimed at once,
	 * and released when its possession ends. Says that this replica is at work.
	 * @param most how many; with 0 it is only seen
	 */
	public List<TakenRun> take(int most) {
		return this.scripts.take(this.replica, most);
	}

	/** Records how long a run has waited that begins now. */
	public void begun(TakenRun run, String agent) {
		this.metrics.begun(run, agent);
	}

	/**
	 * Ends the possession of a run that was taken; its place in the windows goes to the
	 * next. If it has been released before, and is queued again or was taken by another,
	 * only {@link Release.Over} changes anything.
	 */
	public void release(TakenRun run, Release release) {
		this.scripts.release(run, release);
	}

	/**
	 * The same wherever the run is, for the one who found that it has no owner. To
	 * requeue a run that waits changes nothing; nor does anything about one that is not
	 * in the queue.
	 */
	public void release(String run, Release release) {
		this.scripts.release(run, release);
	}

	/**
	 * Takes runs of a user out of the queue, because the user's data are erased.
	 * @param tenant the tag of the user's tenant
	 * @return how many; 0 if none is left
	 */
	public long forget(UserTag user, String tenant) {
		return this.scripts.forget(user, tenant);
	}

	/** Where a run is. */
	public QueuePlace where(String run) {
		return this.scripts.where(run);
	}

	/** The figures of a track. */
	QueueFigures look(String track) {
		return this.scripts.look().of(track);
	}

	/** Says that this replica works on its track, though it takes nothing just now. */
	public void heartbeat() {
		this.scripts.look(this.replica);
	}

	/**
	 * Forgets replicas that are gone, and gives to the track {@code stable} what waits
	 * for a track without replicas, some at a time.
	 * @return how many runs it gave away
	 */
	public long sweep(String track) {
		return this.scripts.sweep(track);
	}

	/**
	 * Has something done soon after a run has entered a lane, and every
	 * {@link QueueProperties#poll()} because messages can be lost; never twice at a time.
	 * Where there are only requests nothing is taken from the queue.
	 */
	public void onWake(Runnable task) {
		if (this.scheduler.hasBackground()) {
			new RefreshLoop("queue-wake", this.scheduler, this.channels, QueueScripts.WAKE, task)
				.start(this.properties.poll(), this.properties.poll());
		}
	}

}
