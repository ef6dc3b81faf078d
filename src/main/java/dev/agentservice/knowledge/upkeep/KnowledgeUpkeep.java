package dev.agentservice.knowledge.upkeep;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import dev.agentservice.knowledge.index.PassageIndex;
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
 * The round over all collections of all tenants: garbage is swept, indexes are filled,
 * figures are taken.
 */
@Component
class KnowledgeUpkeep implements CatchUp {

	private static final Logger logger = LoggerFactory.getLogger(KnowledgeUpkeep.class);

	private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(30);

	private static final Duration EVERY = Duration.ofSeconds(30);

	/** So long a request waits for it; the work goes on beside it. */
	private static final Duration PATIENCE = Duration.ofMillis(100);

	private final boolean on;

	private final Age looked = new Age();

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
		this.on = properties.isOn();
		if (this.on) {
			// Apart, so that an index that hangs holds up none of the others.
			scheduler.background("knowledge-sweep", Duration.ofSeconds(5), EVERY, () -> each(this::sweep));
			scheduler.background("knowledge-fill", Duration.ofSeconds(5), EVERY, () -> each(this::fill));
			scheduler.background("knowledge-gauges", Duration.ofSeconds(5), EVERY, this::takeFigures);
		}
	}

	@Override
	public Duration patience() {
		return PATIENCE;
	}

	/** Figures are left to servers. */
	@Override
	public void catchUp() {
		if (this.on && this.looked.exceeds(EVERY)) {
			this.looked.renewed();
			each(this::sweep);
			each(this::fill);
		}
	}

	/** What is done for a collection handles what is wrong with that one. */
	private void each(Consumer<CollectionPlace> task) {
		places().forEach(task);
	}

	private void sweep(CollectionPlace place) {
		if (!this.index.name().isEmpty()) {
			this.sweep.attempt(known(place));
		}
	}

	/** One that is not configured now is not filled: nobody searches it. */
	private void fill(CollectionPlace place) {
		if (this.index.name().isEmpty()) {
			this.fill.forget(known(place), FORGOTTEN_AFTER);
		}
		else if (this.collections.all().containsKey(place.collection())) {
			this.fill.attempt(known(place));
		}
	}

	private void takeFigures() {
		try {
			this.gauges.take(places().stream().map(this::known).toList());
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("Figures of collections cannot be taken now");
		}
	}

	private List<CollectionPlace> places() {
		try {
			return this.garbage.places();
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("Collections cannot be looked at now");
			return List.of();
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
