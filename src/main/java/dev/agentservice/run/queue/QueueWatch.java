package dev.agentservice.run.queue;

import java.time.Duration;

import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.schedule.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Looks at the queue every few seconds, for the metrics and for the memory guard, and
 * cleans up behind replicas that are gone. Every replica does this.
 */
@Component
class QueueWatch {

	private static final Logger logger = LoggerFactory.getLogger(QueueWatch.class);

	private static final Duration LOOK = Duration.ofSeconds(5);

	private static final Duration SWEEP = Duration.ofSeconds(20);

	private final QueueScripts scripts;

	private final MemoryGuard memory;

	private final QueueMetrics metrics;

	QueueWatch(QueueScripts scripts, MemoryGuard memory, QueueMetrics metrics, Scheduler scheduler) {
		this.scripts = scripts;
		this.memory = memory;
		this.metrics = metrics;
		scheduler.background("queue-look", Duration.ZERO, LOOK, () -> tolerant(this::look));
		scheduler.background("queue-sweep", SWEEP, SWEEP, () -> tolerant(this::sweep));
	}

	void look() {
		this.memory.measure();
		this.metrics.looked(this.scripts.look());
	}

	void sweep() {
		for (QueueFigures figures : this.scripts.look().tracks()) {
			long moved = this.scripts.sweep(figures.track());
			if (moved > 0) {
				logger.atWarn()
					.addKeyValue("track", figures.track())
					.addKeyValue("runs", moved)
					.log("A track has no replicas, its queued runs were given to another");
			}
		}
	}

	private static void tolerant(Runnable task) {
		try {
			task.run();
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("Nobody looks at the queue while Redis is unavailable");
		}
	}

}
