package dev.agentservice.knowledge.upkeep;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.Garbage;
import dev.agentservice.knowledge.settings.CollectionProperties;
import dev.agentservice.knowledge.settings.KnowledgeCollections;
import dev.agentservice.knowledge.settings.KnowledgeProperties;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.schedule.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * The round over all collections of all tenants: garbage is swept, indexes are filled,
 * figures are taken.
 */
@Component
class KnowledgeUpkeep {

	private static final Logger logger = LoggerFactory.getLogger(KnowledgeUpkeep.class);

	private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(30);

	private static final Duration EVERY = Duration.ofSeconds(30);

	private final PassageIndex index;

	private final Garbage garbage;

	private final GarbageSweep sweep;

	private final IndexFill fill;

	private final KnowledgeGauges gauges;

	private final KnowledgeCollections collections;

	KnowledgeUpkeep(PassageIndex index, Garbage garbage, GarbageSweep sweep, IndexFill fill, KnowledgeGauges gauges,
			KnowledgeCollections collections, KnowledgeProperties properties, Scheduler scheduler) {
		this.index = index;
		this.garbage = garbage;
		this.sweep = sweep;
		this.fill = fill;
		this.gauges = gauges;
		this.collections = collections;
		if (properties.isOn()) {
			scheduler.every("knowledge-upkeep", Duration.ofSeconds(5), EVERY, this::round);
		}
	}

	void round() {
		try {
			List<KnownCollection> all = this.garbage.places().stream().map(this::known).toList();
			if (!this.index.name().isEmpty()) {
				all.forEach(this.sweep::attempt);
				all.forEach(this.fill::attempt);
			}
			else {
				all.forEach((one) -> this.fill.forget(one, FORGOTTEN_AFTER));
			}
			this.gauges.take(all);
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("Collections cannot be looked at now");
		}
	}

	/** One that is not configured any more is still swept. */
	private KnownCollection known(CollectionPlace place) {
		CollectionProperties properties = this.collections.all()
			.getOrDefault(place.collection(),
					new CollectionProperties("und", Set.of(), CollectionProperties.Write.OPS, false, false));
		return new KnownCollection(place.collection(), place, properties);
	}

}
