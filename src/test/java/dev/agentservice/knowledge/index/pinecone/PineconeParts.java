package dev.agentservice.knowledge.index.pinecone;

import java.util.Map;

import dev.agentservice.knowledge.index.IndexBreaker;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.index.TestSettings;
import dev.agentservice.knowledge.index.lucene.TestWords;
import dev.agentservice.knowledge.manifest.DocumentTags;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.settings.KnowledgeProperties;
import dev.agentservice.support.redis.ReplicaContext;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The index at a simulated Pinecone, as the service makes it.
 *
 * @param simulator where it is
 * @param client how it is called
 * @param words finds words in this process
 * @param index the index
 */
record PineconeParts(PineconeSimulator simulator, PineconeClient client, PassageIndex words,
		PineconeIndex index) implements AutoCloseable {

	static PineconeParts of(ReplicaContext replica, int dimension) {
		PineconeSimulator simulator = new PineconeSimulator(dimension);
		KnowledgeProperties properties = settings(simulator.address());
		MeterRegistry meters = replica.get(MeterRegistry.class);
		PassageIndex words = TestWords.of(replica.get(Manifest.class), replica.get(DocumentTags.class));
		PineconeClient client = new PineconeClient(properties.pinecone(),
				new IndexBreaker("pinecone", properties.breaker(), meters), new PublicAddresses(true));
		return new PineconeParts(simulator, client, words,
				new PineconeIndex(client, properties, replica.get(Manifest.class), dimension, meters, words));
	}

	static KnowledgeProperties settings(String host) {
		return TestSettings.of(Map.of("index", "pinecone", "embedding", "p/small", "pinecone.host", host,
				"pinecone.api-key", PineconeSimulator.KEY, "pinecone.private-network", "true"));
	}

	@Override
	public void close() {
		this.index.close();
		this.simulator.close();
	}

}
