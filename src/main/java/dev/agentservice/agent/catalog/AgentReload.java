package dev.agentservice.agent.catalog;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.agentservice.support.platform.Age;
import dev.agentservice.support.platform.CatchUp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Looks for changed agents every so often. It compares contents instead of waiting for
 * the file system's events: Kubernetes swaps a symbolic link above the files of a
 * ConfigMap, which no event of the files tells.
 */
class AgentReload implements SmartLifecycle, CatchUp {

	private static final Logger log = LoggerFactory.getLogger(AgentReload.class);

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	/** Of what is in use. */
	private final Age age = new Age();

	private final AgentCatalog catalog;

	private final Duration interval;

	private @Nullable CountDownLatch stop;

	AgentReload(AgentCatalog catalog, Duration interval) {
		this.catalog = catalog;
		this.interval = interval;
	}

	@Override
	public Duration patience() {
		return PATIENCE;
	}

	/**
	 * What has changed while the process was frozen was written long ago: two looks in a
	 * row take it.
	 */
	@Override
	public void catchUp() {
		if (this.age.exceeds(this.interval.multipliedBy(2))) {
			look(true);
			look(true);
		}
	}

	@Override
	public synchronized void start() {
		this.age.renewed();
		if (this.stop == null) {
			CountDownLatch latch = new CountDownLatch(1);
			this.stop = latch;
			Thread.ofVirtual().name("agent-reload").start(() -> watch(latch));
		}
	}

	@Override
	public synchronized void stop() {
		if (this.stop != null) {
			this.stop.countDown();
			this.stop = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.stop != null;
	}

	private void watch(CountDownLatch latch) {
		boolean well = true;
		try {
			while (!latch.await(this.interval.toNanos(), TimeUnit.NANOSECONDS)) {
				well = look(well);
			}
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
		}
	}

	/** Nothing may end the watch; a trouble that lasts is logged once. */
	private boolean look(boolean wellBefore) {
		try {
			if (this.catalog.refresh()) {
				this.age.renewed();
			}
			return true;
		}
		catch (RuntimeException ex) {
			if (wellBefore) {
				log.atError().setCause(ex).log("Cannot look for changed agents; the agents stay as they are");
			}
			return false;
		}
	}

}
