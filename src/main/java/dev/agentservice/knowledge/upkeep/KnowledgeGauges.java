package dev.agentservice.knowledge.upkeep;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.agentservice.knowledge.manifest.CollectionSums;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.metric.LabelledGauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;

import org.springframework.stereotype.Component;

/**
 * {@code agent.knowledge.passages}, {@code .quarantined} and {@code .garbage} (versions
 * that an index still has to delete), and {@code .garbage.age} (seconds since the oldest
 * of them could have been deleted), each of all tenants together by collection. Every
 * replica has the same figures.
 */
@Component
class KnowledgeGauges {

	private static final String LABEL = "collection";

	private final Manifest manifest;

	private final LabelledGauge passages;

	private final LabelledGauge quarantined;

	private final LabelledGauge garbage;

	private final LabelledGauge age;

	KnowledgeGauges(Manifest manifest, MeterRegistry meters) {
		this.manifest = manifest;
		this.passages = gauge("passages", "Passages that are stored", meters);
		this.quarantined = gauge("quarantined", "Passages that no model is shown", meters);
		this.garbage = gauge("garbage", "Versions that an index still has to delete", meters);
		this.age = new LabelledGauge(MultiGauge.builder("agent.knowledge.garbage.age")
			.description("Since when the oldest of them could have been deleted")
			.baseUnit("seconds"), LABEL, meters);
	}

	private static LabelledGauge gauge(String name, String description, MeterRegistry meters) {
		return new LabelledGauge(MultiGauge.builder("agent.knowledge." + name).description(description), LABEL, meters);
	}

	/** Takes the figures of these collections. */
	void take(List<KnownCollection> collections) {
		Map<String, Double> passages = new TreeMap<>();
		Map<String, Double> quarantined = new TreeMap<>();
		Map<String, Double> garbage = new TreeMap<>();
		Map<String, Double> age = new TreeMap<>();
		for (KnownCollection collection : collections) {
			CollectionSums sums = this.manifest.look(collection.place());
			passages.merge(collection.name(), (double) sums.passages(), Double::sum);
			quarantined.merge(collection.name(), (double) sums.quarantined(), Double::sum);
			garbage.merge(collection.name(), (double) sums.garbage(), Double::sum);
			age.merge(collection.name(), (double) sums.garbageAge().toSeconds(), Double::max);
		}
		this.passages.set(passages);
		this.quarantined.set(quarantined);
		this.garbage.set(garbage);
		this.age.set(age);
	}

}
