package dev.agentservice.llm.resilience;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;

import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.settings.ModelCatalog;
import dev.agentservice.support.platform.Age;
import dev.agentservice.support.platform.CatchUp;
import dev.agentservice.support.redis.channel.RedisChannels;
import dev.agentservice.support.redis.channel.RefreshLoop;
import dev.agentservice.support.schedule.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Shares among all replicas a pause that a provider asked one of them for. No run waits
 * for this: changes are sent, and those of others are read in the background, at once
 * when a message arrives, and every few seconds because messages can be lost. Only models
 * that the configuration lists are shared. While Redis is unavailable each replica uses
 * its own memory.
 */
@Component
final class SharedPauses implements SmartInitializingSingleton, CatchUp {

	private static final Logger LOG = LoggerFactory.getLogger(SharedPauses.class);

	private static final Duration POLL = Duration.ofSeconds(5);

	/** A shorter pause may be over by the time it is read. */
	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private final Age age = new Age();

	private final PauseStore store;

	private final ModelPauses pauses;

	private final ModelCatalog models;

	private final RefreshLoop loop;

	SharedPauses(PauseStore store, ModelPauses pauses, ModelCatalog models, RedisChannels channels,
			Scheduler scheduler) {
		this.store = store;
		this.pauses = pauses;
		this.models = models;
		this.loop = new RefreshLoop("pause-watch", scheduler, channels, PauseStore.CHANGES, this::refresh);
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.pauses.tell(this::share);
		this.loop.start(Duration.ZERO, POLL);
	}

	@Override
	public Duration patience() {
		return SHORTEST;
	}

	/** A process that was frozen has missed messages and looks. */
	@Override
	public void catchUp() {
		if (this.age.exceeds(POLL.multipliedBy(2))) {
			refresh();
		}
	}

	/** On the thread of a run, which does not wait. */
	private void share(ModelId model, Duration length) {
		if (this.models.knows(model)) {
			var _ = this.store.note(model, length).whenComplete((_, failure) -> {
				if (failure == null) {
					this.pauses.stored(model);
				}
			});
		}
	}

	/** Reads once. Failures are left to the next read. */
	void refresh() {
		try {
			long began = this.age.now();
			long asked = this.pauses.now();
			this.pauses.learn(listed(this.store.read()), asked);
			this.age.renewed(began);
		}
		catch (CancellationException ex) {
			LOG.atDebug().setCause(ex).log("The service is stopping, pauses stay as they are");
		}
		catch (RuntimeException ex) {
			LOG.atDebug().setCause(ex).log("Pauses cannot be read, each replica goes by its own");
		}
	}

	/** Only listed names are taken from Redis. */
	private Map<ModelId, Duration> listed(Map<String, Duration> read) {
		Map<ModelId, Duration> listed = new HashMap<>();
		this.models.listed().forEach((model) -> {
			Duration left = read.get(model.toString());
			if (left != null && left.compareTo(SHORTEST) > 0) {
				listed.put(model, left);
			}
		});
		return listed;
	}

}
