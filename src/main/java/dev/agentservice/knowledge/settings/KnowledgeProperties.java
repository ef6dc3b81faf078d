package dev.agentservice.knowledge.settings;

import java.time.Duration;
import java.util.Map;

import dev.agentservice.support.resilience.CircuitBreakerLimits;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What agents know. Without collections the feature is off.
 *
 * @param index where passages are searched: {@code embedded}, in this process,
 * {@code pgvector} or {@code pinecone}
 * @param embedding the model that makes vectors of texts, {@code provider/model};
 * {@code none} searches by words alone
 * @param passage how documents are cut
 * @param limits how much is taken. Failure mode: closed; what exceeds a limit is refused
 * as a whole
 * @param personal how much users may have of their own
 * @param search how a search is done
 * @param breaker when an index outside of this process is not asked for a moment. Failure
 * mode: as if it did not answer
 * @param pgvector where the index {@code pgvector} is
 * @param pinecone where the index {@code pinecone} is
 * @param collections what there is to know, by name
 */
@Validated
@ConfigurationProperties("agent-service.knowledge")
public record KnowledgeProperties(@NotNull @DefaultValue("embedded") String index,
		@NotNull @DefaultValue("none") String embedding, @DefaultValue @Valid Passage passage,
		@DefaultValue @Valid KnowledgeLimits limits, @DefaultValue @Valid PersonalProperties personal,
		@DefaultValue @Valid Search search, @DefaultValue @Valid CircuitBreakerLimits breaker,
		@DefaultValue @Valid PgVectorProperties pgvector, @DefaultValue @Valid PineconeProperties pinecone,
		@DefaultValue Map<@Pattern(
				regexp = "[a-z0-9][a-z0-9-]{0,31}") String, @Valid CollectionProperties> collections) {

	private static final String EMBEDDED = "embedded";

	private static final String NONE = "none";

	/** PostgreSQL with its extension for vectors. */
	public static final String PGVECTOR = "pgvector";

	/** Pinecone's index for vectors; words are found in this process. */
	public static final String PINECONE = "pinecone";

	/**
	 * Settings.
	 * @throws IllegalArgumentException if they ask for what there is not
	 */
	public KnowledgeProperties {
		collections = Map.copyOf(collections);
		switch (index) {
			case EMBEDDED -> {
				// Needs nothing.
			}
			case PGVECTOR -> pgvector.demandPlace();
			case PINECONE -> pinecone.demandPlace(!NONE.equals(embedding));
			default -> throw new IllegalArgumentException(
					"agent-service.knowledge.index must be 'embedded', 'pgvector' or 'pinecone', not '" + index + "'");
		}
		if (!NONE.equals(embedding) && !embedding.matches("[^/\\s]+/\\S+")) {
			throw new IllegalArgumentException(
					"agent-service.knowledge.embedding must be 'none' or provider/model, not '" + embedding + "'");
		}
	}

	/** Whether vectors are made of texts. */
	public boolean embedsTexts() {
		return !NONE.equals(this.embedding);
	}

	/** The name of the index outside of this process; empty for none. */
	public String outsideIndex() {
		return EMBEDDED.equals(this.index) ? "" : this.index;
	}

	/** How many passages a tenant may have in a collection. */
	public int mostPassages() {
		return EMBEDDED.equals(this.index) ? this.limits.embeddedPassages() : Integer.MAX_VALUE;
	}

	/** Whether users may have documents of their own anywhere. */
	public boolean hasPersonal() {
		return this.collections.values().stream().anyMatch(CollectionProperties::personal);
	}

	/** Whether there is anything to know. */
	public boolean isOn() {
		return !this.collections.isEmpty();
	}

	/**
	 * How documents are cut.
	 *
	 * @param tokens the longest passage with its prefix
	 * @param prefix what is said before each passage, so that it is understood alone
	 */
	public record Passage(@Min(32) @Max(2000) @DefaultValue("240") int tokens,
			@NotNull @DefaultValue("title-and-headings") Prefix prefix) {

	}

	/** What is said before each passage. */
	public enum Prefix {

		/** The document's title, and the headings above the passage. */
		TITLE_AND_HEADINGS,
		/** Nothing. */
		NONE

	}

	/**
	 * How a search is done. Failure mode: a run goes on without passages, and its answer
	 * says so in a notice, unless its agent requires them.
	 *
	 * @param timeout how long a search may take
	 * @param candidates how many of the best are checked against the manifest
	 * @param maxTokens how much of the passages a model is shown
	 */
	public record Search(
			@NotNull @DurationMin(millis = 10) @DurationMax(minutes = 1) @DefaultValue("1500ms") Duration timeout,
			@Min(1) @Max(50) @DefaultValue("50") int candidates,
			@Min(100) @Max(100_000) @DefaultValue("4000") int maxTokens) {

	}

}
