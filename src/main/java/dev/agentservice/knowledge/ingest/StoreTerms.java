package dev.agentservice.knowledge.ingest;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.settings.KnowledgeProperties;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.TenantFence;
import dev.agentservice.support.redis.RedisProperties;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * How much is stored, and for how long: of what a tenant shares, and of what a user owns.
 */
@Component
class StoreTerms {

	private static final int NONE = 100;

	/** The fence of a tenant stands a second longer than this at least. */
	private static final Duration ADMITTED = Duration.ofSeconds(2);

	private final RedisStore redis;

	private final KnowledgeProperties properties;

	private final RedisProperties times;

	private final TenantFence fence;

	/**
	 * The terms.
	 * @throws IllegalArgumentException if a user would be forgotten before the documents
	 */
	StoreTerms(RedisStore redis, KnowledgeProperties properties, RedisProperties times, TenantFence fence) {
		if (properties.hasPersonal() && properties.personal().retention().compareTo(times.epochTtl()) >= 0) {
			throw new IllegalArgumentException("agent-service.knowledge.personal.retention must be shorter than "
					+ "agent-service.redis.epoch-ttl");
		}
		this.redis = redis;
		this.properties = properties;
		this.times = times;
		this.fence = fence;
	}

	/**
	 * Nothing is begun for a tenant that is being erased: its documents would be deleted,
	 * but what goes to an index outside of Redis has to be waited for.
	 * @return until when a version that is begun was begun before the end of any erasure
	 */
	Deadline demandTenant(KnownCollection collection) {
		Deadline admitted = Deadline.after(ADMITTED);
		if (this.fence.stands(collection.place().tenantTag())) {
			throw IngestProblems.tenantErasing();
		}
		return admitted;
	}

	/**
	 * Asks again when a version is begun. An erasure whose fence is raised from here on
	 * finds it. One that was raised since the first question still stands, unless that
	 * was so long ago that it may have ended.
	 */
	void demandTenantStill(KnownCollection collection, Deadline admitted) {
		demandTenant(collection);
		if (!collection.isOwn() && admitted.passed()) {
			throw IngestProblems.overloaded();
		}
	}

	Manifest.Terms of(KnownCollection collection, Generation generation) {
		return new Manifest.Terms(this.properties.limits().ingestTimeout(), generation.toString(),
				mostDocuments(collection), this.properties.personal().retention(), this.times.epochTtl());
	}

	int mostDocuments(KnownCollection collection) {
		return collection.isOwn() ? this.properties.personal().documents()
				: this.properties.limits().documentsPerCollection();
	}

	int mostPassages(KnownCollection collection) {
		return collection.isOwn() ? this.properties.personal().passages() : this.properties.mostPassages();
	}

	/** Null where all collections share their room. */
	@Nullable Long mostBytes(KnownCollection collection) {
		return collection.isOwn() ? (Long) this.properties.personal().bytes().toBytes() : null;
	}

	/**
	 * What a user owns is beside the money, whose Redis must not be full.
	 * @throws StoreUnavailableException if it does not say how full it is
	 */
	void demandMemory(KnownCollection collection) {
		int most = this.properties.personal().memoryGuard();
		if (collection.isOwn() && most < NONE && memoryPercent() >= most) {
			throw IngestProblems.overloaded();
		}
	}

	private int memoryPercent() {
		try {
			return this.redis.memoryPercent()
				.orTimeout(this.times.commandTimeout().toMillis(), TimeUnit.MILLISECONDS)
				.join();
		}
		catch (CompletionException ex) {
			throw new StoreUnavailableException("memory", ex);
		}
	}

	/** Nothing is paid for what would be refused in the end. */
	void demandBytes(KnownCollection collection, long taken, DocumentEntry entry, long before) {
		Long most = mostBytes(collection);
		if (most != null && taken + entry.bytes() - before > most) {
			throw IngestProblems.fullOfOwn("bytes", most);
		}
	}

}
