package dev.agentservice.knowledge.web;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agentservice.knowledge.embedding.KnowledgeModels;
import dev.agentservice.knowledge.manifest.CollectionSums;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.settings.CollectionProperties;
import dev.agentservice.knowledge.settings.KnownCollection;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A collection as clients get it.
 */
@Schema(name = "KnowledgeCollection", description = "A collection, as your tenant has it.")
record CollectionView(@Schema(example = "handbook") String collection, @Schema(example = "en") String language,
		@Schema(description = "The scope with which documents are changed.", allowableValues = {
				"knowledge", "ops" }, example = "knowledge") String write,
		@Schema(description = "Whether agents take its texts for their own people's.",
				example = "false") boolean trusted,
		@Schema(description = "The model that made the vectors of its passages, or will; `none` if they are found by their words alone, also because no model is configured.",
				example = "openai/text-embedding-3-small") String vectors,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
				description = "`true` if its vectors cannot be used: their model is not configured any more.",
				example = "true") @Nullable Boolean degraded,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
				description = "`false` if it is searched by vectors alone: it is too large for the words that a replica holds.",
				example = "false") @Nullable Boolean words,
		@Schema(example = "12") long documents, @Schema(example = "87") long passages,
		@Schema(description = "Passages that no model is shown.", example = "1") long quarantined,
		@Schema(description = "What the passages take.", example = "64512") long bytes,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
				description = "What you have of your own in it, which nobody else sees; absent if it does not allow that.") @Nullable Own own){

	static CollectionView of(KnownCollection collection, CollectionSums sums, KnowledgeModels models,
			boolean findsWords, @Nullable CollectionSums own) {
		Generation generation = (sums.documents() > 0) ? models.searched(Generation.parse(sums.generation()))
				: models.generation();
		boolean degraded = generation.hasVectors() && models.of(generation).isEmpty();
		CollectionProperties properties = collection.properties();
		return new CollectionView(collection.name(), properties.language(),
				properties.write().name().toLowerCase(Locale.ROOT), properties.trusted(), generation.model(),
				degraded ? true : null, findsWords ? null : false, sums.documents(), sums.passages(),
				sums.quarantined(), sums.bytes(), (own != null) ? Own.of(own) : null);
	}

	/** What a user owns in a collection. */
	@Schema(name = "KnowledgeOwn")
	record Own(@Schema(example = "2") long documents, @Schema(example = "9") long passages,
			@Schema(description = "Passages that no model is shown.", example = "0") long quarantined,
			@Schema(example = "8064") long bytes) {

		static Own of(CollectionSums sums) {
			return new Own(sums.documents(), sums.passages(), sums.quarantined(), sums.bytes());
		}

	}

}
