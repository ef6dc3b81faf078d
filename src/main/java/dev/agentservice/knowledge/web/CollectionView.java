package dev.agentservice.knowledge.web;

import java.util.Locale;

import dev.agentservice.knowledge.manifest.CollectionSums;
import dev.agentservice.knowledge.settings.CollectionProperties;
import dev.agentservice.knowledge.settings.KnownCollection;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A collection as clients get it.
 */
@Schema(name = "KnowledgeCollection", description = "A collection, as your tenant has it.")
record CollectionView(@Schema(example = "handbook") String collection, @Schema(example = "en") String language,
		@Schema(description = "The scope with which documents are changed.", allowableValues = {
				"knowledge", "ops" }, example = "knowledge") String write,
		@Schema(description = "Whether agents take its texts for their own people's.",
				example = "false") boolean trusted,
		@Schema(description = "The embedding model; `none` if passages are found by their words alone.",
				example = "none") String vectors,
		@Schema(example = "12") long documents, @Schema(example = "87") long passages,
		@Schema(description = "Passages that no model is shown.", example = "1") long quarantined,
		@Schema(description = "What the passages take.", example = "64512") long bytes){

	static CollectionView of(KnownCollection collection, CollectionSums sums) {
		CollectionProperties properties = collection.properties();
		return new CollectionView(collection.name(), properties.language(),
				properties.write().name().toLowerCase(Locale.ROOT), properties.trusted(), "none", sums.documents(),
				sums.passages(), sums.quarantined(), sums.bytes());
	}

}
