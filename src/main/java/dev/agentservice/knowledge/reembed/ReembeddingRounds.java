package dev.agentservice.knowledge.reembed;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.Garbage;
import dev.agentservice.knowledge.settings.CollectionProperties;
import dev.agentservice.knowledge.settings.KnowledgeCollections;
import dev.agentservice.knowledge.settings.KnowledgeProperties;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.platform.Age;
import dev.agentservice.support.platform.CatchUp;
import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.schedule.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * The round over all collections that may have another generation: any replica goes on
 * with what another one has begun.
 */
@Component
class ReembeddingRounds implements CatchUp {

	private static final Logger logger = LoggerFactory.getLogger(ReembeddingRounds.class);

	private static final Duration EVERY = Duration.ofSeconds(30);

	/** So long a request waits for it; the work goes on beside it. */
	private static final Duration PATIENCE = Duration.ofMillis(100);

	private final Reembedding reembedding;

	private final Garbage garbage;

	private final KnowledgeCollections collections;

	private final boolean on;

	private final Age looked = new Age();

	/** One attempt at a collection at a time. */
	private final Map<CollectionPlace, Boolean> running = new ConcurrentHashMap<>();

	ReembeddingRounds(Reembedding reembedding, Garbage garbage, KnowledgeCollections collections,
			KnowledgeProperties properties, Scheduler scheduler) {
		this.reembedding = reembedding;
		this.garbage = garbage;
		this.collections = collections;
		this.on = properties.isOn();
		if (this.on) {
			scheduler.background("knowledge-reembed", Duration.ofSeconds(5), EVERY, this::round);
		}
	}

	@Override
	public Duration patience() {
		return PATIENCE;
	}

	@Override
	public void catchUp() {
		if (this.on && this.looked.exceeds(EVERY)) {
			this.looked.renewed();
			round();
		}
	}

	/** One that is not configured any more is neither searched nor paid for. */
	private void round() {
		try {
			this.garbage.places().forEach((place) -> {
				CollectionProperties properties = this.collections.all().get(place.collection());
				if (properties != null) {
					attempt(new KnownCollection(place.collection(), place, properties));
				}
			});
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("Collections cannot be looked at now");
		}
	}

	/**
	 * What a user has begun in a tenant's collections is paid for by that user no more.
	 */
	void forgetPayer(String tenantTag, String user, Generations generations) {
		this.garbage.places()
			.stream()
			.filter((place) -> place.tenantTag().equals(tenantTag))
			.forEach((place) -> generations.forgetPayer(place, user));
	}

	/** Goes on with a collection on another thread. */
	void soon(KnownCollection collection) {
		Thread.ofVirtual().name("knowledge-reembed").start(() -> attempt(collection));
	}

	private void attempt(KnownCollection collection) {
		if (this.running.putIfAbsent(collection.place(), true) == null) {
			try {
				this.reembedding.attempt(collection);
			}
			finally {
				this.running.remove(collection.place());
			}
		}
	}

}
